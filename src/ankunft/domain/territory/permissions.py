"""Who may see and record what of the territory."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import CANTONAL, COORDINATION, MUNICIPAL
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.workflow.selectors import may_move

from .states import ACCOUNT_CHANGE, CONFIRM, PROPOSE, REFUSE, WITHDRAW

_KEEPERS = frozenset({COORDINATION})
_KEEP_ACCOUNTS = ACCOUNT_CHANGE[PROPOSE].roles - _KEEPERS

SEE_REGISTER = "territory.register.see"
KEEP_REGISTER = "territory.register.keep"
SEE_CONTACTS = "territory.contact.see"
RECORD_CONTACTS = "territory.contact.record"
RECORD_ADDRESS = "territory.address.record"
SEE_ACCOUNT = "territory.account.see"
IMPORT_ACCOUNTS = "territory.account.import"
PROPOSE_ACCOUNT = "territory.account_change.propose"
CONFIRM_ACCOUNT = "territory.account_change.confirm"
REFUSE_ACCOUNT = "territory.account_change.refuse"
WITHDRAW_ACCOUNT = "territory.account_change.withdraw"
SEE_FINDINGS = "territory.finding.see"

_NOT_THEIRS = _("Angaben zu %(name)s erfassen die Gemeinde selbst und die Koordinationsstelle Integration.")
_NOT_THE_PAYER = _("Konten der Gemeinden bestätigen die Finanzen des Kantons: Sie zahlen auf sie aus.")
_NO_ROLE = _("Angaben zu einer Gemeinde erfassen die Gemeinde selbst und die Koordinationsstelle Integration.")

RULES = (
    Rule(
        SEE_REGISTER,
        _("Gemeinden, Bevölkerung, Verbünde und Sozialregionen sehen"),
        refusal=_("Bitte melden Sie sich an."),
        anyone=True,
        operator=True,
    ),
    Rule(
        KEEP_REGISTER,
        _("Gemeinderegister, Bevölkerung, Verbünde und Beitragsberechtigung führen"),
        refusal=_("Das Gemeinderegister führt die Koordinationsstelle Integration."),
        everywhere=_KEEPERS,
        operator=True,
        source="KS 4.2",
    ),
    Rule(
        SEE_CONTACTS,
        _("Kontaktpersonen einer Gemeinde sehen"),
        refusal=_("Kontakte sehen die kantonalen Stellen und die Gemeinde selbst."),
        everywhere=CANTONAL,
        responsible=MUNICIPAL,
        operator=True,
        source="KS 3.4.1",
    ),
    Rule(
        RECORD_CONTACTS,
        _("Kontaktpersonen einer Gemeinde erfassen"),
        refusal=_NO_ROLE,
        foreign=_NOT_THEIRS,
        everywhere=_KEEPERS,
        own=MUNICIPAL,
        operator=True,
        source="KS 3.4.1",
    ),
    Rule(
        RECORD_ADDRESS,
        _("Postadresse einer Gemeinde erfassen"),
        refusal=_NO_ROLE,
        foreign=_NOT_THEIRS,
        everywhere=_KEEPERS,
        own=MUNICIPAL,
        operator=True,
        source="KS 4.5.2",
    ),
    Rule(
        SEE_ACCOUNT,
        _("Zahlungskonto einer Gemeinde sehen"),
        refusal=_("Das Konto sehen die Finanzstellen des Kantons und die Gemeinde selbst."),
        everywhere=CANTONAL,
        own=_KEEP_ACCOUNTS,
        operator=True,
        source="KS 4.5.2",
    ),
    Rule(
        IMPORT_ACCOUNTS,
        _("Zahlungskonten aus einer Datei übernehmen"),
        refusal=_("Konten aus einer Datei übernimmt nur der Betrieb."),
        operator=True,
        source="KS 4.5.2",
    ),
    Rule(
        PROPOSE_ACCOUNT,
        _("Anderes Zahlungskonto einer Gemeinde vorschlagen"),
        refusal=_NO_ROLE,
        foreign=_NOT_THEIRS,
        everywhere=_KEEPERS,
        own=_KEEP_ACCOUNTS,
        source="KS 4.5.2",
    ),
    Rule(
        CONFIRM_ACCOUNT,
        _("Vorgeschlagenes Zahlungskonto bestätigen"),
        refusal=_NOT_THE_PAYER,
        everywhere=ACCOUNT_CHANGE[CONFIRM].roles,
        condition=may_move(ACCOUNT_CHANGE, CONFIRM),
        proviso=_("Wer das Konto vorgeschlagen hat, bestätigt es nicht. Es braucht die Angabe, wie es geprüft wurde."),
        source="KS 4.5.2",
    ),
    Rule(
        REFUSE_ACCOUNT,
        _("Vorgeschlagenes Zahlungskonto ablehnen"),
        refusal=_NOT_THE_PAYER,
        everywhere=ACCOUNT_CHANGE[REFUSE].roles,
        condition=may_move(ACCOUNT_CHANGE, REFUSE),
        proviso=_("Mit Begründung. Wer das Konto vorgeschlagen hat, zieht es zurück."),
        source="KS 4.5.2",
    ),
    Rule(
        WITHDRAW_ACCOUNT,
        _("Vorgeschlagenes Zahlungskonto zurückziehen"),
        refusal=_NO_ROLE,
        foreign=_NOT_THEIRS,
        everywhere=_KEEPERS,
        own=_KEEP_ACCOUNTS,
        condition=may_move(ACCOUNT_CHANGE, WITHDRAW),
        proviso=_("Ein bestätigtes Konto wird nicht zurückgezogen, sondern durch ein späteres ersetzt."),
        source="KS 4.5.2",
    ),
    Rule(
        SEE_FINDINGS,
        _("Feststellungen zur Beitragsberechtigung sehen"),
        refusal=_("Feststellungen sehen die kantonalen Stellen und die Gemeinde selbst."),
        everywhere=CANTONAL,
        responsible=MUNICIPAL,
        operator=True,
        source="KS 4.2",
    ),
)


def organisation_code(bfs_number: int) -> str:
    """The code of a municipality among the organisations."""
    return f"bfs-{bfs_number}"
