"""The municipalities as pages."""

from .account_changes import account_change, account_change_step, account_changes
from .entry import account, address, contact, finding, membership
from .lists import associations, municipalities, municipality_excel, municipality_table, social_regions
from .portrait import municipality
from .series import population_series, series_choice, series_new

__all__ = [
    "account",
    "account_change",
    "account_change_step",
    "account_changes",
    "address",
    "associations",
    "contact",
    "finding",
    "membership",
    "municipalities",
    "municipality",
    "municipality_excel",
    "municipality_table",
    "population_series",
    "series_choice",
    "series_new",
    "social_regions",
]
