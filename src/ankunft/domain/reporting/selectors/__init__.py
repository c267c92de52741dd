"""What people see of reports (`reports.py`) and of self-declarations (`declarations.py`)."""

from .declarations import (
    DeclarationStanding,
    declaration_history,
    declarations_outstanding,
    declarations_overview,
    first_year,
    latest_declaration,
    lead_of,
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
    standings_of,
    subject_of,
    versions_of,
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
    "figures_of",
    "first_period",
    "first_year",
    "history_of",
    "latest_declaration",
    "lead_of",
    "municipalities_of",
    "outstanding",
    "overview",
    "standings_of",
    "subject_of",
    "versions_of",
]
