"""Pages of questionnaires: one of them with its sections and steps, and the evaluation over all municipalities."""

from .evaluation import evaluation, evaluation_excel
from .sections import section_autosave, section_page
from .sheet import sheet_page, sheet_paper
from .steps import sheet_step

__all__ = [
    "evaluation",
    "evaluation_excel",
    "section_autosave",
    "section_page",
    "sheet_page",
    "sheet_paper",
    "sheet_step",
]
