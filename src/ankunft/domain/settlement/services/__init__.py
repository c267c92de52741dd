"""What people do in the settlement."""

from .payer import payer_confirm, payer_propose, payer_withdraw
from .payments import payment_file_make
from .runs import run_approve, run_calculate, run_check, run_release, run_send_back

__all__ = [
    "payer_confirm",
    "payer_propose",
    "payer_withdraw",
    "payment_file_make",
    "run_approve",
    "run_calculate",
    "run_check",
    "run_release",
    "run_send_back",
]
