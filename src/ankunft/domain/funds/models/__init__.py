"""Sources, plans, what was given and what is planned. Amounts are whole Rappen."""

from .consultation import AskedBody, InputPaper, Stance, Statement
from .money import Assignment, Booking, CostKind, CostRule, Movement, Projection, Refund, Transfer
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
from .reminders import InputReminder
from .reports import FileFormat, ReportComment, ReportKind, ReportState, SemReport, SemReportFile
from .sources import FundingSource, SourceKind
from .terms import PersonRate, RateKind, SourceTerms, Tranche, TrancheKind

__all__ = [
    "ON_ITS_WAY",
    "OPEN_STATES",
    "WITH_DECISION",
    "AskedBody",
    "Assignment",
    "Booking",
    "CostKind",
    "CostRule",
    "FileFormat",
    "FinancialPlan",
    "FundingSource",
    "InputAmount",
    "InputPaper",
    "InputReminder",
    "IntegrationProgramme",
    "MeasureFunding",
    "Movement",
    "PersonRate",
    "PlanVersion",
    "PlannedAmount",
    "PlannedPosition",
    "Position",
    "PositionInput",
    "ProgrammeGoal",
    "ProgrammeMeasure",
    "ProgrammeState",
    "ProgrammeVersion",
    "Projection",
    "RateKind",
    "Refund",
    "ReportComment",
    "ReportKind",
    "ReportState",
    "SemReport",
    "SemReportFile",
    "SourceKind",
    "SourceTerms",
    "Stance",
    "Statement",
    "Tranche",
    "TrancheKind",
    "Transfer",
    "VersionState",
]
