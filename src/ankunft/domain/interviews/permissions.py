"""Who may do what with interviews, as a table. Every refusal is a sentence for the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from ankunft.domain.roles import INTEGRATION_OFFICER
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import Rule, reach
from ankunft.foundation.kernel.actor import Actor

LIST = "interviews.interview.list"
SEE = "interviews.interview.see"
RECORD = "interviews.interview.record"
EVIDENCE = "interviews.evidence.handle"

_OFFICERS = frozenset({INTEGRATION_OFFICER})
_NOT_THEIRS = gettext_lazy("Gespräche gehören nicht zu Ihrer Rolle.")
_OFFICERS_ONLY = gettext_lazy("Gespräche führen und belegen die Integrationsbeauftragten der Gemeinde.")
_FOREIGN = gettext_lazy("Dafür ist eine andere Gemeinde zuständig.")


def own_municipalities(actor: Actor) -> frozenset[int]:
    """Record ids of the municipalities whose interviews the actor works on, members of an association included."""
    return reach(actor, LIST, Municipality).ids


RULES = (
    Rule(
        LIST,
        gettext_lazy("Gespräche der eigenen Gemeinde auflisten und suchen"),
        refusal=_NOT_THEIRS,
        foreign=_FOREIGN,
        responsible=_OFFICERS,
    ),
    Rule(
        SEE,
        gettext_lazy("Ein Gespräch sehen"),
        refusal=_NOT_THEIRS,
        foreign=_FOREIGN,
        responsible=_OFFICERS,
    ),
    Rule(
        RECORD,
        gettext_lazy("Gespräche planen, erfassen und ändern"),
        refusal=_OFFICERS_ONLY,
        foreign=_FOREIGN,
        responsible=_OFFICERS,
        operator=True,
        source="KS 3.2",
    ),
    Rule(
        EVIDENCE,
        gettext_lazy("Belege eines Gesprächs ablegen und ansehen"),
        refusal=_OFFICERS_ONLY,
        foreign=_FOREIGN,
        responsible=_OFFICERS,
        source="KS 6",
    ),
)
