"""Addresses of letters."""

from django.urls import path, register_converter

from . import views
from .converters import Occasion

register_converter(Occasion, "letter_occasion")

urlpatterns = [
    path("briefe/", views.overview, name="letters"),
    path("briefe/eigene/", views.own, name="own-letters"),
    path("briefe/absender/", views.letterheads, name="letterheads"),
    path("briefe/absender/neu/", views.letterhead_new, name="letterhead-new"),
    path("briefe/brief/<slug:letter>/", views.letter_page, name="letter"),
    path("briefe/brief/<slug:letter>/pdf/", views.letter_pdf, name="letter-pdf"),
    path("briefe/brief/<slug:letter>/senden/", views.letter_send, name="letter-send"),
    path("briefe/brief/<slug:letter>/ersetzen/", views.letter_anew, name="letter-anew"),
    path("briefe/sendung/<int:delivery>/nochmals/", views.delivery_again, name="delivery-again"),
    path("rechnungen/erinnern/", views.invoices_remind, name="invoices-remind"),
    path("briefe/<letter_occasion:occasion>/", views.occasion, name="letters-of"),
    path("briefe/<letter_occasion:occasion>/erstellen/", views.letters_start, name="letters-start"),
    path("briefe/<letter_occasion:occasion>/drucken/", views.letters_zip, name="letters-zip"),
    path("briefe/<letter_occasion:occasion>/gedruckt/", views.letters_printed, name="letters-printed"),
]
