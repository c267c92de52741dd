from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterviewsConfig(AppConfig):
    name = "ankunft.domain.interviews"
    label = "interviews"
    verbose_name = _("Gespräche")

    def ready(self) -> None:
        from . import registrations

        registrations.register()
