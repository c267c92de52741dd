"""Who may do what with answer sheets. Every refusal is a sentence for the person."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import AUDITOR, CANTONAL, COORDINATION, INTEGRATION_OFFICER, MUNICIPAL
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.workflow.selectors import hands_on

from .keys import sheet_key
from .models import AnswerSheet
from .states import SHEET

SEE = "questionnaires.sheet.see"
WRITE = "questionnaires.sheet.write"
SIGN_OFF = "questionnaires.sheet.sign_off"
TAKE_BACK = "questionnaires.sheet.take_back"
SUBMIT = "questionnaires.sheet.submit"
ACCEPT = "questionnaires.sheet.accept"
RETURN = "questionnaires.sheet.return"
EVALUATE = "questionnaires.evaluation.see"

_NOT_RESPONSIBLE = _("Für «%(name)s» sind Sie nicht zuständig.")
_NOT_DECIDED = _("Selbstdeklarationen prüft die Koordinationsstelle Integration.")


def _fits(name: str) -> Callable[[Actor, AnswerSheet], Decision]:
    """Whether the sheet is in a state for that move, and the hands are other hands (four eyes)."""

    def decide(actor: Actor, sheet: AnswerSheet) -> Decision:
        key = sheet_key(sheet.municipality.bfs_number, sheet.kind, sheet.period, sheet.number)
        return SHEET.decide(name=name, state=sheet.state, actor=actor, hands=hands_on(SHEET.object_type, key))

    return decide


RULES = (
    Rule(
        SEE,
        _("Ausgefüllte Fragebogen sehen"),
        refusal=_("Ausgefüllte Fragebogen gehören nicht zu Ihrer Rolle."),
        foreign=_NOT_RESPONSIBLE,
        everywhere=CANTONAL,
        responsible=MUNICIPAL,
        operator=True,
        source="KS 5.2",
    ),
    Rule(
        WRITE,
        _("Fragebogen ausfüllen, zur Freigabe vorlegen und korrigieren"),
        refusal=_("Den Fragebogen füllt die oder der Integrationsbeauftragte der Gemeinde aus."),
        foreign=_NOT_RESPONSIBLE,
        responsible=frozenset({INTEGRATION_OFFICER}),
        source="KS 3.4.1, 3.4.2, 5.1",
    ),
    Rule(
        SIGN_OFF,
        _("Fragebogen freigeben"),
        refusal=_("Den Fragebogen gibt die strategische Leitung der Gemeinde frei."),
        foreign=_NOT_RESPONSIBLE,
        responsible=SHEET["sign_off"].roles,
        condition=_fits("sign_off"),
        proviso=_("Wer Fragen beantwortet oder den Fragebogen vorgelegt hat, gibt ihn nicht frei."),
        source="SP 1.1",
    ),
    Rule(
        TAKE_BACK,
        _("Vorgelegten oder freigegebenen Fragebogen zur Überarbeitung zurücknehmen"),
        refusal=_("Zurücknehmen kann die Gemeinde, solange der Fragebogen nicht eingereicht ist."),
        foreign=_NOT_RESPONSIBLE,
        responsible=SHEET["take_back"].roles,
        condition=_fits("take_back"),
        proviso=_("Nur solange der Fragebogen nicht eingereicht ist."),
        source="SP 1.1",
    ),
    Rule(
        SUBMIT,
        _("Freigegebenen Fragebogen einreichen"),
        refusal=_("Den Fragebogen reicht die Gemeinde ein."),
        foreign=_NOT_RESPONSIBLE,
        responsible=SHEET["submit"].roles,
        condition=_fits("submit"),
        proviso=_("Erst nach der Freigabe durch die strategische Leitung."),
        source="KS 5.2",
    ),
    Rule(
        ACCEPT,
        _("Fragebogen annehmen"),
        refusal=_NOT_DECIDED,
        everywhere=SHEET["accept"].roles,
        condition=_fits("accept"),
        proviso=_("Wer am Fragebogen mitgewirkt hat, nimmt ihn nicht an."),
        source="KS 3.3 Ziff. 4",
    ),
    Rule(
        RETURN,
        _("Fragebogen mit Begründung je Abschnitt zurückgeben"),
        refusal=_NOT_DECIDED,
        everywhere=SHEET["return"].roles,
        condition=_fits("return"),
        proviso=_("Nur was eingereicht und noch nicht angenommen ist."),
        source="KS 3.3 Ziff. 4",
    ),
    Rule(
        EVALUATE,
        _("Auswertung der Fragebogen über alle Gemeinden sehen"),
        refusal=_("Die Auswertung über alle Gemeinden gehört der Koordinationsstelle Integration und der Revision."),
        everywhere=frozenset({COORDINATION, AUDITOR}),
        source="KS 5.3",
    ),
)
