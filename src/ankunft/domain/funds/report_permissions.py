"""Who reports on the use of money, who signs that, and who reads it (FP 2.4, 3.2, 3.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import BODY_MEMBER, CANTONAL, IIZ_OFFICE
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.workflow.selectors import may_move

from . import report_states as states
from .models import SemReport
from .report_states import REPORT

SEE = "funds.report.see"
BEGIN = "funds.report.begin"
SOURCE = "FP 2.4, 3.2, 3.3"

FROM_THE_BEGINNING = CANTONAL | {IIZ_OFFICE}
"""Who reads a report while it is being made; the others once it is signed."""

_OFFICE = _("Über die Mittelverwendung berichtet die Koordinationsstelle Integration.")
_REFUSALS = {
    states.OFFICE: _OFFICE,
    states.SIGNING: _(
        "Berichte unterzeichnet eine zweite Person der Koordinationsstelle Integration oder der Finanzen (genehmigen)."
    ),
}
_PROVISOS = {
    states.WRITE: _("Solange der Bericht nicht unterzeichnet ist."),
    states.SIGN_OFF: _("Nach dem Ende des Quartals; wer den Bericht vorbereitet hat, unterzeichnet nicht."),
    states.SUBMIT: _("Mit dem Tag und dem Beleg der Übermittlung."),
    states.DISCARD: _("Mit Begründung, solange der Bericht nicht unterzeichnet ist."),
}


def reporting(name: str) -> str:
    """The action of whoever takes a report along that transition."""
    return f"{REPORT.object_type}.{name}"


def key_of(report: SemReport) -> str:
    """Under which name the trail knows a report."""
    return report.reference


RULES = (
    Rule(
        SEE,
        _("Berichte über die Mittelverwendung sehen"),
        refusal=_("Berichte über die Mittelverwendung sehen die Stellen des Kantons und die Gremien der IIZ."),
        everywhere=FROM_THE_BEGINNING | {BODY_MEMBER},
        operator=True,
        proviso=_("Gremien: sobald sie unterzeichnet sind."),
        source=SOURCE,
    ),
    Rule(
        BEGIN,
        _("Berichte über die Mittelverwendung beginnen"),
        refusal=_OFFICE,
        everywhere=states.OFFICE,
        source=SOURCE,
    ),
    *(
        Rule(
            reporting(move.name),
            move.doing,
            refusal=_REFUSALS[move.roles],
            everywhere=move.roles,
            condition=may_move(REPORT, move.name, key_of),
            proviso=_PROVISOS[move.name],
            source=SOURCE,
        )
        for move in REPORT
    ),
)
