from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebInterviewsConfig(AppConfig):
    name = "ankunft.web.interviews"
    label = "web_interviews"
    verbose_name = _("Gespräche")

    def ready(self) -> None:
        from . import registrations

        registrations.register()
