"""Permits, languages, addresses and relations as one line of text, for pages, history and what is handed out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .families import kind_label
from .languages import language_name
from .models import Level
from .permits import permit_name
from .values import HouseholdEntry, LanguageEntry, PermitEntry


def permit_text(entry: PermitEntry) -> str:
    """Such as `B, Aufenthalt, ab 01.03.2024 bis 28.02.2025`."""
    text = _("%(permit)s, ab %(day)s") % {"permit": permit_name(entry.category), "day": _day(entry.valid_from)}
    if entry.valid_until:
        text = _("%(permit)s bis %(day)s") % {"permit": text, "day": _day(entry.valid_until)}
    if entry.entered_on:
        text = _("%(permit)s, eingereist am %(day)s") % {"permit": text, "day": _day(entry.entered_on)}
    return text


def level_text(level: str) -> str:
    """A level as people say it; a dash where nobody has looked."""
    return str(Level(level).label) if level else "–"


def language_text(entry: LanguageEntry) -> str:
    """Such as `Deutsch, mündlich A2, schriftlich A1 (Stand 01.11.2026)`."""
    return _("%(language)s, mündlich %(oral)s, schriftlich %(written)s (Stand %(day)s)") % {
        "language": language_name(entry.language),
        "oral": level_text(entry.oral),
        "written": level_text(entry.written),
        "day": _day(entry.as_of),
    }


def address_text(entry: HouseholdEntry) -> str:
    """Such as `Hauptstrasse 1, 4600 Olten`."""
    street = f"{entry.street} {entry.house_number}".strip()
    town = f"{entry.postcode} {entry.town}".strip()
    return ", ".join(filter(None, (street, town)))


def kept_text(name: str, content: dict[str, Any]) -> str:
    """What a change kept of a permit, a language, an address or a relation."""
    days = {field: date.fromisoformat(value) for field, value in content.items() if value and field in _DAYS}
    values = {**content, **days}
    if name == "permit":
        return permit_text(PermitEntry(**values))
    if name == "spoken":
        return language_text(LanguageEntry(**values))
    if name == "household":
        return address_text(HouseholdEntry(**values))
    return f"{kind_label(values['kind'])}: {values['other'] or '–'}"


_DAYS = frozenset({"valid_from", "valid_until", "entered_on", "as_of"})


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
