"""No page names a person without an entry in the read log, however it is asked for: also as a form sent with faults."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponseBase

from ankunft.domain.arrivals.models import Person
from ankunft.domain.interviews.models import Interview
from ankunft.domain.roles import INTEGRATION_OFFICER
from ankunft.foundation.access import wall
from ankunft.foundation.audit.models import ReadEvent
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.files import XLSX
from tests.attacks.ground import People, address, name_of
from tests.web import interviews_ground
from tests.web.permissions import RULES, Rule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_canton")]

EMPTY: dict[str, object] = {}
NAMED_BY_WHOEVER_TYPES = {"person-new", "arrival-new", "search"}
"""What these show was typed in the same form, or is noted where it was found."""


def text_of(answer: HttpResponseBase) -> str:
    content = b"".join(answer)
    if answer.get("Content-Type", "") == XLSX:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return content.decode(errors="replace")


def queries() -> Iterator[tuple[str, str]]:
    """What the pages that begin with somebody are asked with."""
    waiting = interviews_ground.reference_of(interviews_ground.MISSED)
    person = Interview.objects.get(reference=waiting).taking_part.get().person
    arrival = person.arrivals.get()
    for route in ("interview-new", "interview-record", "interview-record-preview"):
        yield route, f"person={person.reference}"
        yield route, f"zuzug={arrival.reference}"
    for route in ("persons", "arrivals", "interviews", "duplicates"):
        yield route, ""
        yield route, "datei=xlsx"
    yield "arrivals-waive", f"zuzug={arrival.reference}"


def asked() -> Iterator[tuple[Rule, str]]:
    """Each rule of an officer, with every query that it understands."""
    for rule in RULES:
        if INTEGRATION_OFFICER not in rule.own or rule.route in NAMED_BY_WHOEVER_TYPES:
            continue
        found = [query for route, query in queries() if route == rule.route]
        for query in found or [""]:
            yield rule, query


def named(page: str, names: list[str]) -> list[str]:
    return [name for name in names if name in page]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whoever_is_named_is_noted(method: str) -> None:
    client = People().as_(INTEGRATION_OFFICER)
    with wall.open_for(Actor.operator()):
        names = sorted(Person.objects.exclude(family_name="").values_list("family_name", flat=True), key=len)
        questions = list(asked())
    unnoted, tried = [], 0
    for rule, query in questions:
        if rule.method != method:
            continue
        where = f"{address(rule, client)}?{query}"
        with transaction.atomic():
            before = ReadEvent.objects.count()
            answer = client.get(where) if method == "GET" else client.post(where, EMPTY)
            if found := named(text_of(answer), names):
                tried += 1
                if ReadEvent.objects.count() == before:
                    unnoted.append(f"{name_of(rule)} {query[:7]} {answer.status_code}: {found[:2]}")
            transaction.set_rollback(True)
        if client.account is not None and rule.route.startswith("sign-out"):
            client.sign_in(client.account)
    assert unnoted == []
    assert tried > 10
