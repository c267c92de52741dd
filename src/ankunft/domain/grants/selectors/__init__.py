"""What people see of projects and of the credit for them."""

from ..values import budget_of
from .credit import commitments, credit_standing, granted_for, incomes
from .projects import (
    agreement_of,
    assessments_for,
    checked,
    instalments_of,
    instalments_waiting,
    lines_of,
    project_budget,
    projects_for,
    waiting_for,
)

__all__ = [
    "agreement_of",
    "assessments_for",
    "budget_of",
    "checked",
    "commitments",
    "credit_standing",
    "granted_for",
    "incomes",
    "instalments_of",
    "instalments_waiting",
    "lines_of",
    "project_budget",
    "projects_for",
    "waiting_for",
]
