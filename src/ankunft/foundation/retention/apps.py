from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "ankunft.foundation.retention"
    label = "retention"
    verbose_name = "Aufbewahrung"
