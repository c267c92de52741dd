from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebLettersConfig(AppConfig):
    name = "ankunft.web.letters"
    label = "web_letters"
    verbose_name = _("Briefe")

    def ready(self) -> None:
        from . import registrations

        registrations.register()
