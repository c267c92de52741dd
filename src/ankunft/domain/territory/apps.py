from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "ankunft.domain.territory"
    label = "territory"
    verbose_name = "Gebiet"

    def ready(self) -> None:
        from ankunft.domain.roles import ROLES
        from ankunft.foundation.access import roles

        from . import visibility

        roles.register(ROLES)
        visibility.register()
