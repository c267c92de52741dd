"""A person of whom everything is known is made anonymous: the names are looked for in every column of every table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import TestCase

from ankunft.domain.arrivals import retention
from ankunft.domain.arrivals import services as arrivals
from ankunft.domain.arrivals.models import Arrival, Duplicate, Person, RegisterDelivery, RegisterMessage
from ankunft.domain.arrivals.services.merging import persons_merge
from ankunft.domain.arrivals.values import LanguageEntry, PermitEntry
from ankunft.domain.interviews import services
from ankunft.domain.interviews.models import Interview
from ankunft.domain.interviews.values import StepEntry
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.encryption import Undecipherable, decrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.arrivals.making import DIGITS, person
from tests.domain.arrivals.register.messages import identity, message, move_in, residence, take
from tests.domain.interviews.making import LATER, PDF, appointment, conduct
from tests.domain.reporting.making import TODAY, municipality
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

FAMILY, GIVEN = "Demo-Unvergesslich", "Demetria"
MARKS = (
    FAMILY, GIVEN, "unvergesslich", "demetria", "Unvergesslichgasse", "078 999 88 77", "demetria@example.ch",
    DIGITS, "MU.2601:777", "MU.2601:778", "Demo-Vertraulich", "LD-777", "1991-06-18",
)  # fmt: skip
"""What tells who it was, in whatever column it stands."""
LEFT = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _ground(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.EVIDENCE = tmp_path / "evidence"
    with clock.moved_to(TODAY), wall.open_for(Actor.operator()):
        yield


@pytest.fixture
def town() -> Municipality:
    return municipality(2601, "Solothurn")


@pytest.fixture
def officer(town: Municipality) -> Actor:
    return actor_with("integration_officer", "bfs-2601")


def _known(officer: Actor) -> Person:
    """Somebody who came by the register, and of whom there is everything else as well."""
    told = identity(
        777, family_name=FAMILY, given_name=GIVEN, birth=identity().birth._replace(year=1991, month=6, day=18),
        ahv_number=DIGITS,
    )  # fmt: skip
    address = residence().address._replace(street="Unvergesslichgasse", household_id="H-777")
    take(message(move_in(told, residence=residence(address=address))), actor=officer)
    RegisterDelivery.objects.update(file_name=f"{FAMILY}.xml")
    one = Person.objects.select_related("municipality").get(family_name=FAMILY)
    entry = arrivals.entry_of(one)._replace(phone="078 999 88 77", email="demetria@example.ch", language="ti")
    one = arrivals.person_change(person=one, entry=entry, reason="Demo-Vertraulich", actor=officer)
    arrivals.permit_add(person=one, entry=PermitEntry("07", date(2025, 3, 1)), actor=officer)
    arrivals.language_add(person=one, entry=LanguageEntry("ti", date(2026, 1, 1), "native"), actor=officer)
    spouse = person(one.municipality, family_name="Demo-Bleibt", given_name="Bea", actor=officer)
    arrivals.relation_add(person=spouse, kind="spouse", other=one, actor=officer)
    return one


def _merge(one: Person, officer: Actor) -> None:
    """A second record of the same one, which is merged into the first."""
    twin = identity(778, family_name=FAMILY, given_name=GIVEN)
    take(message(move_in(twin)), actor=officer)
    other = Person.objects.get(register_key="MU.2601:778")
    pair = Duplicate.objects.create(
        municipality=one.municipality, person=one, other=other, score=90, reasons=["names_equal"]
    )
    one.refresh_from_db()
    persons_merge(duplicate=pair, into=one, take={}, versions=(one.version, other.version), actor=officer)


def _talk(one: Person, officer: Actor) -> None:
    """An appointment that was missed, an interview with evidence, one that is recorded later and one called off."""
    arrival = Arrival.objects.filter(person=one).order_by("pk").first()
    assert arrival is not None
    said = {
        "topics": ("german",), "needs": ("health",), "notes": "Demo-Vertraulich",
        "steps": (StepEntry("Demo-Vertraulich"),),
        "interpreting": "partner", "interpreting_provider": "HEKS Linguadukt", "interpreting_order": "LD-777",
    }  # fmt: skip
    soon = clock.today() + timedelta(days=5)
    first = services.interview_plan(
        persons=[one], kind="first_information", entry=appointment(soon, place="bei Demo-Unvergesslich"), actor=officer
    )
    services.invitation_made(interview=first, language="ti", sha256="0" * 64, actor=officer)
    Interview.objects.filter(pk=first.pk).update(starts_at=clock.now() - timedelta(days=3))
    first.refresh_from_db()
    services.interview_missed(interview=first, actor=officer)
    second = services.interview_invite_again(interview=first, entry=appointment(soon), actor=officer)
    Interview.objects.filter(pk=second.pk).update(starts_at=clock.now() - timedelta(days=2))
    second.refresh_from_db()
    present = (one.reference,)
    services.interview_hold(interview=second, entry=conduct(date(2026, 11, 20), present=present, **said), actor=officer)
    second.refresh_from_db()
    kept = services.evidence_add(interview=second, file_name=f"{FAMILY}.pdf", content=PDF, actor=officer)
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.evidence_remove(evidence=kept, reason=f"Unterschrift von {GIVEN} fehlt", actor=officer)
    services.evidence_add(interview=second, file_name=f"{FAMILY}-2.pdf", content=PDF + b"2", actor=officer)
    services.evidence_on_paper(interview=second, where=f"Dossier {FAMILY}", actor=officer)
    later = services.interview_plan(persons=[one], kind=LATER, entry=appointment(soon), actor=officer)
    services.interview_cancel(interview=later, reason=f"{GIVEN} ist krank", actor=officer)


def texts(value: Any) -> Iterator[str]:
    """A value of a column as text, and in clear where it is encrypted."""
    if isinstance(value, (dict, list)):
        value = json.dumps(value, ensure_ascii=False)
    text = str(value)
    yield text
    try:
        yield decrypt(text)
    except (Undecipherable, ValueError, TypeError):
        return


def found_in_tables() -> list[str]:
    """Table and column wherever one of the marks stands; the database is asked, not the models."""
    found = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    found += [f"{table}.{column}: {mark}" for text in texts(value) for mark in MARKS if mark in text]
    return sorted(set(found))


def test_of_somebody_who_is_anonymous_nothing_is_left_in_any_column(officer: Actor, tmp_path: Path) -> None:
    one = _known(officer)
    _talk(one, officer)
    _merge(one, officer)
    arrivals.person_read(person=one, what="Seite", actor=officer)
    arrivals.person_leave(person=Person.objects.select_related("municipality").get(pk=one.pk), on=LEFT, actor=officer)
    assert {mark.rpartition(": ")[2] for mark in found_in_tables()} == set(MARKS)

    lead = actor_with("strategic_lead", "bfs-2601")
    with wall.open_for(lead), TestCase.captureOnCommitCallbacks(execute=True):
        retention.carry_out([one.reference], lead)

    assert found_in_tables() == []
    assert not [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]
    assert Person.objects.filter(family_name="Demo-Bleibt").exists()
    assert not RegisterMessage.objects.filter(person=None).exclude(content="").exists()


def test_every_table_is_looked_at() -> None:
    known = {model._meta.db_table for model in apps.get_models() if model._meta.managed}
    assert known <= set(connection.introspection.table_names())
