"""What people see of the territory. Calculations read plain values from `territory.readings` instead."""

from .account_changes import (
    account_changes,
    account_changes_refused,
    account_changes_to_confirm,
    last_account_change,
)
from .figures import Residents, Stand, all_series, choices, counts_of, series_chosen_on, stands
from .overview import Group, Member, Row, associations_on, overview, regions_on
from .portrait import (
    Belonged,
    Point,
    account_on,
    address_on,
    contacts_on,
    events_of,
    findings_of,
    memberships_over_time,
    population_over_time,
)
from .register import (
    acting_for,
    entrusted_to,
    existing_on,
    lead_of_each,
    municipality_by_bfs,
    own_municipalities,
    owned_by,
    register_entries,
)

__all__ = [
    "Belonged",
    "Group",
    "Member",
    "Point",
    "Residents",
    "Row",
    "Stand",
    "account_changes",
    "account_changes_refused",
    "account_changes_to_confirm",
    "account_on",
    "acting_for",
    "address_on",
    "all_series",
    "associations_on",
    "choices",
    "contacts_on",
    "counts_of",
    "entrusted_to",
    "events_of",
    "existing_on",
    "findings_of",
    "last_account_change",
    "lead_of_each",
    "memberships_over_time",
    "municipality_by_bfs",
    "overview",
    "own_municipalities",
    "owned_by",
    "population_over_time",
    "regions_on",
    "register_entries",
    "series_chosen_on",
    "stands",
]
