"""Sources, plans, what was given and what is planned. Amounts are whole Rappen."""

from .consultation import AskedBody, InputPaper, Stance, Statement
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
from .programmes import (
    ON_ITS_WAY,
    IntegrationProgramme,
    MeasureFunding,
    ProgrammeGoal,
    ProgrammeMeasure,
    ProgrammeState,
    ProgrammeVersion,
)
from .sources import FundingSource, SourceKind

__all__ = [
    "ON_ITS_WAY",
    "OPEN_STATES",
    "WITH_DECISION",
    "AskedBody",
    "FinancialPlan",
    "FundingSource",
    "InputAmount",
    "InputPaper",
    "IntegrationProgramme",
    "MeasureFunding",
    "PlanVersion",
    "PlannedAmount",
    "PlannedPosition",
    "Position",
    "PositionInput",
    "ProgrammeGoal",
    "ProgrammeMeasure",
    "ProgrammeState",
    "ProgrammeVersion",
    "SourceKind",
    "Stance",
    "Statement",
    "VersionState",
]
