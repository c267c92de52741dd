from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

EVERY = 6 * 3600


class RetentionConfig(AppConfig):
    name = "ankunft.foundation.retention"
    label = "retention"
    verbose_name = "Aufbewahrung"

    def ready(self) -> None:
        from ankunft.foundation.audit.protection import protect
        from ankunft.foundation.jobs.chores import Chore
        from ankunft.foundation.jobs.chores import register as register_chore
        from ankunft.foundation.jobs.registry import handler

        from . import jobs, registry, services
        from .classes import CLASSES
        from .services.lists import CARRY_OUT

        registry.register(*CLASSES)
        register_chore(Chore("retention.by_itself", EVERY, services.carry_out_by_itself))
        handler(CARRY_OUT, title=_("Löschliste ausführen"))(jobs.carry_out)
        # The protocol: a list that is done does not change, and nothing is added to it.
        protect("retention_deletionlist", "OLD.state = 'done'")
        protect("retention_deletionitem", _of_done("OLD"), on_insert=_of_done("NEW"))


def _of_done(row: str) -> str:
    """SQL: the item belongs to a list that is done."""
    return f"(SELECT state FROM retention_deletionlist WHERE id = {row}.deletion_list_id) = 'done'"  # noqa: S608  (`row` is OLD or NEW)
