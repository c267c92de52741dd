"""Who reports about a project, who signs that, and who accepts it and closes the project (KS 4.3.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from ankunft.foundation.access.policy import Rule
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.workflow.selectors import may_move

from .models import FinalReport, ProjectState
from .permissions import SOURCE, key_of
from .report_states import ACCEPT, REPORT
from .states import DECLINE, LEAD, OFFER, OFFICE, OFFICER, RETURN, SIGN, TAKE_BACK, WRITE

_REFUSALS = {
    OFFICER: _("Schlussberichte erfassen die Integrationsbeauftragten der Gemeinde."),
    LEAD: _("Schlussberichte unterzeichnet die strategische Leitung der Gemeinde oder ihrer Leitgemeinde."),
    OFFICER | LEAD: _("Einen Schlussbericht holt die Gemeinde zurück, die ihn eingereicht hat."),
    OFFICE: _("Schlussberichte prüft die Koordinationsstelle Integration."),
}
_PROVISOS = {
    WRITE: _("Solange das Projekt läuft und der Bericht nicht eingereicht ist."),
    OFFER: _("Wenn der Bericht vollständig ist und jemand unterzeichnen kann."),
    DECLINE: _("Mit Begründung."),
    SIGN: _("Wer den Bericht erfasst oder zur Unterzeichnung gegeben hat, unterzeichnet nicht."),
    TAKE_BACK: _("Mit Begründung, solange er nicht angenommen ist."),
    RETURN: _("Mit Begründung, solange er nicht angenommen ist."),
    ACCEPT: _(
        "Wer am Bericht mitgewirkt hat, nimmt ihn nicht an. Was zurückzufordern ist, entscheidet eine zweite Person."
    ),
}


def reporting(name: str) -> str:
    """The action of whoever takes a final report along that transition."""
    return f"{REPORT.object_type}.{name}"


def _may(name: str) -> Callable[[Actor, Any], Decision]:
    """The move, and that there is a project to report about."""
    may = may_move(REPORT, name, key_of)

    def decide(actor: Actor, report: FinalReport) -> Decision:
        decision = may(actor, report)
        if decision and name == WRITE and report.project.state != ProjectState.RUNNING:
            return Decision.no(str(_("Berichtet wird über ein Projekt, solange es läuft.")))
        return decision

    return decide


RULES = tuple(
    Rule(
        reporting(move.name),
        move.doing,
        refusal=_REFUSALS[move.roles],
        foreign="" if move.roles <= OFFICE else _("Für dieses Projekt ist eine andere Gemeinde zuständig."),
        everywhere=move.roles & OFFICE,
        responsible=move.roles - OFFICE,
        condition=_may(move.name),
        proviso=_PROVISOS[move.name],
        source=SOURCE,
    )
    for move in REPORT
)
