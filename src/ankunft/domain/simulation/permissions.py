"""Who may ask what would be."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, CANTONAL, COORDINATION, FINANCE_OFFICER
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision

from .models import Scenario

SEE = "simulation.scenario.see"
MAKE = "simulation.scenario.make"
CHANGE = "simulation.scenario.change"

MAKERS = frozenset({COORDINATION, FINANCE_OFFICER, APPROVER})


def _is_own(actor: Actor, scenario: Scenario) -> Decision:
    if scenario.owner_id == actor.account_id:
        return Decision.yes()
    return Decision.no(gettext("Ein Szenario ändert nur, wer es angelegt hat. Legen Sie ein eigenes an."))


_REFUSAL = _("Szenarien rechnet, wer beim Kanton Beiträge vorbereitet, prüft oder genehmigt.")

RULES = [
    Rule(
        SEE,
        _("Szenarien sehen"),
        refusal=_("Szenarien sieht nur der Kanton."),
        everywhere=CANTONAL,
        proviso=_("Fremde Szenarien nur, wenn sie geteilt sind."),
        source="KS 4.3.3",
    ),
    Rule(MAKE, _("Szenarien rechnen"), refusal=_REFUSAL, everywhere=MAKERS, source="KS 4.3.3"),
    Rule(
        CHANGE,
        _("Szenarien ändern, teilen und löschen"),
        refusal=_REFUSAL,
        everywhere=MAKERS,
        condition=_is_own,
        proviso=_("Nur die eigenen."),
        source="KS 4.3.3",
    ),
]
