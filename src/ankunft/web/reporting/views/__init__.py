"""Reports, self-declarations and files as pages."""

from .declarations import declaration_list, declaration_page
from .files import import_page, import_template
from .lists import outstanding_excel, outstanding_list, remind, report_list, report_list_excel
from .report import interviews_behind, report_page, report_step

__all__ = [
    "declaration_list",
    "declaration_page",
    "import_page",
    "import_template",
    "interviews_behind",
    "outstanding_excel",
    "outstanding_list",
    "remind",
    "report_list",
    "report_list_excel",
    "report_page",
    "report_step",
]
