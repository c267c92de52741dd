from django.apps import AppConfig


class WebAccessConfig(AppConfig):
    name = "ankunft.web.access"
    label = "web_access"
    verbose_name = "Zugang"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
