"""Financial plans as pages."""

from .consultation import consultation, statement
from .files import version_excel, version_pdf
from .inputs import (
    input_paper,
    inputs,
    position_as_before,
    position_as_given,
    position_input,
    position_otherwise,
)
from .plans import plan, plan_new, plans, position_groups, position_new, position_structure, version_new
from .versions import comparison, version, version_step

__all__ = [
    "comparison",
    "consultation",
    "input_paper",
    "inputs",
    "plan",
    "plan_new",
    "plans",
    "position_as_before",
    "position_as_given",
    "position_groups",
    "position_input",
    "position_new",
    "position_otherwise",
    "position_structure",
    "statement",
    "version",
    "version_excel",
    "version_new",
    "version_pdf",
    "version_step",
]
