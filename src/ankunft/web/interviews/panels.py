"""What pages of other rooms show of interviews: those of a person, and those about an arrival."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.arrivals.models import ArrivalState, Person
from ankunft.domain.arrivals.tasks import Family
from ankunft.domain.interviews import permissions
from ankunft.domain.interviews.models import Interview
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.arrivals.panels import Panel

from .subjects import ARRIVAL, PERSON
from .words import Link, hours, state_of

SHOWN = 20


def person_panel(actor: Actor, person: Person) -> Panel | None:
    """The interviews of a person, and the way to a new one."""
    if not can(actor, permissions.SEE, person):
        return None
    found = visible_to(actor, Interview).filter(taking_part__person=person)
    subject = f"?{PERSON}={person.reference}"
    ways = [
        Link(_("Termin vereinbaren"), reverse("interview-new") + subject),
        Link(_("Gespräch ohne Termin erfassen"), reverse("interview-record") + subject),
    ]
    is_there = person.anonymised_at is None and person.left_on is None
    return _panel(found, ways if is_there else [])


def arrival_panel(actor: Actor, family: Family) -> Panel | None:
    """The interviews about an arrival, and the way to record one that was held already."""
    if not can(actor, permissions.SEE, family.first):
        return None
    found = visible_to(actor, Interview).filter(taking_part__arrival__in=family.arrivals).distinct()
    done = family.first.state in (ArrivalState.RECALLED, ArrivalState.WAIVED)
    address = f"{reverse('interview-record')}?{ARRIVAL}={family.first.reference}"
    return _panel(found, [] if done else [Link(_("Gespräch ohne Termin erfassen"), address)])


def _panel(found: Iterable[Interview], ways: list[Link]) -> Panel:
    rows = [_row(one) for one in list(found)[:SHOWN]]
    return Panel("interviews/parts/panel.html", {"interviews": rows, "links": ways}, order=40)


def _row(interview: Interview) -> dict[str, Any]:
    return {
        "interview": interview,
        "url": reverse("interview", args=[interview.reference]),
        "day": interview.held_on or interview.starts_at,
        "hours": "" if interview.held_on else hours(interview),
        "state": state_of(interview),
    }
