"""Who may see the table of rights: everybody who is signed in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .policy import Rule

SEE_RIGHTS = "access.rights.see"

RULES = (
    Rule(
        SEE_RIGHTS,
        _("Nachsehen, wer was darf"),
        refusal=_("Bitte melden Sie sich an."),
        anyone=True,
        operator=True,
    ),
)
