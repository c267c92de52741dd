from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoryConfig(AppConfig):
    name = "ankunft.domain.territory"
    label = "territory"
    verbose_name = _("Gebiet")

    def ready(self) -> None:
        from ankunft.domain import oversight
        from ankunft.domain.roles import ROLES
        from ankunft.foundation.access import roles
        from ankunft.foundation.audit.protection import protect

        from . import visibility

        roles.register(ROLES)
        visibility.register()
        oversight.register()
        protect("territory_accountchange", "OLD.state <> 'proposed'")
