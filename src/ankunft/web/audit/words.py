"""What recorded values are called, and how they are shown."""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.web.shell.templatetags.ankunft import NOTHING, day

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ROOMS = {
    "territory": gettext_lazy("Gemeinden"),
    "reporting": gettext_lazy("Berichte"),
    "settlement": gettext_lazy("Zahlungsläufe"),
    "supervision": gettext_lazy("Aufsicht"),
    "access": gettext_lazy("Konten und Rollen"),
    "audit": gettext_lazy("Spur und Leseprotokoll"),
    "retention": gettext_lazy("Aufbewahrung"),
}
"""What people call the rooms of which the trail is shown (`oversight.ROOMS`)."""
LABELS = {
    "account": gettext_lazy("Konto"),
    "approved_by": gettext_lazy("genehmigt von"),
    "before": gettext_lazy("vor dem"),
    "bfs_number": gettext_lazy("BFS-Nummer"),
    "count": gettext_lazy("Anzahl"),
    "digest": gettext_lazy("Prüfsumme"),
    "email": gettext_lazy("E-Mail-Adresse"),
    "entitled": gettext_lazy("beitragsberechtigt"),
    "findings": gettext_lazy("Befunde"),
    "first_information_interpreters": gettext_lazy("Erstgespräche mit Dolmetschen"),
    "first_information_interviews": gettext_lazy("Erstgespräche"),
    "foreign_residents": gettext_lazy("ausländische Wohnbevölkerung"),
    "function": gettext_lazy("Funktion"),
    "holder": gettext_lazy("lautend auf"),
    "iban": gettext_lazy("IBAN"),
    "integration_interpreters": gettext_lazy("Integrationsgespräche mit Dolmetschen"),
    "integration_interviews": gettext_lazy("Integrationsgespräche"),
    "kind": gettext_lazy("Art"),
    "lead": gettext_lazy("Leitgemeinde"),
    "name": gettext_lazy("Name"),
    "number": gettext_lazy("Nummer"),
    "officer_named": gettext_lazy("Integrationsbeauftragte/r bezeichnet"),
    "organisation": gettext_lazy("Organisation"),
    "phone": gettext_lazy("Telefon"),
    "reads_number": gettext_lazy("Block des Leseprotokolls"),
    "reads_digest": gettext_lazy("Prüfsumme des Leseprotokolls"),
    "reason": gettext_lazy("Begründung"),
    "role": gettext_lazy("Rolle"),
    "series": gettext_lazy("Datenreihe"),
    "source": gettext_lazy("Quelle"),
    "state": gettext_lazy("Zustand"),
    "submitted_on": gettext_lazy("eingereicht am"),
    "tasks_organised": gettext_lazy("Aufgaben geregelt"),
    "total": gettext_lazy("Total"),
    "valid_from": gettext_lazy("gültig ab"),
    "valid_until": gettext_lazy("gültig bis"),
}


def label_of(name: str) -> str:
    """What people call a recorded value; its own name where it has no other."""
    return str(LABELS.get(name) or name.replace("_", " "))


def shown(value: Any) -> str:
    """A recorded value as people read it."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, str):
        return day(value) if ISO_DAY.fullmatch(value) else value
    if isinstance(value, list):
        return ", ".join(shown(each) for each in value) or NOTHING
    if isinstance(value, dict):
        return "; ".join(f"{label_of(name)}: {shown(each)}" for name, each in value.items()) or NOTHING
    return json.dumps(value, ensure_ascii=False)
