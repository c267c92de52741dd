"""What people see of the settlement."""

from .payments import payer_accounts, payer_of, payer_on, payment_file_for, payment_file_of, payments_of
from .rulings import lines_of_reclaim, reclaims_contested, rulings_for, rulings_waiting
from .runs import (
    last_payment,
    lines_of,
    open_runs,
    paragraph_anchor,
    payees_of,
    run_as_data,
    run_exists,
    run_of,
    run_totals,
    runs_with_counts,
    tariffs,
    withheld_of,
)

__all__ = [
    "last_payment",
    "lines_of",
    "lines_of_reclaim",
    "open_runs",
    "paragraph_anchor",
    "payees_of",
    "payer_accounts",
    "payer_of",
    "payer_on",
    "payment_file_for",
    "payment_file_of",
    "payments_of",
    "reclaims_contested",
    "rulings_for",
    "rulings_waiting",
    "run_as_data",
    "run_exists",
    "run_of",
    "run_totals",
    "runs_with_counts",
    "tariffs",
    "withheld_of",
]
