"""From the questionnaire to the self-declaration on which the base contribution rests."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ankunft.domain.questionnaires.models import AnswerSheet
from ankunft.domain.questionnaires.services import (
    sheet_correct,
    sheet_present,
    sheet_return,
    sheet_sign_off,
    sheet_submit,
)
from ankunft.domain.reporting import readings, services
from ankunft.domain.reporting.models import SelfDeclaration
from ankunft.domain.reporting.services import declaration_accept, declaration_begin
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Year
from tests.domain.questionnaires.answers import submitted, written
from tests.domain.reporting.making import TODAY, declaration, municipality
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(town: Municipality) -> Actor:
    return actor_with("strategic_lead", "bfs-2601")


def accepted(sheet: AnswerSheet, actor: Actor) -> SelfDeclaration:
    return declaration_accept(sheet=sheet, version=sheet.version, actor=actor)


@pytest.mark.parametrize("officer_named", [True, False])
@pytest.mark.parametrize("tasks_organised", [True, False])
def test_the_two_conditions_come_from_the_answers(
    town: Municipality,
    officer: Actor,
    lead: Actor,
    coordinator: Actor,
    officer_named: bool,
    tasks_organised: bool,
) -> None:
    said = {"officer_named": officer_named, "tasks_organised": tasks_organised}
    sheet = submitted(town, officer, lead, **{code: "yes" if one else "no" for code, one in said.items()})
    # What only waits counts for nothing yet.
    assert readings.declarations(Year(2027)) == []
    declared = accepted(sheet, coordinator)
    assert {code: getattr(declared, code) for code in said} == said
    assert len(readings.declarations(Year(2027))) == 1
    assert Event.objects.filter(action="reporting.declaration.record").count() == 1


def test_the_day_that_counts_is_that_of_the_accepted_handing_in(
    town: Municipality, officer: Actor, lead: Actor, coordinator: Actor
) -> None:
    sheet = submitted(town, officer, lead)
    sheet_return(sheet=sheet, version=sheet.version, reasons={"needs": "Demo"}, actor=coordinator)
    with clock.moved_to(TODAY + timedelta(days=3)):
        written(sheet, officer, feedback="Ergänzt")
        sheet_present(sheet=sheet, version=sheet.version, actor=officer)
        sheet_sign_off(sheet=sheet, version=sheet.version, actor=lead)
        sheet_submit(sheet=sheet, version=sheet.version, actor=officer)
    with clock.moved_to(TODAY + timedelta(days=9)):
        assert accepted(sheet, coordinator).submitted_on == TODAY + timedelta(days=3)


def test_a_correction_replaces_the_declaration(
    town: Municipality, officer: Actor, lead: Actor, coordinator: Actor
) -> None:
    sheet = submitted(town, officer, lead)
    accepted(sheet, coordinator)
    correction = sheet_correct(sheet=sheet, reason="Stelle frei geworden", actor=officer)
    written(correction, officer, officer_named="no")
    sheet_present(sheet=correction, version=correction.version, actor=officer)
    sheet_sign_off(sheet=correction, version=correction.version, actor=lead)
    with clock.moved_to(TODAY + timedelta(days=1)):
        sheet_submit(sheet=correction, version=correction.version, actor=officer)
        declared = accepted(correction, coordinator)
    assert (declared.number, declared.officer_named) == (2, False)


def test_what_the_canton_recorded_before_is_replaced_by_the_questionnaire(
    town: Municipality, officer: Actor, lead: Actor, coordinator: Actor
) -> None:
    declaration(town, 2027, officer=False)
    assert accepted(submitted(town, officer, lead), coordinator).number == 2


@pytest.mark.parametrize(
    ("year", "sentence"),
    [(2016, "start.integration gibt es seit 2017"), (2028, "liegt zu weit in der Zukunft")],
)
def test_a_year_that_is_not_declared(town: Municipality, officer: Actor, year: int, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        declaration_begin(municipality=town, year=Year(year), actor=officer)


def test_a_municipality_that_is_not_there_when_the_year_begins(officer: Actor) -> None:
    merged = municipality(2500, "Altdorf", valid_from=date(2026, 6, 1))
    with pytest.raises(Refused, match=r"gibt es am 01\.01\.2026 nicht"):
        declaration_begin(municipality=merged, year=Year(2026), actor=actor_with("integration_officer", "bfs-2500"))


def test_nothing_is_accepted_without_its_declaration(
    town: Municipality, officer: Actor, lead: Actor, coordinator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both or neither: what breaks while the declaration is recorded takes the acceptance back."""
    sheet = submitted(town, officer, lead)

    def broken(**_values: object) -> None:
        raise Refused("Demo")

    monkeypatch.setattr(services.declaration_sheets, "declaration_record", broken)
    with pytest.raises(Refused, match="Demo"):
        accepted(sheet, coordinator)
    sheet.refresh_from_db()
    assert sheet.state == "submitted"
