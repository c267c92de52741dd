"""Reports on the use of money and the integration programme as pages."""

from .beginning import areas_new, quarterly_new, yearly_new
from .programme_writing import goal_new, goal_remove, goal_write, measure_new, measure_remove, measure_write
from .programmes import programme, programme_new, programme_step, programmes, version_new
from .reports import report, report_file, report_sign_off, report_step, report_write, reports

__all__ = [
    "areas_new",
    "goal_new",
    "goal_remove",
    "goal_write",
    "measure_new",
    "measure_remove",
    "measure_write",
    "programme",
    "programme_new",
    "programme_step",
    "programmes",
    "quarterly_new",
    "report",
    "report_file",
    "report_sign_off",
    "report_step",
    "report_write",
    "reports",
    "version_new",
    "yearly_new",
]
