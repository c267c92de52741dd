from django.apps import AppConfig


class WebAdministrationConfig(AppConfig):
    name = "ankunft.web.administration"
    label = "web_administration"
    verbose_name = "Administration"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
