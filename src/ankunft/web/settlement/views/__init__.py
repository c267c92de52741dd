"""The settlement as pages."""

from .payments import payer, payer_new, payer_step, payment_file, payment_file_start, payments
from .rulings import ruling, ruling_new, ruling_step, rulings
from .runs import contribution_page, run_excel, run_list, run_page, run_start, run_step, tariff_page

__all__ = [
    "contribution_page",
    "payer",
    "payer_new",
    "payer_step",
    "payment_file",
    "payment_file_start",
    "payments",
    "ruling",
    "ruling_new",
    "ruling_step",
    "rulings",
    "run_excel",
    "run_list",
    "run_page",
    "run_start",
    "run_step",
    "tariff_page",
]
