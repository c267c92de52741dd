from django.apps import AppConfig


class WebSettlementConfig(AppConfig):
    name = "ankunft.web.settlement"
    label = "web_settlement"
    verbose_name = "Abrechnung"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
