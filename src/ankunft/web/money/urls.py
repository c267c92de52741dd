"""Addresses of sources, bookings, transfers, refunds, and of what a plan looks like in use."""

from django.urls import path

from . import views

SOURCE = "finanzplanung/quellen/<str:source>/"
PLAN = "<str:plan>/<int:edition>/"

urlpatterns = [
    path("finanzplanung/quellen/", views.sources, name="funding-sources"),
    path("finanzplanung/quellen/ansaetze/", views.rates, name="person-rates"),
    path("finanzplanung/quellen/ansaetze/neu/", views.rate_new, name="person-rate-new"),
    path("finanzplanung/quellen/eigenleistung/", views.matching, name="matching"),
    path(SOURCE, views.source, name="funding-source"),
    path(f"{SOURCE}bedingungen/", views.terms_new, name="source-terms-new"),
    path(f"{SOURCE}tranchen/neu/", views.tranche_new, name="tranche-new"),
    path(f"{SOURCE}tranchen/<int:tranche>/berichtigen/", views.tranche_correct, name="tranche-correct"),
    path("finanzplanung/buchungen/", views.bookings, name="bookings"),
    path("finanzplanung/buchungen/neu/", views.booking_new, name="booking-new"),
    path("finanzplanung/buchungen/uebernahme/", views.costs, name="costs"),
    path("finanzplanung/buchungen/uebernahme/jetzt/", views.costs_take_over, name="costs-take-over"),
    path("finanzplanung/buchungen/uebernahme/regel/", views.cost_rule_new, name="cost-rule-new"),
    path("finanzplanung/buchungen/<int:booking>/", views.booking, name="booking"),
    path("finanzplanung/buchungen/<int:booking>/zurueckbuchen/", views.booking_reverse, name="booking-reverse"),
    path("finanzplanung/umbuchungen/", views.transfers, name="transfers"),
    path("finanzplanung/umbuchungen/neu/", views.transfer_new, name="transfer-new"),
    path("finanzplanung/umbuchungen/<int:transfer>/", views.transfer, name="transfer"),
    path("finanzplanung/umbuchungen/<int:transfer>/<slug:step>/", views.transfer_step, name="transfer-step"),
    path(f"{SOURCE}rueckerstatten/", views.refund_new, name="refund-new"),
    path("finanzplanung/rueckerstattungen/", views.refunds, name="refunds"),
    path("finanzplanung/rueckerstattungen/<int:refund>/", views.refund, name="refund"),
    path("finanzplanung/rueckerstattungen/<int:refund>/rueckzahlung/", views.refund_return, name="refund-return"),
    path("finanzplanung/rueckerstattungen/<int:refund>/<slug:step>/", views.refund_step, name="refund-step"),
    path(f"finanzplanung/stand/{PLAN}", views.monitor, name="plan-monitor"),
    path(f"finanzplanung/hochrechnung/{PLAN}", views.projection, name="plan-projection"),
    path(f"finanzplanung/hochrechnung/{PLAN}rechnen/", views.projection_run, name="plan-projection-run"),
    path(f"finanzplanung/hochrechnung/{PLAN}<int:projection>/", views.projection, name="plan-projection-kept"),
    path(f"finanzplanung/deckung/{PLAN}", views.coverage, name="plan-coverage"),
    path(f"finanzplanung/deckung/{PLAN}zuweisen/", views.assignment_new, name="plan-assign"),
    path(f"finanzplanung/deckung/{PLAN}zuweisen/<int:assignment>/", views.assignment_drop, name="plan-assign-drop"),
]
