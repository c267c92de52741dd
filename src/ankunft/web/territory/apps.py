from django.apps import AppConfig


class WebTerritoryConfig(AppConfig):
    name = "ankunft.web.territory"
    label = "web_territory"
    verbose_name = "Gemeinden"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
