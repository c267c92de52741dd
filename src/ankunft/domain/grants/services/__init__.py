"""What people do with projects: apply, sign, assess, decide, agree, pay."""

from .agreeing import Planned, agreement_open, project_agree
from .assessing import Answer, project_assess, project_find_complete, project_return
from .deciding import project_grant, project_reject
from .paying import instalment_propose, instalment_release, instalment_send_back
from .signing import nobody_signs, project_abandon, project_decline, project_offer, project_sign, project_take_back
from .writing import project_open, project_write

__all__ = [
    "Answer",
    "Planned",
    "agreement_open",
    "instalment_propose",
    "instalment_release",
    "instalment_send_back",
    "nobody_signs",
    "project_abandon",
    "project_agree",
    "project_assess",
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
]
