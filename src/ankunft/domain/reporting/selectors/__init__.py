"""What people see of reports (`reports.py`) and of self-declarations (`declarations.py`)."""

from .declarations import (
    DeclarationStanding,
    declaration_history,
    declarations_outstanding,
    declarations_overview,
    declarations_visible_to,
    first_year,
    latest_declaration,
)
from .reports import (
    MISSING,
    OWED,
    Standing,
    awaiting_decision,
    figures_of,
    first_period,
    history_of,
    municipalities_of,
    outstanding,
    overview,
    subject_of,
    versions_of,
    visible_to,
)

__all__ = [
    "MISSING",
    "OWED",
    "DeclarationStanding",
    "Standing",
    "awaiting_decision",
    "declaration_history",
    "declarations_outstanding",
    "declarations_overview",
    "declarations_visible_to",
    "figures_of",
    "first_period",
    "first_year",
    "history_of",
    "latest_declaration",
    "municipalities_of",
    "outstanding",
    "overview",
    "subject_of",
    "versions_of",
    "visible_to",
]
