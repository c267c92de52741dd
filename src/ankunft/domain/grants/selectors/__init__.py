"""What people see of projects and of the credit for them."""

from ..values import budget_of
from .credit import commitments, credit_standing, granted_for, incomes, paid_of
from .projects import (
    agreement_of,
    assessments_for,
    checked,
    instalments_of,
    instalments_waiting,
    lines_of,
    project_budget,
    projects_for,
    projects_listed,
    waiting_for,
)
from .reports import (
    closing_of,
    planned_costs,
    report_begun,
    report_checked,
    report_due_on,
    report_files,
    report_lines,
    report_of,
    reports_to_begin,
    reports_waiting,
    would_close,
)

__all__ = [
    "agreement_of",
    "assessments_for",
    "budget_of",
    "checked",
    "closing_of",
    "commitments",
    "credit_standing",
    "granted_for",
    "incomes",
    "instalments_of",
    "instalments_waiting",
    "lines_of",
    "paid_of",
    "planned_costs",
    "project_budget",
    "projects_for",
    "projects_listed",
    "report_begun",
    "report_checked",
    "report_due_on",
    "report_files",
    "report_lines",
    "report_of",
    "reports_to_begin",
    "reports_waiting",
    "waiting_for",
    "would_close",
]
