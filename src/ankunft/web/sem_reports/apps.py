from django.apps import AppConfig


class WebSemReportsConfig(AppConfig):
    name = "ankunft.web.sem_reports"
    label = "web_sem_reports"
    verbose_name = "Berichte über die Mittelverwendung"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
