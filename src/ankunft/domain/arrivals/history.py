"""The history of a person as sentences: events from the trail, with what was changed from the person's own file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from ankunft.foundation.audit.selectors import history
from ankunft.foundation.documents.ech.values import CORRECTION, RECALL
from ankunft.foundation.encryption import decrypt
from ankunft.foundation.kernel import clock

from . import rules
from .countries import country_name
from .languages import language_name
from .models import InterpreterNeed, Outcome, Person, PersonChange, RegisterMessage, Sex
from .services.trail import PERSON
from .wording import kept_text

TABLE = "table:"
"""With what the sender of a row begins (`register.tables.SENDER`)."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened: when, what in a sentence, who, and why (empty where nobody said so)."""

    at: datetime
    summary: str
    actor_label: str
    reason: str = ""


def history_of(person: Person) -> list[Happened]:
    """Everything that happened to a person, the latest first: what was changed stands instead of the plain event.

    What messages of the register told is said besides: changes that stand at the same moment are theirs.
    """
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
    return sorted([*changes, *events, *_of_messages(person)], key=lambda one: one.at, reverse=True)


def _of_messages(person: Person) -> Iterator[Happened]:
    rows = RegisterMessage.objects.filter(person=person).exclude(outcome=Outcome.EXCLUDED)
    for message in rows.select_related("delivery").order_by("pk"):
        yield Happened(message.delivery.received_at, _told_by(message), message.delivery.actor_label)


def _told_by(message: RegisterMessage) -> str:
    told = {"message": message.message_id, "day": f"{message.sent_at.astimezone(clock.ZURICH):%d.%m.%Y}"}
    told["kind"] = message_kind(message.kind)
    if message.sender_id.startswith(TABLE):
        return _("Aus einer Tabelle übernommen (Schlüssel %(message)s).") % told
    if message.outcome == Outcome.NOTED:
        return _("Aus dem Einwohnerregister: Meldung «%(kind)s» vom %(day)s, ohne Wirkung.") % told
    if message.action == RECALL:
        return _("Aus dem Einwohnerregister: Meldung «%(kind)s» vom %(day)s widerrufen.") % told
    if message.action == CORRECTION:
        return _("Aus dem Einwohnerregister: Meldung «%(kind)s» vom %(day)s berichtigt.") % told
    return _("Aus dem Einwohnerregister: Meldung «%(kind)s» vom %(day)s übernommen.") % told


def _of_change(change: PersonChange) -> Happened:
    content = json.loads(decrypt(change.content))
    sentences = " ".join(_sentences(content["changed"]))
    return Happened(change.at, sentences, change.actor_label, content["reason"])


def _sentences(changed: dict[str, list[Any]]) -> Iterator[str]:
    for name, (before, after) in changed.items():
        if name == "data_lock":
            yield _("Datensperre gesetzt.") if after else _("Datensperre aufgehoben.")
        elif name == "left_on":
            day = _("Wegzug oder Tod am %(day)s erfasst.") % {"day": _shown(name, after)}
            yield day if after else _("Wegzug zurückgenommen.")
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


def message_kind(kind: str) -> str:
    """What people call a message of that kind; by its name in eCH-0020 where it is a rare one."""
    kinds = {
        "moveIn": _("Zuzug"),
        "move": _("Umzug"),
        "moveOut": _("Wegzug"),
        "birth": _("Geburt"),
        "death": _("Todesfall"),
        "marriage": _("Heirat"),
        "baseDelivery": _("Gesamtlieferung"),
        "changeName": _("Namensänderung"),
        "changeResidencePermit": _("Ausweis"),
        "changeNationality": _("Staatsangehörigkeit"),
        "naturalizeForeigner": _("Einbürgerung"),
        "dataLock": _("Datensperre"),
    }
    return kinds.get(kind, kind)


def label_of(name: str) -> str:
    """What people call a field of an entry."""
    others = {
        "register_key": _("Schlüssel des Einwohnerregisters"),
        "permit": _("Ausweis"),
        "spoken": _("Sprache"),
        "relation": _("Verwandte"),
        "arrived_on": _("Zuzug am"),
        "from_country": _("Zuzug aus"),
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
    if name in ("birth_date", "left_on", "arrived_on"):
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    if name in ("nationality", "further_nationalities", "from_country"):
        return ", ".join(country_name(code) for code in value.split())
    if name == "language":
        return language_name(value)
    choices = {"sex": Sex, "interpreter_need": InterpreterNeed}.get(name)
    return str(choices(value).label) if choices else str(value)
