"""The form of a scheme in its versions: given up and begun anew, corrected in what the scheme asks by now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ankunft.domain.questionnaires import services as questionnaires
from ankunft.domain.questionnaires.models import AnswerSheet, SheetState
from ankunft.domain.questionnaires.selectors import filled, latest_sheet
from ankunft.domain.schemes.forms import asked_forms, form_standings
from ankunft.domain.schemes.services import scheme_sheet_begin, scheme_sheet_correct
from ankunft.domain.schemes.values import Scheme
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.questionnaires.answers import written
from tests.domain.schemes.making import definition, in_force, question
from tests.web.questionnaires_ground import sheet

pytestmark = pytest.mark.django_db

PERIOD, KIND = "2026-H1", "scheme.gardens"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.moved_to(date(2026, 8, 10)):
        yield


def begun(town: Municipality, officer: Actor) -> AnswerSheet:
    return scheme_sheet_begin(key="gardens", municipality=town, period=PERIOD, actor=officer)


def discarded(one: AnswerSheet, officer: Actor) -> None:
    one.refresh_from_db()
    questionnaires.sheet_discard(sheet=one, version=one.version, actor=officer)


def asking_more() -> Scheme:
    """A definition for the same period, confirmed later: the beds as before, in a section of their own, and pots."""
    form = definition()["form"]
    beds, tended = form["sections"][0]["questions"]
    form["sections"] = [
        {"code": "beds", "title": "Beete", "questions": [beds]},
        {"code": "pots", "title": "Töpfe", "questions": [question("pots", "number"), tended]},
    ]
    pots = {"code": "pots", "label": "Demo-Töpfe", "paragraph": "2", "field": "pots"}
    return in_force(
        valid_from="2026-01-01", owed=False, form=form, contributions=[*definition()["contributions"], pots]
    )


class TestGivenUp:
    def test_an_application_that_nobody_hands_in_is_given_up(self, town: Municipality, officer: Actor) -> None:
        in_force(owed=False)
        one = begun(town, officer)
        assert standing(officer) == ("draft", True)
        discarded(one, officer)
        assert latest_sheet(officer, town, KIND, PERIOD) is None
        assert standing(officer) == ("", False), "nobody owes it, and nobody is at it"

    def test_it_can_be_begun_anew_and_is_no_correction(self, town: Municipality, officer: Actor) -> None:
        in_force()
        discarded(written(begun(town, officer), officer, q_beds="5"), officer)
        assert standing(officer) == ("", True), "it is owed all the same"
        again = begun(town, officer)
        assert (again.number, again.is_correction, filled(again).typed) == (2, False, {})
        with pytest.raises(Refused, match="gibt es schon"):
            begun(town, officer)
        first = AnswerSheet.objects.get(number=1)
        assert filled(first).typed["q_beds"] == ("5",), "what was typed stays with the version"

    @pytest.mark.parametrize("state", [SheetState.PRESENTED, SheetState.SUBMITTED, SheetState.ACCEPTED])
    def test_what_is_on_its_way_is_not_given_up(self, town: Municipality, officer: Actor, state: str) -> None:
        one = sheet(town, in_force().form, PERIOD, state)
        with pytest.raises(Refused):
            discarded(one, officer)

    def test_what_was_given_up_makes_no_earlier_period_known(self, town: Municipality, officer: Actor) -> None:
        one = sheet(town, in_force().form, "2024-H2", SheetState.DRAFT)
        assert len(asked_forms(clock.today())["gardens"]) == 4
        discarded(one, officer)
        assert len(asked_forms(clock.today())["gardens"]) == 1


class TestAskedByNow:
    def test_a_correction_asks_what_the_scheme_asks_by_now(self, town: Municipality, officer: Actor) -> None:
        accepted = sheet(town, in_force(owed=False).form, PERIOD, SheetState.ACCEPTED)
        by_now = asking_more()
        correction = scheme_sheet_correct(sheet=accepted, reason="Töpfe", actor=officer)
        one = filled(correction)
        assert one.questionnaire.sections == by_now.form.sections
        assert one.typed == {"q_beds": ("7",), "q_tended": ("yes",)}
        assert set(one.reading.flaws) == {"q_pots"}
        assert {row.section: list(row.typed) for row in correction.sections.all()} == {
            "beds": ["q_beds"],
            "pots": ["q_tended"],
        }
        assert filled(accepted).typed == one.typed, "what was accepted stays as it was"

    def test_what_is_in_work_is_given_up_and_begun_anew(self, town: Municipality, officer: Actor) -> None:
        in_force(owed=False)
        one = begun(town, officer)
        by_now = asking_more()
        discarded(one, officer)
        assert filled(begun(town, officer)).questionnaire.sections == by_now.form.sections

    def test_a_correction_of_the_same_form_keeps_every_answer(self, town: Municipality, officer: Actor) -> None:
        accepted = sheet(town, in_force().form, PERIOD, SheetState.ACCEPTED)
        correction = scheme_sheet_correct(sheet=accepted, reason="Verzählt", actor=officer)
        assert (correction.wording, filled(correction).typed) == (accepted.wording, filled(accepted).typed)


def test_the_first_version_corrects_nothing(town: Municipality) -> None:
    one = sheet(town, in_force().form, PERIOD, SheetState.DRAFT)
    one.correction_reason = "Demo"
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


def standing(actor: Actor) -> tuple[str, bool]:
    """The state of the form of the only municipality, and whether it is late."""
    (form,) = (one for one in asked_forms(clock.today())["gardens"] if str(one.period) == PERIOD)
    (one,) = form_standings(actor, [form], clock.today())
    return one.state, one.late
