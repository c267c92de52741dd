"""Invented forms of protection status S, drawn from a hash like the other invented figures. Nobody handed them in."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from ankunft.domain.demo_people import OFFICER, OLTEN, demo_actor
from ankunft.domain.questionnaires.models import AnswerSheet
from ankunft.domain.questionnaires.services import SheetIntake, sheets_take_in
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.selectors import existing_on
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear

from .readings import definitions
from .services import scheme_sheet_begin
from .values import form_kind

KEY, PERIOD = "status-s", HalfYear(2026, 1)
SUBMITTED, ACCEPTED = date(2026, 7, 20), date(2026, 8, 5)
ONE_IN = 13
"""Of so many municipalities one has not handed in."""
MOST = 40


def load_forms(actor: Actor) -> None:
    """Most municipalities have handed in, some are overdue, and in Olten the form is begun. Nothing if any is there."""
    scheme = definitions(KEY).at(PERIOD.start)
    if scheme is None or AnswerSheet.objects.filter(kind=form_kind(KEY)).exists():
        return
    (question,) = (one for one in scheme.form.questions if one.feeds)
    olten = int(OLTEN.removeprefix("bfs-"))
    intakes = [
        SheetIntake(place.pk, place.bfs_number, str(PERIOD), {question.code: (str(persons),)}, SUBMITTED, ACCEPTED)
        for place in existing_on(PERIOD.end).exclude(bfs_number=olten).order_by("bfs_number")
        for persons in (_drawn(place.bfs_number),)
        if persons
    ]
    sheets_take_in(kind=form_kind(KEY), intakes=intakes, forms={str(PERIOD): scheme.form}, actor=actor, is_demo=True)
    scheme_sheet_begin(
        key=KEY,
        municipality=Municipality.objects.get(bfs_number=olten),
        period=str(PERIOD),
        actor=demo_actor(OFFICER),
        is_demo=True,
    )


def _drawn(bfs_number: int) -> int:
    """How many persons, always the same for the same municipality; 0: nobody has counted."""
    drawn = sha256(f"{KEY}/{bfs_number}/{PERIOD}".encode()).digest()
    return 0 if drawn[0] % ONE_IN == 0 else 1 + drawn[1] % MOST
