"""Sources, plans, what was given and what is planned. Amounts are whole Rappen."""

from .plans import (
    OPEN_STATES,
    WITH_DECISION,
    FinancialPlan,
    InputAmount,
    PlannedAmount,
    PlannedPosition,
    PlanVersion,
    Position,
    PositionInput,
    VersionState,
)
from .sources import FundingSource, SourceKind

__all__ = [
    "OPEN_STATES",
    "WITH_DECISION",
    "FinancialPlan",
    "FundingSource",
    "InputAmount",
    "PlanVersion",
    "PlannedAmount",
    "PlannedPosition",
    "Position",
    "PositionInput",
    "SourceKind",
    "VersionState",
]
