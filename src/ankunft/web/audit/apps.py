from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebAuditConfig(AppConfig):
    name = "ankunft.web.audit"
    label = "web_audit"
    verbose_name = _("Spur")

    def ready(self) -> None:
        from . import registrations

        registrations.register()
