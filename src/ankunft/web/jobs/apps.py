from django.apps import AppConfig


class WebJobsConfig(AppConfig):
    name = "ankunft.web.jobs"
    label = "web_jobs"
    verbose_name = "Aufträge"

    def ready(self) -> None:
        from ankunft.web.shell.registry import my_day

        from .cards import recent_jobs

        my_day.register_card(recent_jobs)
