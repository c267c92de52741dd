from django.apps import AppConfig


class WebSchemesConfig(AppConfig):
    name = "ankunft.web.schemes"
    label = "web_schemes"
    verbose_name = "Programme"

    def ready(self) -> None:
        from ankunft.web.shell.registry import my_day

        from .my_day import waiting

        my_day.register(waiting)
