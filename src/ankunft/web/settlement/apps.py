from django.apps import AppConfig


class WebSettlementConfig(AppConfig):
    name = "ankunft.web.settlement"
    label = "web_settlement"
    verbose_name = "Abrechnung"

    def ready(self) -> None:
        from . import invoice_registrations, registrations

        registrations.register()
        invoice_registrations.register()
