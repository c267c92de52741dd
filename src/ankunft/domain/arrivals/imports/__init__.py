"""Arrivals from files: messages of registers of residents, or tables."""

from .arrivals import DeliveryResult, import_arrivals
from .tables import ARRIVAL_COLUMNS, table_messages

__all__ = ["ARRIVAL_COLUMNS", "DeliveryResult", "import_arrivals", "table_messages"]
