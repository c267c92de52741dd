from django.apps import AppConfig


class WebFundsConfig(AppConfig):
    name = "ankunft.web.funds"
    label = "web_funds"
    verbose_name = "Finanzplanung"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
