"""What people do with projects: apply, sign, assess, decide, agree, pay, report, close."""

from ..values import Planned
from .agreeing import agreement_draft, agreement_open, project_agree
from .assessing import Answer, project_assess, project_find_complete, project_return
from .closing import project_close
from .deciding import project_grant, project_reject
from .handing_in import (
    nobody_signs_report,
    report_decline,
    report_offer,
    report_return,
    report_sign,
    report_take_back,
)
from .paying import instalment_propose, instalment_release, instalment_send_back
from .reporting import report_file_add, report_file_open, report_file_remove, report_write
from .signing import nobody_signs, project_abandon, project_decline, project_offer, project_sign, project_take_back
from .writing import project_open, project_write

__all__ = [
    "Answer",
    "Planned",
    "agreement_draft",
    "agreement_open",
    "instalment_propose",
    "instalment_release",
    "instalment_send_back",
    "nobody_signs",
    "nobody_signs_report",
    "project_abandon",
    "project_agree",
    "project_assess",
    "project_close",
    "project_decline",
    "project_find_complete",
    "project_grant",
    "project_offer",
    "project_open",
    "project_reject",
    "project_return",
    "project_sign",
    "project_take_back",
    "project_write",
    "report_decline",
    "report_file_add",
    "report_file_open",
    "report_file_remove",
    "report_offer",
    "report_return",
    "report_sign",
    "report_take_back",
    "report_write",
]
