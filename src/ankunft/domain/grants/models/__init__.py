"""Projects of municipalities for which they ask the canton for money, from the application to the closing account."""

from .agreements import Agreement, Instalment, InstalmentState
from .assessments import Assessment, Recommendation
from .closings import ClosingAccount
from .projects import WITH_GRANT, BudgetLine, Project, ProjectState, Side
from .reports import FinalReport, ReportFile, ReportLine, ReportState
from .submissions import Submission, SubmissionKind

__all__ = [
    "WITH_GRANT",
    "Agreement",
    "Assessment",
    "BudgetLine",
    "ClosingAccount",
    "FinalReport",
    "Instalment",
    "InstalmentState",
    "Project",
    "ProjectState",
    "Recommendation",
    "ReportFile",
    "ReportLine",
    "ReportState",
    "Side",
    "Submission",
    "SubmissionKind",
]
