from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    name = "ankunft.domain.arrivals"
    label = "arrivals"
    verbose_name = "Ankommen"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
