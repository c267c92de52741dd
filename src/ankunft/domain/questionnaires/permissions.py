"""Who may do what with answer sheets. Every refusal is a sentence for the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import AUDITOR, CANTONAL, COORDINATION, INTEGRATION_OFFICER, MUNICIPAL
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.workflow.selectors import may_move

from .keys import key_of
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
_NOT_DECIDED = _("Eingereichte Fragebogen prüft die Koordinationsstelle Integration.")


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
        _("Fragebogen ausfüllen, zur Unterzeichnung vorlegen und korrigieren"),
        refusal=_("Den Fragebogen füllt die oder der Integrationsbeauftragte der Gemeinde aus."),
        foreign=_NOT_RESPONSIBLE,
        responsible=frozenset({INTEGRATION_OFFICER}),
        source="KS 3.4.1, 3.4.2, 5.1",
    ),
    Rule(
        SIGN_OFF,
        _("Fragebogen unterzeichnen"),
        refusal=_("Den Fragebogen unterzeichnet die strategische Leitung der Gemeinde."),
        foreign=_NOT_RESPONSIBLE,
        responsible=SHEET["sign_off"].roles,
        condition=may_move(SHEET, "sign_off", key_of),
        proviso=_("Wer Fragen beantwortet oder den Fragebogen vorgelegt hat, unterzeichnet ihn nicht."),
        source="SP 1.1",
    ),
    Rule(
        TAKE_BACK,
        _("Vorgelegten oder unterzeichneten Fragebogen zur Überarbeitung zurücknehmen"),
        refusal=_("Zurücknehmen kann die Gemeinde, solange der Fragebogen nicht eingereicht ist."),
        foreign=_NOT_RESPONSIBLE,
        responsible=SHEET["take_back"].roles,
        condition=may_move(SHEET, "take_back", key_of),
        proviso=_("Nur solange der Fragebogen nicht eingereicht ist."),
        source="SP 1.1",
    ),
    Rule(
        SUBMIT,
        _("Unterzeichneten Fragebogen einreichen"),
        refusal=_("Den Fragebogen reicht die Gemeinde ein."),
        foreign=_NOT_RESPONSIBLE,
        responsible=SHEET["submit"].roles,
        condition=may_move(SHEET, "submit", key_of),
        proviso=_("Erst wenn die strategische Leitung unterzeichnet hat."),
        source="KS 5.2",
    ),
    Rule(
        ACCEPT,
        _("Fragebogen annehmen"),
        refusal=_NOT_DECIDED,
        everywhere=SHEET["accept"].roles,
        condition=may_move(SHEET, "accept", key_of),
        proviso=_("Wer am Fragebogen mitgewirkt hat, nimmt ihn nicht an."),
        source="KS 3.3 Ziff. 4",
    ),
    Rule(
        RETURN,
        _("Fragebogen mit Begründung je Abschnitt zurückgeben"),
        refusal=_NOT_DECIDED,
        everywhere=SHEET["return"].roles,
        condition=may_move(SHEET, "return", key_of),
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
