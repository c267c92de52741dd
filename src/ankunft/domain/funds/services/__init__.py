"""What people do with plans: begin, give figures, put together, ask, decide."""

from ..bookable import Cost
from .assigning import assignment_set
from .booking import booking_record, booking_reverse
from .consolidating import (
    position_plan,
    position_plan_as_before,
    position_plan_take_back,
    version_consolidate,
    version_reopen,
)
from .consulting import statement_give, statement_give_for, version_close_consultation, version_consult
from .costs import cost_rule_set, costs_take_over, costs_take_over_nightly
from .deciding import version_adopt
from .inputs import input_give, input_give_for, input_paper_open
from .planning import plan_begin, position_add, structure_name
from .programme_writing import goal_remove, goal_write, measure_remove, measure_write
from .programmes import (
    programme_agree,
    programme_begin,
    programme_close,
    programme_submit,
    programme_withdraw,
    programmes_ensure,
    version_begin,
)
from .projecting import new_seed, projection_require, projection_run
from .refunds import refund_confirm, refund_propose, refund_return, refund_withdraw
from .reminding import input_reminders_send
from .reports import (
    areas_begin,
    quarterly_begin,
    report_discard,
    report_sign_off,
    report_submit,
    report_write,
    yearly_begin,
)
from .sources import sources_ensure
from .taking_over import plan_take_over
from .terms import position_groups_set, rate_record, terms_set
from .tranches import NewTranche, tranche_correct, tranche_record
from .transfers import transfer_confirm, transfer_propose, transfer_withdraw
from .versions import version_open, version_withdraw

__all__ = [
    "Cost",
    "NewTranche",
    "areas_begin",
    "assignment_set",
    "booking_record",
    "booking_reverse",
    "cost_rule_set",
    "costs_take_over",
    "costs_take_over_nightly",
    "goal_remove",
    "goal_write",
    "input_give",
    "input_give_for",
    "input_paper_open",
    "input_reminders_send",
    "measure_remove",
    "measure_write",
    "new_seed",
    "plan_begin",
    "plan_take_over",
    "position_add",
    "position_groups_set",
    "position_plan",
    "position_plan_as_before",
    "position_plan_take_back",
    "programme_agree",
    "programme_begin",
    "programme_close",
    "programme_submit",
    "programme_withdraw",
    "programmes_ensure",
    "projection_require",
    "projection_run",
    "quarterly_begin",
    "rate_record",
    "refund_confirm",
    "refund_propose",
    "refund_return",
    "refund_withdraw",
    "report_discard",
    "report_sign_off",
    "report_submit",
    "report_write",
    "sources_ensure",
    "statement_give",
    "statement_give_for",
    "structure_name",
    "terms_set",
    "tranche_correct",
    "tranche_record",
    "transfer_confirm",
    "transfer_propose",
    "transfer_withdraw",
    "version_adopt",
    "version_begin",
    "version_close_consultation",
    "version_consolidate",
    "version_consult",
    "version_open",
    "version_reopen",
    "version_withdraw",
    "yearly_begin",
]
