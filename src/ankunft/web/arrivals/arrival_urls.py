"""Addresses of those who arrived."""

from django.urls import path, register_converter

from .converters import ArrivalConverter
from .views import arrivals, family, register

register_converter(ArrivalConverter, "arrival")

urlpatterns = [
    path("zuzuege/", arrivals.arrival_list, name="arrivals"),
    path("zuzuege/neu/", family.arrival_new, name="arrival-new"),
    path("zuzuege/meldungen/", register.register_page, name="register"),
    path("zuzuege/meldungen/vorlage.xlsx", register.register_template, name="register-template"),
    path("zuzuege/meldungen/<int:delivery>/", register.delivery_page, name="delivery"),
    path("zuzuege/meldungen/<int:delivery>/zurueckgewiesen.xlsx", register.delivery_refusals, name="delivery-refusals"),
    path(
        "zuzuege/meldungen/<int:delivery>/<int:message>/aufnehmen/",
        register.message_nonetheless,
        name="message-nonetheless",
    ),
    path("zuzuege/verzicht/", arrivals.arrivals_waive, name="arrivals-waive"),
    path("zuzuege/<arrival:arrival>/", arrivals.arrival_page, name="arrival"),
    path("zuzuege/<arrival:arrival>/verzicht/", arrivals.arrival_waive, name="arrival-waive"),
    path("zuzuege/<arrival:arrival>/aendern/", arrivals.arrival_change, name="arrival-change"),
    path("zuzuege/<arrival:arrival>/widerrufen/", arrivals.arrival_recall, name="arrival-recall"),
    path("zuzuege/<arrival:arrival>/rueckgaengig/", arrivals.arrival_undo, name="arrival-undo"),
]
