"""What can be wrong with an entry: one function, one file, one kind of entry. All return every fault found."""

from .account import account_faults, account_value_faults
from .address import address_faults, address_value_faults
from .contact import contact_faults
from .membership import Span, Spans, membership_faults, spans_of
from .municipality import municipality_faults
from .population import later_boundaries, population_faults

__all__ = [
    "Span",
    "Spans",
    "account_faults",
    "account_value_faults",
    "address_faults",
    "address_value_faults",
    "contact_faults",
    "later_boundaries",
    "membership_faults",
    "municipality_faults",
    "population_faults",
    "spans_of",
]
