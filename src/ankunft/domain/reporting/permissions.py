"""Who may do what with half-year reports and self-declarations. Every refusal is a sentence for the person."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import CANTONAL, COORDINATION, INTEGRATION_OFFICER, MUNICIPAL
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.workflow.selectors import hands_on

from .keys import report_key
from .models import HalfYearReport
from .states import REPORT

SEE = "reporting.report.see"
WRITE = "reporting.report.write"
CORRECT = "reporting.report.correct"
ACCEPT = "reporting.report.accept"
RETURN = "reporting.report.return"
IMPORT = "reporting.file.import"
SEE_DECLARATIONS = "reporting.declaration.see"
RECORD_DECLARATION = "reporting.declaration.record"
DATE = "reporting.submission.date"

_CANTON = frozenset({COORDINATION})
_OFFICERS = frozenset({INTEGRATION_OFFICER})
_NOT_RESPONSIBLE = _("Für «%(name)s» sind Sie nicht zuständig.")
_NOT_SEEN = _("Berichte und Selbstdeklarationen gehören nicht zu Ihrer Rolle.")
_NOT_WRITTEN = _("Berichte erfasst die oder der Integrationsbeauftragte der Gemeinde.")
_NOT_DECIDED = _("Berichte nimmt die Koordinationsstelle Integration an.")


def _fits(name: str) -> Callable[[Actor, HalfYearReport], Decision]:
    """Whether the version is in a state for that move, and the hands are other hands (four eyes)."""

    def decide(actor: Actor, report: HalfYearReport) -> Decision:
        key = report_key(report.municipality.bfs_number, report.period, report.number)
        return REPORT.decide(name=name, state=report.state, actor=actor, hands=hands_on(REPORT.object_type, key))

    return decide


# Whoever hands a version in has written it: of the first the municipality, of a correction the canton as well.
_SUBMITTING = REPORT["submit"].roles

RULES = (
    Rule(
        SEE,
        _("Halbjahresberichte sehen"),
        refusal=_NOT_SEEN,
        foreign=_NOT_RESPONSIBLE,
        everywhere=CANTONAL,
        responsible=MUNICIPAL,
        operator=True,
        source="KS 5.2",
    ),
    Rule(
        WRITE,
        _("Halbjahresbericht erfassen und einreichen"),
        refusal=_NOT_WRITTEN,
        foreign=_NOT_RESPONSIBLE,
        responsible=_SUBMITTING & MUNICIPAL,
        source="KS 3.4.1, 3.4.2",
    ),
    Rule(
        CORRECT,
        _("Korrektur eines Berichts beginnen, erfassen, einreichen und verwerfen"),
        refusal=_NOT_WRITTEN,
        foreign=_NOT_RESPONSIBLE,
        everywhere=_SUBMITTING & CANTONAL,
        responsible=_SUBMITTING & MUNICIPAL,
        source="KS 5.2",
    ),
    Rule(
        ACCEPT,
        _("Bericht annehmen"),
        refusal=_NOT_DECIDED,
        everywhere=REPORT["accept"].roles,
        condition=_fits("accept"),
        proviso=_("Wer den Bericht erfasst oder eingereicht hat, nimmt ihn nicht an."),
        source="KS 3.3 Ziff. 4",
    ),
    Rule(
        RETURN,
        _("Bericht mit Begründung zurückgeben"),
        refusal=_NOT_DECIDED,
        everywhere=REPORT["return"].roles,
        condition=_fits("return"),
        source="KS 3.3 Ziff. 4",
    ),
    Rule(
        IMPORT,
        _("Berichte und Selbstdeklarationen als Datei hochladen"),
        refusal=_("Dateien laden Integrationsbeauftragte und die Koordinationsstelle Integration hoch."),
        foreign=_NOT_RESPONSIBLE,
        everywhere=_CANTON,
        responsible=_OFFICERS,
        operator=True,
        source="KS 5.2",
    ),
    Rule(
        SEE_DECLARATIONS,
        _("Selbstdeklarationen sehen"),
        refusal=_NOT_SEEN,
        foreign=_NOT_RESPONSIBLE,
        everywhere=CANTONAL,
        responsible=MUNICIPAL,
        operator=True,
        source="KS 4.2, 5.2",
    ),
    Rule(
        RECORD_DECLARATION,
        _("Selbstdeklaration erfassen"),
        refusal=_("Selbstdeklarationen erfasst die Gemeinde oder die Koordinationsstelle Integration."),
        foreign=_NOT_RESPONSIBLE,
        everywhere=_CANTON,
        responsible=_OFFICERS,
        operator=True,
        source="KS 4.2, 5.2",
    ),
    Rule(
        DATE,
        _("Eingangsdatum einer Selbstdeklaration oder eines Berichts angeben"),
        refusal=_("Eine Gemeinde reicht ihre Selbstdeklaration heute ein; ein anderes Datum gibt es nicht."),
        everywhere=_CANTON,
        operator=True,
        source="KS 5.2",
    ),
)


def writing(number: int) -> str:
    """The action of whoever works on a version: the first is the municipality's own, later ones are corrections."""
    return WRITE if number == 1 else CORRECT
