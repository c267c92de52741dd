from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "ankunft.foundation.jobs"
    label = "jobs"
    verbose_name = "Aufträge"
