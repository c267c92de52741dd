"""Reports and self-declarations from files: CSV or XLSX, all or nothing, the same file twice changes nothing."""

from .declarations import DECLARATION_COLUMNS, import_declarations
from .reports import REPORT_COLUMNS, import_reports

__all__ = ["DECLARATION_COLUMNS", "REPORT_COLUMNS", "import_declarations", "import_reports"]
