"""An id is unique on its page, whatever somebody calls a position or a programme."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

import ankunft.web
from ankunft.domain.funds import services
from ankunft.domain.funds.models import FinancialPlan, PlanVersion
from ankunft.domain.funds.values import Given, NewPosition, NewProgramme
from tests.domain.funds.making import DUE, OPENING, RULING, People, answered, asked, francs, plan
from tests.support.clients import StrictClient

Client = Callable[..., StrictClient]
pytestmark = pytest.mark.django_db

PAGES = (
    "plan/{code}/",
    "plan/{code}/{number}/",
    "plan/{code}/{number}/?offen=saldo.2026",
    "plan/{code}/{number}/eingaben/",
    "plan/{code}/{number}/stellungnahmen/",
    "plan/{code}/{number}/vergleich/1/",
    "stand/{code}/{number}/",
    "hochrechnung/{code}/{number}/",
    "deckung/{code}/{number}/",
    "stand/{code}/1/",
    "deckung/{code}/1/",
    "hochrechnung/{code}/1/",
    "programme/",
)


def ids_of_pages() -> list[str]:
    """What the templates of money call their parts, as far as a position can be called so."""
    folder = Path(ankunft.web.__file__).parent

    def found() -> Iterator[str]:
        for room in ("funds", "money", "sem_reports", "shell"):
            for template in (folder / room / "templates").rglob("*.html"):
                yield from re.findall(r'\bid="([a-z][a-z-]*[a-z])"', template.read_text())

    return sorted(set(found()) - {"neu"})


def with_such_positions(people: People) -> PlanVersion:
    """The second version of a plan with positions that are called like the parts of pages, after one in force."""
    made = plan(people)
    for code in ids_of_pages():
        services.position_add(plan=made, new=NewPosition(code, "Demo", "economic"), actor=people.office)
    version = given(people, made, francs(y2026=1))
    services.version_consolidate(version=version, actor=people.office)
    answered(asked(version, people), people)
    services.version_close_consultation(version=version, actor=people.iiz)
    services.version_adopt(version=version, ruling=RULING, actor=people.lead)
    return given(people, made, francs(y2026=2))


def given(people: People, made: FinancialPlan, amounts: Given) -> PlanVersion:
    version = services.version_open(
        plan=made, as_of=date(2026, 9, 30), opening=OPENING, inputs_due=DUE, actor=people.office
    )
    for one in made.positions.filter(children=None):
        services.input_give_for(version=version, position=one, given=amounts, actor=people.office)
    return version


def test_no_position_is_called_like_a_part_of_its_page(client_for: Client) -> None:
    people = People()
    version = with_such_positions(people)
    services.programmes_ensure(programmes=[NewProgramme("main", "Demo", 2028, 2031)], actor=people.office)
    client = client_for("coordination")
    for page in PAGES:
        # The client itself refuses a page with an id that stands on it twice.
        assert client.get(f"/finanzplanung/{page.format(code='DEMO', number=version.number)}").status_code == 200, page
