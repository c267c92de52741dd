"""Interviews for the table of permissions: of the own municipality, and of a foreign one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ankunft.domain.interviews.models import AgreedStep, Evidence, Interview
from ankunft.domain.interviews.services import evidence_on_paper, interview_missed
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.encryption import encrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.interviews.making import arrived, held, planned
from tests.web.permission_ground import FOREIGN, OWN, Data

PLANNED, OVER, MISSED, HELD, DOCUMENTED = "1", "2", "3", "4", "5"
# No sequence comes so far, however many tests share a database.
EVIDENCE, AGREED, SHIFT = 9_000_921, 9_000_931, 1000
PARTS = ("key", "evidence", "agreed")
"""How addresses name them."""


def reference_of(state: str, bfs_number: int = OWN) -> str:
    """The reference of the interview that stands like this there."""
    return f"G-000{state}-{bfs_number}"


def foreign(part: Any) -> Any:
    """What stands in the address for the same in the foreign municipality."""
    return part.replace(str(OWN), str(FOREIGN)) if isinstance(part, str) else part + SHIFT


def prepare() -> None:
    """In each municipality an interview in every state from which something is done, with evidence and a step."""
    with wall.open_for(Actor.operator()):
        for bfs_number in (OWN, FOREIGN):
            _prepare(Municipality.objects.get(bfs_number=bfs_number), bfs_number)


def _prepare(place: Municipality, bfs_number: int) -> None:
    shift = SHIFT if bfs_number == FOREIGN else 0
    soon, now = clock.today() + timedelta(days=9), clock.now()
    made: dict[str, Interview] = {
        state: planned([arrived(place, on=date(2026, 1, 5))], on=soon) for state in (PLANNED, OVER, MISSED)
    }
    for state in (OVER, MISSED):
        Interview.objects.filter(pk=made[state].pk).update(starts_at=now - timedelta(days=2))
        made[state].refresh_from_db()
    interview_missed(interview=made[MISSED], actor=Actor.operator())
    for state in (HELD, DOCUMENTED):
        made[state] = held([arrived(place, on=date(2026, 1, 5))], on=date(2026, 2, 3), follow_up_on=date(2026, 3, 3))
    evidence = evidence_on_paper(interview=made[DOCUMENTED], actor=Actor.operator())
    Evidence.objects.filter(pk=evidence.pk).update(id=EVIDENCE + shift)
    AgreedStep.objects.create(
        pk=AGREED + shift, interview=made[HELD], municipality=place, content=encrypt("Demo-Schritt")
    )
    for state, interview in made.items():
        Interview.objects.filter(pk=interview.pk).update(reference=reference_of(state, bfs_number))


def version_of(state: str) -> str:
    with wall.open_for(Actor.operator()):
        return str(Interview.objects.get(reference=reference_of(state)).version)


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("scan.pdf", b"%PDF-1.7 Demo")


def _people(state: str) -> list[str]:
    with wall.open_for(Actor.operator()):
        interview = Interview.objects.get(reference=reference_of(state))
        return list(interview.taking_part.values_list("person__reference", flat=True))


APPOINTMENT: Data = {
    "day": lambda: f"{clock.today() + timedelta(days=20):%d.%m.%Y}",
    "time": "14:00",
    "minutes": "60",
    "place": "Stadthaus",
    "led_by": "Demo",
    "language": "",
    "interpreting": "none",
    "interpreting_provider": "",
    "interpreting_order": "",
    "reason": "",
}
_CONDUCT: Data = {
    "held_on": lambda: f"{clock.today():%d.%m.%Y}",
    "participants": "",
    "led_by": "Demo",
    "led_by_responsible": "on",
    "language": "",
    "interpreting": "none",
    "interpreting_provider": "",
    "interpreting_order": "",
    "notes": "Demo",
    "follow_up_on": "",
    "step_0": "",
    "step_0_due": "",
    "step_1": "",
    "step_1_due": "",
}
CONDUCT: Data = {**_CONDUCT, "present": lambda: _people(PLANNED), "seen": lambda: version_of(PLANNED)}
CHANGED: Data = {**_CONDUCT, "present": lambda: _people(HELD), "seen": lambda: version_of(HELD)}
SEVERAL: Data = {
    "day": lambda: f"{clock.today() + timedelta(days=20):%d.%m.%Y}",
    "time": "14:00",
    "minutes": "60",
    "place": "Stadthaus",
    "led_by": "Demo",
}
REASON: Data = {"reason": "Demo"}
LETTER: Data = {"language": ""}
SCAN: Data = {"file": scan}
