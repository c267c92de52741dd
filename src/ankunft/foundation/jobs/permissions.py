"""Who may see background work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.foundation.access.policy import Rule

SEE = "jobs.job.see"

RULES = (
    Rule(
        SEE,
        _("Eigene Aufträge sehen"),
        refusal=_("Bitte melden Sie sich an."),
        anyone=True,
        proviso=_("Jede Person sieht nur die Aufträge, die sie selbst erteilt hat."),
    ),
)
