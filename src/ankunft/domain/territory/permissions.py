"""Who may see and record what of the territory."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import CANTONAL, COORDINATION, INTEGRATION_OFFICER, MUNICIPAL, MUNICIPAL_FINANCE
from ankunft.foundation.access.policy import Rule

_KEEP_ACCOUNTS = frozenset({INTEGRATION_OFFICER, MUNICIPAL_FINANCE})
_KEEPERS = frozenset({COORDINATION})

SEE_REGISTER = "territory.register.see"
KEEP_REGISTER = "territory.register.keep"
SEE_CONTACTS = "territory.contact.see"
RECORD_CONTACTS = "territory.contact.record"
RECORD_ADDRESS = "territory.address.record"
SEE_ACCOUNT = "territory.account.see"
RECORD_ACCOUNT = "territory.account.record"
SEE_FINDINGS = "territory.finding.see"

_NOT_THEIRS = _("Angaben zu %(name)s erfassen die Gemeinde selbst und die Koordinationsstelle Integration.")
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
        RECORD_ACCOUNT,
        _("Zahlungskonto einer Gemeinde erfassen"),
        refusal=_NO_ROLE,
        foreign=_NOT_THEIRS,
        everywhere=_KEEPERS,
        own=_KEEP_ACCOUNTS,
        operator=True,
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
