from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "ankunft.foundation.access"
    label = "access"
    verbose_name = "Zugang"
