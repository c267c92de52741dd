"""Recording self-declarations: append-only, what replaces an earlier one has the next number."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ankunft.domain.reporting import permissions
from ankunft.domain.reporting.keys import DECLARATION, declaration_key
from ankunft.domain.reporting.models import SelfDeclaration
from ankunft.domain.reporting.rules import FIRST_YEAR
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Year


@transaction.atomic
def declaration_record(
    *,
    municipality: Municipality,
    year: Year,
    officer_named: bool,
    tasks_organised: bool,
    actor: Actor,
    submitted_on: date | None = None,
) -> SelfDeclaration:
    """Record that a municipality declared itself for a year (KS 4.2, 5.2).

    What arrives on paper the coordination office records with the day on which it was received; what a municipality
    fills in here is recorded when it is accepted (`declaration_sheets.py`). The same declaration once more changes
    nothing; another one gets the next number and replaces it.
    """
    can(actor, permissions.RECORD_DECLARATION, municipality).require()
    day = _day_received(actor, submitted_on)
    if reason := refusal(municipality, year, day):
        raise Refused(reason)
    latest = SelfDeclaration.objects.filter(municipality=municipality, year=year.year).order_by("-number").first()
    answers = {"officer_named": officer_named, "tasks_organised": tasks_organised}
    if latest is not None and answers == _answers(latest) and submitted_on in (None, latest.submitted_on):
        return latest
    try:
        with transaction.atomic():
            declaration = SelfDeclaration.objects.create(
                municipality=municipality,
                year=year.year,
                number=latest.number + 1 if latest else 1,
                submitted_on=day,
                recorded_at=clock.now(),
                **answers,
            )
    except IntegrityError:
        raise Refused(
            _("Inzwischen hat jemand anders diese Selbstdeklaration erfasst. Bitte neu laden und prüfen.")
        ) from None
    record(
        actor,
        Entry(
            f"{DECLARATION}.record",
            DECLARATION,
            declaration_key(municipality.bfs_number, year.year),
            summary(year.year, declaration.number),
            before=content(latest) if latest else None,
            after=content(declaration),
        ),
    )
    return declaration


def refusal(municipality: Municipality, year: Year, day: date) -> str:
    """Why a declaration of that year, received on that day, cannot be recorded; empty if it can."""
    today = clock.today()
    known = {"name": municipality.name, "year": year}
    if year < FIRST_YEAR:
        return _("start.integration gibt es seit %(first)s: Für %(year)s wird nichts deklariert (KS 4.3.1).") % {
            "first": FIRST_YEAR,
            "year": year,
        }
    if year.year > today.year + 1:
        return _("Das Jahr %(year)s liegt zu weit in der Zukunft.") % known
    if day > today:
        return _("Das Eingangsdatum %(day)s liegt in der Zukunft.") % {"day": f"{day:%d.%m.%Y}"}
    if municipality.valid_from > year.end or (municipality.valid_to is not None and municipality.valid_to < year.start):
        return _("«%(name)s» gab es im Jahr %(year)s nicht.") % known
    return ""


def content(declaration: SelfDeclaration) -> dict[str, Any]:
    """What the trail keeps of a declaration."""
    return {
        "number": declaration.number,
        "submitted_on": declaration.submitted_on.isoformat(),
        **_answers(declaration),
    }


def summary(year: int, number: int) -> str:
    """What the trail says of recording a declaration; German in every language of the interface."""
    if number == 1:
        return f"Selbstdeklaration {year} erfasst."
    return f"Selbstdeklaration {year} ersetzt (Fassung {number})."


def _answers(declaration: SelfDeclaration) -> dict[str, bool]:
    return {"officer_named": declaration.officer_named, "tasks_organised": declaration.tasks_organised}


def _day_received(actor: Actor, submitted_on: date | None) -> date:
    today = clock.today()
    if submitted_on is None or submitted_on == today:
        return today
    can(actor, permissions.DATE).require()
    return submitted_on
