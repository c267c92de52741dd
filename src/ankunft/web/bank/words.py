"""How states look, and how things of the bank are called in addresses."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ankunft.domain.bank import services, states
from ankunft.domain.bank.models import EntryState, WordState
from ankunft.domain.settlement import outcome_states
from ankunft.domain.settlement import services as settlement

ENTRY_KINDS = {
    EntryState.UNMATCHED: "warning",
    EntryState.PARTLY: "warning",
    EntryState.MATCHED: "ok",
    EntryState.ASIDE: "neutral",
}
ENTRY_STEPS = {
    "zuordnen": states.MATCH,
    "ablegen": states.SET_ASIDE,
    "aufnehmen": states.RESUME,
    "zuruecknehmen": states.UNDO,
}
ENTRY_SERVICES: dict[str, Callable[..., None]] = {
    states.MATCH: services.entry_match,
    states.SET_ASIDE: services.entry_set_aside,
    states.RESUME: services.entry_resume,
    states.UNDO: services.entry_undo,
}
WORD_KINDS = {
    WordState.NOTED: "ok",
    WordState.REJECTED: "bad",
    WordState.WAITING: "warning",
    WordState.ASIDE: "neutral",
}
WORD_STEPS = {
    "zurueckweisen": states.REJECT,
    "ablegen": states.SET_ASIDE,
    "aufnehmen": states.RESUME,
    "zuruecknehmen": states.UNDO,
}
WORD_SERVICES: dict[str, Callable[..., None]] = {
    states.REJECT: services.word_reject,
    states.SET_ASIDE: services.word_set_aside,
    states.RESUME: services.word_resume,
    states.UNDO: services.word_undo,
}
STATUS_WORDS: dict[str, Promise] = {
    "RJCT": gettext_lazy("zurückgewiesen"),
    "PART": gettext_lazy("zum Teil angenommen"),
    "RCVD": gettext_lazy("erhalten"),
    "PDNG": gettext_lazy("in Bearbeitung"),
    "ACTC": gettext_lazy("formal geprüft"),
    "ACCP": gettext_lazy("angenommen"),
    "ACFC": gettext_lazy("angenommen, Deckung geprüft"),
    "ACWC": gettext_lazy("mit Änderung angenommen"),
    "ACWP": gettext_lazy("angenommen, noch nicht gutgeschrieben"),
    "ACSP": gettext_lazy("in Ausführung"),
    "ACSC": gettext_lazy("ausgeführt"),
    "ACCC": gettext_lazy("gutgeschrieben"),
}


def status_words(status: str) -> str:
    """`ACCP: angenommen`; a status that is not in the table stands for itself."""
    words = STATUS_WORDS.get(status)
    return f"{status}: {words}" if words else status


RETURN_STEPS = {
    "bestaetigen": outcome_states.CONFIRM,
    "zurueckziehen": outcome_states.WITHDRAW,
    "aufnehmen": outcome_states.RESUME,
}
RETURN_SERVICES: dict[str, Callable[..., None]] = {
    outcome_states.CONFIRM: settlement.return_confirm,
    outcome_states.WITHDRAW: settlement.return_withdraw,
    outcome_states.RESUME: settlement.return_resume,
}
