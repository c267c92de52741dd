"""Taking in thousands of interviews from a table, under the same rules, in few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.arrivals.models import Arrival, ArrivalState
from ankunft.domain.arrivals.rules import new_reference
from ankunft.domain.arrivals.services.informing import arrivals_inform
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.selectors import lead_of_each
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import record_many
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.foundation.workflow.models import Step

from .. import guards, people, together
from ..content import Content, sealed, with_change
from ..facts import Guest
from ..models import Evidence, Interview, InterviewState, Kind, Participant
from ..permissions import RECORD
from ..states import INTERVIEW
from .evidence import evidence_on_paper, evidence_remove
from .holding import entry_of, interview_change
from .planning import REFERENCE
from .trail import event
from .turns import take_turn
from .verdicts import refresh

BATCH = 500
COMPARED = (
    "held_on", "participants", "language", "interpreting", "interpreting_provider", "interpreting_order", "outsourced",
)  # fmt: skip
"""What of a row is compared with the interview that is known."""


class TakenIn(NamedTuple):
    """A row of a table: an interview that was held. `interview` is the one that it changes, None for a new one."""

    line: int
    key: str
    municipality: Municipality
    kind: str
    held_on: date
    arrival: Arrival | None
    participants: int
    language: str
    interpreting: str
    interpreting_provider: str
    interpreting_order: str
    outsourced: bool
    evidence: bool
    interview: Interview | None = None


@transaction.atomic
def interviews_take_in(*, rows: Sequence[TakenIn], actor: Actor) -> tuple[int, int]:
    """Record the new ones and change those that are known; returns how many of each. What is equal stays untouched.

    Refused with the line where a change cannot be made.
    """
    new = [row for row in rows if row.interview is None]
    for municipality in {row.municipality.pk: row.municipality for row in rows}.values():
        can(actor, RECORD, municipality).require()
    take_turn(*(row.municipality.pk for row in rows))
    for start in range(0, len(new), BATCH):
        _record(new[start : start + BATCH], actor)
    differing = _differing(rows)
    for row in differing:
        assert row.interview is not None
        try:
            _change(row, row.interview, actor)
        except Refused as refusal:
            sentence = _("Zeile %(line)s: %(reason)s") % {"line": row.line, "reason": refusal.reason}
            raise Refused(sentence) from refusal
    return len(new), len(differing)


def _record(rows: Sequence[TakenIn], actor: Actor) -> None:
    families = _families(rows)
    leads = cache(lead_of_each)
    late = cache(guards.settled)
    interviews = Interview.objects.bulk_create([_interview(row, actor, leads, late) for row in rows])
    guests: list[Participant] = []
    informed: set[int] = set()
    for row, interview in zip(rows, interviews, strict=True):
        family = families.get(row.arrival.pk, [row.arrival]) if row.arrival else []
        informed.update(arrival.pk for arrival in family if row.kind == Kind.FIRST_INFORMATION)
        guests += _participants(row, interview, family)
    Participant.objects.bulk_create(guests, batch_size=BATCH)
    Evidence.objects.bulk_create(
        _evidence(interview, actor) for row, interview in zip(rows, interviews, strict=True) if row.evidence
    )
    _leave_steps(interviews, actor)
    arrivals_inform(arrivals=informed, actor=actor)
    refresh(interviews, actor)


def _families(rows: Iterable[TakenIn]) -> dict[int, list[Arrival]]:
    """With whom each arrival (by id) came, the arrival itself first; only for interviews with several people."""
    asked = [row.arrival for row in rows if row.arrival is not None and row.participants > 1]
    homes = {one.household_id for one in asked if one.household_id is not None}
    there = Arrival.objects.filter(household__in=homes).exclude(state=ArrivalState.RECALLED)
    arrivals = {one.pk: one for one in there.select_related("person").order_by("person__birth_year", "pk")}
    arrivals |= {one.pk: one for one in asked}
    keys = together.family_keys(arrivals.values())
    members: dict[object, list[Arrival]] = defaultdict(list)
    for pk, arrival in arrivals.items():
        members[keys.get(pk, pk)].append(arrival)
    return {
        one.pk: [one, *(other for other in members[keys.get(one.pk, one.pk)] if other.pk != one.pk)] for one in asked
    }


def _interview(
    row: TakenIn, actor: Actor, leads: Callable[[date], Mapping[int, int]], late: Callable[[int, str], str]
) -> Interview:
    half_year = str(HalfYear.containing(row.held_on))
    why = _reason() if late(row.municipality.pk, half_year) else ""
    return Interview(
        reference=new_reference(REFERENCE),
        municipality=row.municipality,
        performed_by_id=people.performer(row.municipality, row.held_on, actor, leads=leads),
        kind=row.kind,
        household_id=row.arrival.household_id if row.arrival else None,
        arrival=row.arrival,
        held_on=row.held_on,
        half_year=half_year,
        content=sealed(with_change(Content(), actor, why)),
        participants=row.participants,
        outsourced=row.outsourced,
        language=row.language,
        interpreting=row.interpreting,
        interpreting_provider=row.interpreting_provider,
        interpreting_order=row.interpreting_order,
        has_reason=row.kind == Kind.INTEGRATION,
        source_key=row.key,
        state=InterviewState.HELD,
        version=1,
        recorded_at=clock.now(),
        recorded_by_id=actor.account_id,
        is_demo=row.arrival.is_demo if row.arrival else False,
    )


def _participants(row: TakenIn, interview: Interview, family: Sequence[Arrival | None]) -> list[Participant]:
    """Of a family as many as were there, whose arrival it is first, then the oldest."""
    known = [
        Guest(
            one.person_id,
            one if row.kind == Kind.FIRST_INFORMATION else None,
            people.is_swiss(one.person),
        )
        for one in family[: row.participants]
        if one is not None
    ]
    rows = people.participants(known, row.municipality.pk)
    for one in rows:
        one.interview = interview
    return rows


def _evidence(interview: Interview, actor: Actor) -> Evidence:
    return Evidence(
        interview=interview,
        municipality_id=interview.municipality_id,
        file_name=_("auf Papier in der Gemeinde"),
        media_type="",
        size=0,
        sha256="",
        is_on_paper=True,
        added_at=clock.now(),
        added_by=actor.label,
    )


def _leave_steps(interviews: Sequence[Interview], actor: Actor) -> None:
    move, now = INTERVIEW["hold"], clock.now()
    Step.objects.bulk_create(
        Step(
            object_type=INTERVIEW.object_type,
            object_key=one.reference,
            name=move.name,
            from_state=InterviewState.PLANNED,
            to_state=move.target,
            account_id=actor.account_id,
            account_label=actor.label,
            at=now,
        )
        for one in interviews
    )
    summary = gettext_lazy("Gespräch aus einer Tabelle übernommen.")
    record_many(actor, [event(one.reference, "import", summary, half_year=one.half_year) for one in interviews])


def _differing(rows: Sequence[TakenIn]) -> list[TakenIn]:
    """The rows that say something else than what is recorded. Whose people are forgotten is left alone."""
    known = [row.interview.pk for row in rows if row.interview is not None]
    filed, on_paper = _with_evidence(known), _with_evidence(known, is_on_paper=True)
    found = []
    for row in rows:
        interview = row.interview
        if interview is None or interview.forgotten_at is not None:
            continue
        # A file stays, whatever the table says: somebody has put it there.
        other_evidence = interview.pk not in filed if row.evidence else interview.pk in on_paper
        if other_evidence or any(getattr(row, name) != getattr(interview, name) for name in COMPARED):
            found.append(row)
    return found


def _with_evidence(interviews: Sequence[int], **which: bool) -> set[int]:
    found: set[int] = set()
    for chunk in together.chunks(interviews):
        rows = Evidence.objects.filter(interview__in=chunk, removed_at=None, **which).order_by()
        found.update(rows.values_list("interview_id", flat=True))
    return found


def _change(row: TakenIn, interview: Interview, actor: Actor) -> None:
    before = entry_of(interview)
    entry = before._replace(**{name: getattr(row, name) for name in COMPARED})
    reason = _reason()
    if entry != before:
        interview = interview_change(interview=interview, entry=entry, reason=reason, actor=actor)
    evidence = Evidence.objects.filter(interview=interview, removed_at=None)
    if row.evidence and not evidence.exists():
        evidence_on_paper(interview=interview, actor=actor)
    elif not row.evidence and (on_paper := evidence.filter(is_on_paper=True).first()):
        evidence_remove(evidence=on_paper, reason=reason, actor=actor)


def _reason() -> str:
    """Why an interview of a half-year that is settled is recorded or changed."""
    return _("Import aus einer Tabelle")
