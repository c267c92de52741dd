"""Addresses of those who arrived."""

from django.urls import path, register_converter

from .converters import ArrivalConverter
from .views import arrivals, family

register_converter(ArrivalConverter, "arrival")

urlpatterns = [
    path("zuzuege/", arrivals.arrival_list, name="arrivals"),
    path("zuzuege/neu/", family.arrival_new, name="arrival-new"),
    path("zuzuege/verzicht/", arrivals.arrivals_waive, name="arrivals-waive"),
    path("zuzuege/<arrival:arrival>/", arrivals.arrival_page, name="arrival"),
    path("zuzuege/<arrival:arrival>/verzicht/", arrivals.arrival_waive, name="arrival-waive"),
    path("zuzuege/<arrival:arrival>/aendern/", arrivals.arrival_change, name="arrival-change"),
    path("zuzuege/<arrival:arrival>/widerrufen/", arrivals.arrival_recall, name="arrival-recall"),
    path("zuzuege/<arrival:arrival>/rueckgaengig/", arrivals.arrival_undo, name="arrival-undo"),
]
