"""What the page of the trail shows: events, filtered, with what they changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from ankunft.domain.oversight import in_rooms
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.audit.models import Event, SealEntry
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.days import typed_day

from .words import ROOMS, label_of, shown

FILTERS = ("bereich", "datensatz", "handlung", "wer", "von", "bis")


@dataclass(frozen=True, slots=True)
class Change:
    """One value that an event changed, as people read it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """An event, the values it changed, and the block that holds it (None: not sealed yet)."""

    event: Event
    changes: list[Change]
    block: int | None


class Listing:
    """The events somebody sees, filtered by what was asked for (`FILTERS`); what makes no sense filters nothing."""

    def __init__(self, actor: Actor, asked: Mapping[str, str]) -> None:
        self._actor = actor
        words = {name: asked.get(name, "") for name in FILTERS}
        self.room = words["bereich"] if words["bereich"] in ROOMS else ""
        self.key, self.action, self.who = words["datensatz"], words["handlung"], words["wer"]
        self.since, self.until = typed_day(words["von"]), typed_day(words["bis"])

    @property
    def rooms(self) -> list[tuple[str, str]]:
        return [(code, str(label)) for code, label in ROOMS.items()]

    @cached_property
    def is_filtered(self) -> bool:
        return any((self.room, self.key, self.action, self.who, self.since, self.until))

    @cached_property
    def events(self) -> QuerySet[Event]:
        """The latest first."""
        events = visible_to(self._actor, Event).order_by("-pk")
        if self.room:
            events = events.filter(in_rooms([self.room]))
        if self.since:
            events = events.filter(at__gte=_midnight(self.since))
        if self.until:
            events = events.filter(at__lt=_midnight(self.until + timedelta(days=1)))
        texts = {
            "object_key__icontains": self.key,
            "action__icontains": self.action,
            "actor_label__icontains": self.who,
        }
        return events.filter(**{name: text for name, text in texts.items() if text})


def rows(events: Iterable[Event]) -> list[Row]:
    """The events of one page, with one more query for their blocks."""
    listed = list(events)
    keys = [event.pk for event in listed]
    blocks = dict(SealEntry.objects.filter(event_id__in=keys).values_list("event_id", "seal_id"))
    return [Row(event, changes(event.before, event.after), blocks.get(event.pk)) for event in listed]


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
    """The values that differ, in the order in which they were recorded; a new record shows all it has."""
    old, new = before or {}, after or {}
    names = list(dict.fromkeys([*old, *new]))
    return [
        Change(label_of(name), shown(old.get(name)), shown(new.get(name)))
        for name in names
        if name not in old or name not in new or old[name] != new[name]
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.ZURICH)
