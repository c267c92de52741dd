"""What people see of the territory. Calculations read plain values from `territory.readings` instead."""

from .figures import series_chosen_on
from .register import (
    association_history,
    existing_on,
    lead_of_each,
    may_see_contacts,
    municipality_by_bfs,
    own_municipalities,
    register_entries,
    responsible_for,
    visible_to,
)

__all__ = [
    "association_history",
    "existing_on",
    "lead_of_each",
    "may_see_contacts",
    "municipality_by_bfs",
    "own_municipalities",
    "register_entries",
    "responsible_for",
    "series_chosen_on",
    "visible_to",
]
