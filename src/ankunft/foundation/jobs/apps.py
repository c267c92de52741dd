from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "ankunft.foundation.jobs"
    label = "jobs"
    verbose_name = _("Aufträge")

    def ready(self) -> None:
        from ankunft.foundation.access import policy

        from . import permissions, selectors
        from .models import Job

        policy.register(permissions.RULES)
        policy.register_visible(Job, selectors.jobs_of)
