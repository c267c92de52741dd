from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

MOVING = ("state", "version")
"""The columns that every move changes."""
DECIDED = ("granted", "decision", "decided_on", "reason", "conditions")
"""The columns that a decision writes."""


class GrantsConfig(AppConfig):
    name = "ankunft.domain.grants"
    label = "grants"
    verbose_name = _("Projektbeiträge")

    def ready(self) -> None:
        from ankunft.foundation import fitness
        from ankunft.foundation.audit.protection import Stage, protect

        from . import visibility
        from .fitness import CHECKS

        visibility.register()
        for check in CHECKS:
            fitness.register(check)
        # What was signed stays until it is given back, what was decided stays for good.
        protect(
            "grants_project",
            "OLD.state IN ('rejected', 'abandoned', 'closed')",
            further=(
                Stage("OLD.state IN ('granted', 'running', 'reported')", MOVING),
                Stage("OLD.state IN ('submitted', 'complete', 'assessed')", (*MOVING, "submitted_on", *DECIDED)),
            ),
        )
        # What was applied for and decided on is what was signed: from the hand-in on a line neither comes nor goes.
        protect("grants_budgetline", _not_in_work("OLD"), on_insert=_not_in_work("NEW"))
        protect("grants_assessment")
        protect("grants_agreement")
        # What was agreed stays; what the closing account leaves of it stands beside it, and so does what paid it.
        protect(
            "grants_instalment",
            changing=(*MOVING, "payment_id", "explanation", "payable"),
            further=(Stage("OLD.state IN ('paid', 'lapsed')"),),
        )
        handed_in = Stage("OLD.state = 'submitted'", (*MOVING, "submitted_on"))
        protect("grants_finalreport", "OLD.state = 'accepted'", further=(handed_in,))
        # What was reported and proved is what was signed.
        protect("grants_reportline", _not_written("OLD"), on_insert=_not_written("NEW"))
        protect("grants_reportfile", _not_written("OLD"), on_insert=_not_written("NEW"))
        protect("grants_closingaccount")
        # What was signed never changes; that its signature holds no longer is said once.
        protect("grants_submission", changing=("withdrawn_at",), further=(Stage("OLD.withdrawn_at IS NOT NULL"),))


def _not_in_work(row: str) -> str:
    """SQL: the row belongs to a project that the municipality is not working on."""
    return f"(SELECT state FROM grants_project WHERE id = {row}.project_id) <> 'draft'"  # noqa: S608  (OLD or NEW)


def _not_written(row: str) -> str:
    """SQL: the row belongs to a report that the municipality is not working on."""
    return f"(SELECT state FROM grants_finalreport WHERE id = {row}.report_id) <> 'draft'"  # noqa: S608  (OLD or NEW)
