from django.apps import AppConfig


class WebReportingConfig(AppConfig):
    name = "ankunft.web.reporting"
    label = "web_reporting"
    verbose_name = "Berichte"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
