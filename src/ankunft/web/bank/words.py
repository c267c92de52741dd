"""How states look, and how things of the bank are called in addresses."""

from __future__ import annotations

from collections.abc import Callable

from ankunft.domain.bank import services, states
from ankunft.domain.bank.models import EntryState
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
