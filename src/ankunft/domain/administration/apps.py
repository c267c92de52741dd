from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "ankunft.domain.administration"
    label = "administration"
    verbose_name = "Administration"

    def ready(self) -> None:
        from . import permissions

        permissions.register()
