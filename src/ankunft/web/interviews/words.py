"""How pages call people, moments and states of interviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ankunft.domain.arrivals.models import Person
from ankunft.domain.interviews.models import Interview, InterviewState
from ankunft.domain.interviews.rules import MENDABLE, Verdict
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.clock import ZURICH

NOBODY = "–"
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
"""Where a long word may be broken in a narrow column: browsers without a dictionary would break it anywhere."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: what it says, and the kind that colours it."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Link:
    """Where something leads."""

    label: str
    url: str


def persons_of(interview: Interview) -> list[Person]:
    """Who is invited, or was there; `taking_part__person` is expected to be prefetched."""
    held = interview.state == InterviewState.HELD
    return [one.person for one in interview.taking_part.all() if one.was_there or not held]


def name_of(person: Person) -> str:
    """Family name and given name; the reference of somebody who is anonymous by now."""
    return f"{person.family_name} {person.given_name}".strip() or person.reference


def who(persons: Iterable[Person]) -> str:
    """«Demo-Haddad Ada», «Familie Demo-Haddad», or everybody where the names differ."""
    known = list(persons)
    given: dict[str, list[str]] = defaultdict(list)
    for person in known:
        given[person.family_name or person.reference].append(person.given_name)
    if len(known) > 1 and len(given) == 1:
        return _("Familie %(name)s") % {"name": next(iter(given))}
    return "; ".join(f"{name} {', '.join(filter(None, names))}".strip() for name, names in given.items()) or NOBODY


def kind_words(interview: Interview) -> str:
    """Which of the two interviews, for a narrow column."""
    return str(interview.get_kind_display()).replace("gespräch", f"{SOFT_HYPHEN}gespräch")


def hours(interview: Interview) -> str:
    """`14:00`, empty without an appointment."""
    return f"{interview.starts_at.astimezone(ZURICH):%H:%M}" if interview.starts_at else ""


def is_over(interview: Interview) -> bool:
    """Whether the appointment has begun, and nobody has said yet what came of it."""
    planned = interview.state == InterviewState.PLANNED
    return planned and interview.starts_at is not None and interview.starts_at <= clock.now()


def state_of(interview: Interview) -> Tag:
    """Where the interview stands, and of one that was held whether it counts."""
    if interview.state != InterviewState.HELD:
        if is_over(interview):
            return Tag(_("zu erfassen"), "warning")
        kinds = {InterviewState.PLANNED: "info", InterviewState.MISSED: "warning"}
        return Tag(str(InterviewState(interview.state).label), kinds.get(InterviewState(interview.state), "neutral"))
    if interview.case_verdict == Verdict.COUNTS:
        return Tag(_("zählt"), "ok")
    if interview.case_verdict in MENDABLE:
        return Tag(_("zählt noch nicht"), "warning")
    return Tag(_("zählt nicht"), "neutral")
