from django.apps import AppConfig


class WebArrivalsConfig(AppConfig):
    name = "ankunft.web.arrivals"
    label = "web_arrivals"
    verbose_name = "Ankommen"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
