"""What people do in the settlement."""

from .bookings import booking_rule_add
from .credits import (
    credit_confirm,
    credit_propose,
    credit_withdraw,
    year_end_confirm,
    year_end_propose,
    year_end_withdraw,
)
from .invoice_cancellations import (
    invoice_cancel_confirm,
    invoice_cancel_propose,
    invoice_cancel_withdraw,
    invoice_reinstate,
)
from .invoice_reminders import invoice_remind, reminder_terms_set
from .payer import payer_confirm, payer_propose, payer_withdraw
from .payments import papers_make
from .reclaims import (
    reclaim_contest,
    reclaim_decide,
    reclaim_dismiss,
    reclaim_finalise,
    reclaim_lift,
    reclaim_lower,
    reclaim_propose,
    reclaim_uphold,
    reclaim_withdraw,
)
from .refusals import (
    refusal_contest,
    refusal_decide,
    refusal_dismiss,
    refusal_finalise,
    refusal_lift,
    refusal_propose,
    refusal_uphold,
    refusal_withdraw,
)
from .rejections import payment_reject, payment_reject_undo
from .returns import return_confirm, return_propose, return_resume, return_withdraw
from .runs import run_approve, run_calculate, run_check, run_release, run_send_back

__all__ = [
    "booking_rule_add",
    "credit_confirm",
    "credit_propose",
    "credit_withdraw",
    "invoice_cancel_confirm",
    "invoice_cancel_propose",
    "invoice_cancel_withdraw",
    "invoice_reinstate",
    "invoice_remind",
    "papers_make",
    "payer_confirm",
    "payer_propose",
    "payer_withdraw",
    "payment_reject",
    "payment_reject_undo",
    "reclaim_contest",
    "reclaim_decide",
    "reclaim_dismiss",
    "reclaim_finalise",
    "reclaim_lift",
    "reclaim_lower",
    "reclaim_propose",
    "reclaim_uphold",
    "reclaim_withdraw",
    "refusal_contest",
    "refusal_decide",
    "refusal_dismiss",
    "refusal_finalise",
    "refusal_lift",
    "refusal_propose",
    "refusal_uphold",
    "refusal_withdraw",
    "reminder_terms_set",
    "return_confirm",
    "return_propose",
    "return_resume",
    "return_withdraw",
    "run_approve",
    "run_calculate",
    "run_check",
    "run_release",
    "run_send_back",
    "year_end_confirm",
    "year_end_propose",
    "year_end_withdraw",
]
