from django.apps import AppConfig


class WebMoneyConfig(AppConfig):
    name = "ankunft.web.money"
    label = "web_money"
    verbose_name = "Finanzierung"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
