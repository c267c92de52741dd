"""The application with one page more: all kinds of pictures."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from ankunft.config.urls import handler400, handler403, handler404, handler500
from ankunft.config.urls import urlpatterns as all_patterns
from ankunft.foundation.pictures.values import (
    Balance,
    Bars,
    Fan,
    Flow,
    Group,
    Known,
    Mark,
    Marker,
    Movement,
    Node,
    Spread,
    Stream,
    Waterfall,
)
from ankunft.web.shell.pictures import picture

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

M = 1_000_000
LONG = "Durchgehende Fallführung und Potenzialabklärung"
FLOW = Flow(
    "Geldfluss",
    ("Quelle", "Position"),
    (Node("kip2", "KIP 2", 0), Node("kip3", "KIP 3", 0), Node("fall", LONG, 1), Node("r", "Programm R", 1)),
    (Stream("kip2", "fall", 420 * M), Stream("kip3", "fall", 33 * M), Stream("kip2", "r", M // 10)),
)
THREE = Flow(
    "Geldfluss über Vorhaben",
    ("Quelle", "Vorhaben", "Position"),
    (
        Node("kip2", "KIP 2", 0),
        Node("iim", "Integrales Integrationsmodell", 1),
        Node("r", "Programm R", 2),
        Node("fall", LONG, 2),
    ),
    (Stream("kip2", "iim", 453 * M), Stream("iim", "fall", 453 * M), Stream("kip2", "r", 40 * M)),
)
BARS = Bars(
    "Plan, gebucht, hochgerechnet",
    "Position",
    (Group(LONG, 270 * M, 189 * M, 257 * M), Group("Programm R", 30 * M, None, 28 * M)),
)
YEARS = Waterfall(
    "Saldo über die Jahre",
    (
        Balance("Saldo 01.01.2023", 843 * M),
        Movement("Ausgaben 2023", -361 * M),
        Movement("Tranche", 20 * M),
        Movement("Ausgaben 2024", -403 * M),
        Movement("IT-Anwendung", None),
        Movement("Ausgaben 2025", -155 * M),
        Balance("Saldo 31.12.2025", -56 * M),
    ),
)
POSITIONS = Waterfall(
    "Saldo über die Positionen",
    (Balance("Saldo 01.01.2023", 843 * M), Movement(LONG, -80 * M), Balance("Saldo 31.12.2023", 763 * M)),
)
FAN = Fan(
    "Saldo KIP 2",
    (
        Spread(date(2025, 3, 31), 20 * M, 46 * M, 60 * M, 74 * M, 100 * M),
        Spread(date(2025, 12, 31), -124 * M, -80 * M, -56 * M, -32 * M, 12 * M),
    ),
    (Known(date(2023, 12, 31), 482 * M), Known(date(2024, 12, 31), 99 * M)),
    (Marker(date(2025, 12, 31), "Rückzahlungsfrist"), Marker(date(2025, 8, 17), "Mittel aufgebraucht", Mark.RUNS_DRY)),
)
PICTURES = {"flow": FLOW, "three": THREE, "bars": BARS, "years": YEARS, "positions": POSITIONS, "fan": FAN}
PAGE = """{% extends "shell/base.html" %}{% block title %}Bilder{% endblock %}{% block content %}
{% for picture in pictures %}{% card picture.title %}
{% include "shell/components/picture.html" %}{% endcard %}{% endfor %}
{% endblock %}"""


def gallery(request: HttpRequest) -> HttpResponse:
    pictures = [picture(name, values) for name, values in PICTURES.items()]
    return HttpResponse(engines["django"].from_string(PAGE).render({"pictures": pictures}, request))


urlpatterns = [*all_patterns, path("bilder/", gallery)]
