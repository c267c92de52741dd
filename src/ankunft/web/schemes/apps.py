from django.apps import AppConfig


class WebSchemesConfig(AppConfig):
    name = "ankunft.web.schemes"
    label = "web_schemes"
    verbose_name = "Programme"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
