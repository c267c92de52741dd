"""Addresses of the settlement."""

from django.urls import path, register_converter

from . import views
from .converters import PaymentMonth, RulingKind

register_converter(PaymentMonth, "payment_month")
register_converter(RulingKind, "ruling_kind")

urlpatterns = [
    path("laeufe/", views.run_list, name="runs"),
    path("laeufe/berechnen/", views.run_start, name="run-start"),
    path("laeufe/<payment_month:month>/", views.run_page, name="run"),
    path("laeufe/<payment_month:month>/excel/", views.run_excel, name="run-excel"),
    path("laeufe/<payment_month:month>/zahlungen/", views.payments, name="run-payments"),
    path("laeufe/<payment_month:month>/zahlungen/datei/", views.payment_file, name="run-payment-file"),
    path("laeufe/<payment_month:month>/zahlungen/erstellen/", views.payment_file_start, name="run-payment-file-start"),
    path("laeufe/konto/", views.payer, name="payer"),
    path("laeufe/konto/neu/", views.payer_new, name="payer-new"),
    path("laeufe/konto/<int:account>/<slug:step>/", views.payer_step, name="payer-step"),
    path("laeufe/<payment_month:month>/<slug:step>/", views.run_step, name="run-step"),
    path("entscheide/", views.rulings, name="rulings"),
    path("entscheide/<ruling_kind:kind>/neu/", views.ruling_new, name="ruling-new"),
    path("entscheide/<ruling_kind:kind>/<int:ruling>/", views.ruling, name="ruling"),
    path("entscheide/<ruling_kind:kind>/<int:ruling>/<slug:step>/", views.ruling_step, name="ruling-step"),
    path("beitraege/", views.contribution_page, name="contributions"),
    path("tarife/", views.tariff_page, name="tariffs"),
]
