"""Who may do what with half-year reports and self-declarations. Every refusal is a sentence for the person."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import CANTONAL, COORDINATION, INTEGRATION_OFFICER, MUNICIPAL
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.workflow.selectors import may_move

from .hands import last_hand_in
from .keys import key_of
from .models import HalfYearReport
from .states import REPORT, SIGN

SEE = "reporting.report.see"
WRITE = "reporting.report.write"
CORRECT = "reporting.report.correct"
SIGN_OFF = "reporting.report.sign"
DECLINE = "reporting.report.decline"
WITHDRAW = "reporting.report.withdraw"
HAND_IN = "reporting.report.submit"
ACCEPT = "reporting.report.accept"
RETURN = "reporting.report.return"
REMIND = "reporting.deadline.remind"
IMPORT = "reporting.file.import"
SEE_DECLARATIONS = "reporting.declaration.see"
RECORD_DECLARATION = "reporting.declaration.record"
DATE = "reporting.submission.date"

_CANTON = frozenset({COORDINATION})
_OFFICERS = frozenset({INTEGRATION_OFFICER})
_NOT_RESPONSIBLE = _("Für «%(name)s» sind Sie nicht zuständig.")
_NOT_SEEN = _("Berichte und Selbstdeklarationen gehören nicht zu Ihrer Rolle.")
_NOT_WRITTEN = _("Berichte erfasst die oder der Integrationsbeauftragte der Gemeinde.")
_NOT_SIGNED = _("Berichte unterzeichnet die strategische Leitung der Gemeinde oder ihrer Leitgemeinde.")
_NOT_DECIDED = _("Berichte nimmt die Koordinationsstelle Integration an.")


def _signed(actor: Actor, report: HalfYearReport) -> Decision:
    """Whether the version waits for a decision with the municipality's own signature: only that is its to take back."""
    handed_in = REPORT.decide(name="withdraw", state=report.state, actor=actor, hands={})
    if handed_in and last_hand_in(key_of(report)) != SIGN:
        return Decision.no(
            gettext(
                "Diese Fassung hat die Koordinationsstelle Integration eingereicht. Bitten Sie sie, sie zurückzugeben."
            )
        )
    return handed_in


def _is_correction(_actor: Actor, report: HalfYearReport) -> Decision:
    """Whether the canton may hand the version in: what the municipality owes, the municipality signs."""
    if report.number > 1:
        return Decision.yes()
    return Decision.no(
        gettext(
            "Den Bericht unterzeichnet die Gemeinde. Liegt er unterzeichnet auf Papier vor, wird er als Datei "
            "hochgeladen (Berichte, «Datei hochladen»)."
        )
    )


# Whoever prepares a version has written it: of the first the municipality, of a correction the canton as well.
_PREPARING = REPORT["offer"].roles

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
        _("Halbjahresbericht erfassen und zur Unterzeichnung geben"),
        refusal=_NOT_WRITTEN,
        foreign=_NOT_RESPONSIBLE,
        responsible=_PREPARING,
        source="KS 3.4.1, 3.4.2",
    ),
    Rule(
        CORRECT,
        _("Korrektur eines Berichts beginnen, erfassen und verwerfen"),
        refusal=_NOT_WRITTEN,
        foreign=_NOT_RESPONSIBLE,
        everywhere=_CANTON,
        responsible=_PREPARING,
        source="KS 5.2",
    ),
    Rule(
        SIGN_OFF,
        _("Bericht unterzeichnen und damit einreichen"),
        refusal=_NOT_SIGNED,
        foreign=_NOT_RESPONSIBLE,
        responsible=REPORT[SIGN].roles,
        condition=may_move(REPORT, SIGN, key_of),
        proviso=_("Wer den Bericht erfasst oder zur Unterzeichnung gegeben hat, unterzeichnet ihn nicht."),
        source="KS 3.4.1, 3.4.2",
    ),
    Rule(
        DECLINE,
        _("Bericht vor dem Unterzeichnen nachbessern lassen"),
        refusal=_NOT_SIGNED,
        foreign=_NOT_RESPONSIBLE,
        responsible=REPORT["decline"].roles,
        condition=may_move(REPORT, "decline", key_of),
        source="KS 3.4.1, 3.4.2",
    ),
    Rule(
        WITHDRAW,
        _("Eingereichten Bericht zurückholen"),
        refusal=_NOT_WRITTEN,
        foreign=_NOT_RESPONSIBLE,
        responsible=REPORT["withdraw"].roles,
        condition=_signed,
        proviso=_(
            "Solange die Koordinationsstelle nicht entschieden hat, und nur, was die Gemeinde unterzeichnet hat."
        ),
        source="KS 5.2",
    ),
    Rule(
        HAND_IN,
        _("Korrektur einreichen, die auf Papier unterzeichnet vorliegt"),
        refusal=_NOT_SIGNED,
        everywhere=REPORT["submit"].roles,
        condition=_is_correction,
        proviso=_("Nur Korrekturen; den Bericht selbst unterzeichnet die Gemeinde."),
        source="KS 5.2",
    ),
    Rule(
        ACCEPT,
        _("Bericht annehmen"),
        refusal=_NOT_DECIDED,
        everywhere=REPORT["accept"].roles,
        condition=may_move(REPORT, "accept", key_of),
        proviso=_("Wer den Bericht erfasst, unterzeichnet oder eingereicht hat, nimmt ihn nicht an."),
        source="KS 3.3 Ziff. 4",
    ),
    Rule(
        RETURN,
        _("Bericht mit Begründung zurückgeben"),
        refusal=_NOT_DECIDED,
        everywhere=REPORT["return"].roles,
        condition=may_move(REPORT, "return", key_of),
        source="KS 3.3 Ziff. 4",
    ),
    Rule(
        REMIND,
        _("An fehlende Berichte und Selbstdeklarationen erinnern"),
        refusal=_("Erinnerungen verschickt die Koordinationsstelle Integration."),
        everywhere=_CANTON,
        source="KS 5.2",
    ),
    Rule(
        IMPORT,
        _("Berichte als Datei hochladen"),
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
        _("Selbstdeklaration auf Papier oder als Datei erfassen"),
        refusal=_(
            "Eine Gemeinde reicht ihre Selbstdeklaration als Fragebogen ein, den die strategische Leitung "
            "unterzeichnet. Was auf Papier eingeht, erfasst die Koordinationsstelle Integration."
        ),
        everywhere=_CANTON,
        operator=True,
        source="KS 4.2, 5.2",
    ),
    Rule(
        DATE,
        _("Eingangsdatum einer Selbstdeklaration oder eines Berichts angeben"),
        refusal=_("Wann etwas eingegangen ist, sagt die Koordinationsstelle Integration."),
        everywhere=_CANTON,
        operator=True,
        source="KS 5.2",
    ),
)


def writing(number: int) -> str:
    """The action of whoever works on a version: the first is the municipality's own, later ones are corrections."""
    return WRITE if number == 1 else CORRECT
