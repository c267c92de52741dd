"""Addresses of the bank."""

from django.urls import path

from . import views

urlpatterns = [
    path("bank/", views.entries, name="bank"),
    path("bank/einlesen/", views.statement_new, name="bank-statement-new"),
    path("bank/auszuege/", views.statements, name="bank-statements"),
    path("bank/auszuege/<int:statement>/", views.statement, name="bank-statement"),
    path("bank/bewegungen/<int:entry>/", views.entry, name="bank-entry"),
    path("bank/bewegungen/<int:entry>/<slug:step>/", views.entry_step, name="bank-entry-step"),
    path("bank/rueckmeldungen/", views.reports, name="bank-reports"),
    path("bank/rueckmeldungen/<int:report>/", views.report, name="bank-report"),
    path("bank/rueckmeldungen/zahlungen/<int:word>/", views.word, name="bank-word"),
    path("bank/rueckmeldungen/zahlungen/<int:word>/<slug:step>/", views.word_step, name="bank-word-step"),
    path("bank/zurueck/", views.returns, name="bank-returns"),
    path("bank/zurueck/erfassen/", views.rejection_new, name="bank-rejection-new"),
    path("bank/zurueck/<int:returned>/zuruecknehmen/", views.rejection_undo, name="bank-rejection-undo"),
    path("bank/zurueck/<int:returned>/", views.returned_page, name="bank-return"),
    path("bank/zurueck/<int:returned>/vorschlagen/", views.return_new, name="bank-return-new"),
    path("bank/vorschlaege/<int:decision>/<slug:step>/", views.return_step, name="bank-return-step"),
]
