"""Projects of municipalities for which they ask the canton for money, what was assessed, agreed and paid of them."""

from .agreements import Agreement, Instalment, InstalmentState
from .assessments import Assessment, Recommendation
from .projects import BudgetLine, Project, ProjectState, Side

__all__ = [
    "Agreement",
    "Assessment",
    "BudgetLine",
    "Instalment",
    "InstalmentState",
    "Project",
    "ProjectState",
    "Recommendation",
    "Side",
]
