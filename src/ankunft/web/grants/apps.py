from django.apps import AppConfig


class WebGrantsConfig(AppConfig):
    name = "ankunft.web.grants"
    label = "web_grants"
    verbose_name = "Projektbeiträge"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
