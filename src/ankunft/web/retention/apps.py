from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebRetentionConfig(AppConfig):
    name = "ankunft.web.retention"
    label = "web_retention"
    verbose_name = "Aufbewahrung"

    def ready(self) -> None:
        from ankunft.domain.retention import appoint_staff
        from ankunft.foundation.retention.registry import staff
        from ankunft.web.shell.registry import Place, my_day, navigation

        from .my_day import due

        appoint_staff()
        who = staff()
        everyone = who.reviewers | who.approvers | who.keepers | who.observers | who.auditors
        navigation.register(Place(_("Aufbewahrung"), "retention", everyone, 90))
        my_day.register(due)
