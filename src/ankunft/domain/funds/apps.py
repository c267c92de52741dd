from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundsConfig(AppConfig):
    name = "ankunft.domain.funds"
    label = "funds"
    verbose_name = _("Finanzierung")

    def ready(self) -> None:
        from . import registrations

        registrations.register()
