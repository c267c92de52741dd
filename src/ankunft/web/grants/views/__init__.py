"""Project grants as pages."""

from .credit import credit
from .instalments import instalment, instalment_file, instalment_step, project_agree, project_agreement
from .projects import project, project_assess, project_new, project_step, project_write, projects
from .reports import (
    project_report,
    project_report_file,
    project_report_file_new,
    project_report_file_remove,
    project_report_step,
    project_report_write,
)
from .submissions import project_report_submission, project_submission

__all__ = [
    "credit",
    "instalment",
    "instalment_file",
    "instalment_step",
    "project",
    "project_agree",
    "project_agreement",
    "project_assess",
    "project_new",
    "project_report",
    "project_report_file",
    "project_report_file_new",
    "project_report_file_remove",
    "project_report_step",
    "project_report_submission",
    "project_report_write",
    "project_step",
    "project_submission",
    "project_write",
    "projects",
]
