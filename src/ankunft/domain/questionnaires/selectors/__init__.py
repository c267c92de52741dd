"""What people see of single sheets (`sheets.py`), and of all answers together (`evaluation.py`)."""

from .evaluation import Among, Evaluation, Text, Voice, evaluation_of, size_of
from .sheets import (
    Filled,
    SectionProgress,
    can_be_discarded,
    filled,
    handed_in_for,
    history_of,
    latest_sheet,
    open_sheets,
    progress_of,
    questionnaire_of_sheet,
    sheet_versions,
)

__all__ = [
    "Among",
    "Evaluation",
    "Filled",
    "SectionProgress",
    "Text",
    "Voice",
    "can_be_discarded",
    "evaluation_of",
    "filled",
    "handed_in_for",
    "history_of",
    "latest_sheet",
    "open_sheets",
    "progress_of",
    "questionnaire_of_sheet",
    "sheet_versions",
    "size_of",
]
