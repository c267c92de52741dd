from django.apps import AppConfig


class WebSupervisionConfig(AppConfig):
    name = "ankunft.web.supervision"
    label = "web_supervision"
    verbose_name = "Aufsicht"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
