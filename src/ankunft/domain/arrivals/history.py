"""The history of a person as sentences: events from the trail, with what was changed from the person's own file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from ankunft.foundation.audit.selectors import history
from ankunft.foundation.encryption import decrypt

from . import rules
from .countries import country_name
from .languages import language_name
from .models import InterpreterNeed, Person, PersonChange, Sex
from .services.trail import PERSON
from .wording import kept_text


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened: when, what in a sentence, who, and why (empty where nobody said so)."""

    at: datetime
    summary: str
    actor_label: str
    reason: str = ""


def history_of(person: Person) -> list[Happened]:
    """Everything that happened to a person, the latest first: what was changed stands instead of the plain event."""
    changes = [_of_change(change) for change in PersonChange.objects.filter(person=person)]
    known = {(one.at.replace(microsecond=0), one.actor_label) for one in changes}
    events = [
        Happened(event.at, event.summary, event.actor_label, event.reason)
        for reference in (person.reference, *person.merged.values_list("reference", flat=True))
        for event in history(PERSON, reference)
        if not (event.after or {}).get("fields")
        or event.action == "arrivals.person.record"
        or (event.at.replace(microsecond=0), event.actor_label) not in known
    ]
    return sorted([*changes, *events], key=lambda one: one.at, reverse=True)


def _of_change(change: PersonChange) -> Happened:
    content = json.loads(decrypt(change.content))
    sentences = " ".join(_sentences(content["changed"]))
    return Happened(change.at, sentences, change.actor_label, content["reason"])


def _sentences(changed: dict[str, list[Any]]) -> Iterator[str]:
    for name, (before, after) in changed.items():
        if name == "data_lock":
            yield _("Datensperre gesetzt.") if after else _("Datensperre aufgehoben.")
        elif name == "left_on":
            yield _("Wegzug oder Tod am %(day)s erfasst.") % {"day": _shown(name, after)}
        elif isinstance(after, dict) and not before:
            yield _("%(field)s erfasst: %(after)s.") % {"field": label_of(name), "after": _shown(name, after)}
        elif isinstance(before, dict) and not after:
            yield _("%(field)s entfernt: %(before)s.") % {"field": label_of(name), "before": _shown(name, before)}
        else:
            yield _("%(field)s: «%(before)s» → «%(after)s».") % {
                "field": label_of(name),
                "before": _shown(name, before),
                "after": _shown(name, after),
            }


def label_of(name: str) -> str:
    """What people call a field of an entry."""
    others = {
        "register_key": _("Schlüssel des Einwohnerregisters"),
        "permit": _("Ausweis"),
        "spoken": _("Sprache"),
        "relation": _("Verwandte"),
    }
    if name in others:
        return others[name]
    field = Person._meta.get_field("ahv_number_encrypted" if name == "ahv_number" else name)
    return str(getattr(field, "verbose_name", name))


def _shown(name: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, dict):
        return kept_text(name, value)
    if name == "ahv_number":
        return rules.MASKED
    if name in ("birth_date", "left_on"):
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    if name in ("nationality", "further_nationalities"):
        return ", ".join(country_name(code) for code in value.split())
    if name == "language":
        return language_name(value)
    choices = {"sex": Sex, "interpreter_need": InterpreterNeed}.get(name)
    return str(choices(value).label) if choices else str(value)
