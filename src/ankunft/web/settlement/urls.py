"""Addresses of the settlement."""

from django.urls import path, register_converter

from . import views
from .converters import InvoiceNumber, PaymentMonth, RulingKind

register_converter(InvoiceNumber, "invoice_number")
register_converter(PaymentMonth, "payment_month")
register_converter(RulingKind, "ruling_kind")

urlpatterns = [
    path("laeufe/", views.run_list, name="runs"),
    path("laeufe/berechnen/", views.run_start, name="run-start"),
    path("laeufe/<payment_month:month>/", views.run_page, name="run"),
    path("laeufe/<payment_month:month>/excel/", views.run_excel, name="run-excel"),
    path("laeufe/<payment_month:month>/zahlungen/", views.payments, name="run-payments"),
    path("laeufe/<payment_month:month>/zahlungen/datei/", views.payment_file, name="run-payment-file"),
    path(
        "laeufe/<payment_month:month>/zahlungen/datei/<int:file_number>/", views.payment_file, name="run-payment-file"
    ),
    path("laeufe/<payment_month:month>/zahlungen/erstellen/", views.payment_file_start, name="run-payment-file-start"),
    path("laeufe/konto/", views.payer, name="payer"),
    path("laeufe/konto/neu/", views.payer_new, name="payer-new"),
    path("laeufe/konto/<int:account>/<slug:step>/", views.payer_step, name="payer-step"),
    path("laeufe/<payment_month:month>/abrechnung.json", views.statement, name="run-statement"),
    path("laeufe/<payment_month:month>/buchungen.csv", views.bookings_csv, name="run-bookings-csv"),
    path("laeufe/<payment_month:month>/buchungen.xlsx", views.bookings_excel, name="run-bookings-excel"),
    path("laeufe/kontierung/", views.booking_rules, name="booking-rules"),
    path("laeufe/kontierung/ohne-lauf/<int:year>.csv", views.order_bookings_csv, name="order-bookings-csv"),
    path("laeufe/kontierung/ohne-lauf/<int:year>.xlsx", views.order_bookings_excel, name="order-bookings-excel"),
    path("laeufe/kontierung/neu/", views.booking_rule_new, name="booking-rule-new"),
    path("laeufe/kredite/", views.credits, name="credits"),
    path("laeufe/kredite/neu/", views.credit_new, name="credit-new"),
    path("laeufe/kredite/<int:credit>/<slug:step>/", views.credit_step, name="credit-step"),
    path("laeufe/jahre/<int:year>/", views.year_page, name="credit-year"),
    path("laeufe/jahre/<int:year>/abschliessen/", views.year_end_new, name="year-end-new"),
    path("laeufe/jahre/abschluss/<int:end>/<slug:step>/", views.year_end_step, name="year-end-step"),
    path("laeufe/<payment_month:month>/<slug:step>/", views.run_step, name="run-step"),
    path("rechnungen/", views.invoices, name="invoices"),
    path("rechnungen/fristen/", views.reminder_terms, name="reminder-terms"),
    path("rechnungen/fristen/neu/", views.reminder_terms_new, name="reminder-terms-new"),
    path("rechnungen/stornierungen/<int:cancellation>/<slug:step>/", views.cancellation_step, name="cancellation-step"),
    path("rechnungen/<invoice_number:invoice>/", views.invoice, name="invoice"),
    path("rechnungen/<invoice_number:invoice>/stornieren/", views.invoice_cancel, name="invoice-cancel"),
    path("rechnungen/<invoice_number:invoice>/zuruecknehmen/", views.invoice_reinstate, name="invoice-reinstate"),
    path("entscheide/", views.rulings, name="rulings"),
    path("entscheide/<ruling_kind:kind>/neu/", views.ruling_new, name="ruling-new"),
    path("entscheide/<ruling_kind:kind>/<int:ruling>/", views.ruling, name="ruling"),
    path("entscheide/<ruling_kind:kind>/<int:ruling>/<slug:step>/", views.ruling_step, name="ruling-step"),
    path("beitraege/", views.contribution_page, name="contributions"),
    path("tarife/", views.tariff_page, name="tariffs"),
]
