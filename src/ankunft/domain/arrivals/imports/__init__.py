"""Arrivals from files: messages of registers of residents, or tables."""

from ..register.tables import ARRIVAL_COLUMNS, table_messages
from .arrivals import DeliveryResult, import_arrivals

__all__ = ["ARRIVAL_COLUMNS", "DeliveryResult", "import_arrivals", "table_messages"]
