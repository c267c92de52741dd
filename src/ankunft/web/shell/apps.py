from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "ankunft.web.shell"
    label = "shell"
    verbose_name = "Oberfläche"

    def ready(self) -> None:
        from .gauges import register_gauges

        register_gauges()
