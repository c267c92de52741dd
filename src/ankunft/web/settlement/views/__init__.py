"""The settlement as pages."""

from .bookings import (
    booking_rule_new,
    booking_rules,
    bookings_csv,
    bookings_excel,
    order_bookings_csv,
    order_bookings_excel,
)
from .credits import credit_new, credit_step, credits, year_end_new, year_end_step, year_page
from .invoices import (
    cancellation_step,
    invoice,
    invoice_cancel,
    invoice_reinstate,
    invoices,
    reminder_terms,
    reminder_terms_new,
)
from .payments import payer, payer_new, payer_step, payment_file, payment_file_start, payments, statement
from .rulings import ruling, ruling_new, ruling_step, rulings
from .runs import contribution_page, run_excel, run_list, run_page, run_start, run_step, tariff_page

__all__ = [
    "booking_rule_new",
    "booking_rules",
    "bookings_csv",
    "bookings_excel",
    "cancellation_step",
    "contribution_page",
    "credit_new",
    "credit_step",
    "credits",
    "invoice",
    "invoice_cancel",
    "invoice_reinstate",
    "invoices",
    "order_bookings_csv",
    "order_bookings_excel",
    "payer",
    "payer_new",
    "payer_step",
    "payment_file",
    "payment_file_start",
    "payments",
    "reminder_terms",
    "reminder_terms_new",
    "ruling",
    "ruling_new",
    "ruling_step",
    "rulings",
    "run_excel",
    "run_list",
    "run_page",
    "run_start",
    "run_step",
    "statement",
    "tariff_page",
    "year_end_new",
    "year_end_step",
    "year_page",
]
