from django.apps import AppConfig


class WebBankConfig(AppConfig):
    name = "ankunft.web.bank"
    label = "web_bank"
    verbose_name = "Bank"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
