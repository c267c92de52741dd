"""Answers counted: as a table, as laws over all answers, and over municipalities in a fixed number of queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.questionnaires import rules
from ankunft.domain.questionnaires.definitions import questionnaire_for
from ankunft.domain.questionnaires.evaluation_words import class_words, size_words
from ankunft.domain.questionnaires.export import evaluation_workbook
from ankunft.domain.questionnaires.models import AnswerSheet, SheetState
from ankunft.domain.questionnaires.selectors import Among, evaluation_of
from ankunft.domain.questionnaires.services import SheetIntake, sheets_take_in
from ankunft.domain.questionnaires.shown import answer_text, typed_text
from ankunft.domain.questionnaires.values import Kind, Reading, Type
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.questionnaires.answers import complete
from tests.domain.questionnaires.making import question
from tests.domain.reporting.making import in_association, municipality
from tests.support.people import actor_with

DECLARATION = Kind.DECLARATION
COLOUR = question("colour", Type.CHOICE)
COLOURS = question("colours", Type.MULTIPLE)
NUMBER = question("number", Type.NUMBER)


def reading(**answers: object) -> Reading:
    return Reading(frozenset(answers), {code: one for code, one in answers.items() if one is not None}, {})  # type: ignore[misc]


def tallied(summary: rules.Summary) -> list[tuple[str, int, int]]:
    return [(tally.code, tally.count, tally.share) for tally in summary.tallies]


def test_answers_are_counted_among_those_who_answered() -> None:
    readings = [reading(colour="red"), reading(colour="red"), reading(colour="blue"), reading(colour=None), reading()]
    found = rules.summary(COLOUR, readings, [reading(colour="green")])
    assert (found.asked, found.answered, found.previous_answered) == (4, 3, 1)
    assert tallied(found) == [("red", 2, 667), ("blue", 1, 333), ("green", 0, 0)]
    assert [tally.previous_share for tally in found.tallies] == [0, 0, 1000]


def test_of_several_choices_each_counts() -> None:
    found = rules.summary(COLOURS, [reading(colours=("red", "blue")), reading(colours=("red",))])
    assert tallied(found) == [("red", 2, 1000), ("blue", 1, 500), ("green", 0, 0)]


def test_numbers_are_counted_in_classes() -> None:
    found = rules.summary(NUMBER, [reading(number=one) for one in (0, 1, 2, 5, 6, 11, 400)])
    assert [tally.count for tally in found.tallies] == [1, 1, 2, 1, 2]
    assert found.spread == rules.Spread(425, 0, 5, 400)
    assert rules.summary(NUMBER, []).spread is None


def test_texts_are_not_counted() -> None:
    assert rules.summary(question("text", Type.TEXT), [reading(text="Demo")]).tallies == ()


@pytest.mark.parametrize(
    ("type", "words"),
    [
        (Type.NUMBER, ["0", "1", "2–5", "6–10", "ab 11"]),
        (Type.PERCENTAGE, ["0 %", "1–9 %", "10–19 %", "20–49 %", "ab 50 %"]),
        (Type.AMOUNT, ["0 CHF", "0–9'999 CHF", "10'000–49'999 CHF", "50'000–99'999 CHF", "ab 100'000 CHF"]),
    ],
)
def test_classes_are_called(type: Type, words: list[str]) -> None:
    assert [class_words(question("one", type), number) for number in range(5)] == words


def test_sizes_are_called() -> None:
    assert size_words(0) == "0–999 Einwohnerinnen und Einwohner"
    assert size_words(4) == "ab 10'000 Einwohnerinnen und Einwohner"


@given(st.lists(st.sampled_from(["red", "blue", "green", None])))
def test_shares_of_one_choice_add_up(said: list[str | None]) -> None:
    found = rules.summary(COLOUR, [reading(colour=one) for one in said])
    assert sum(tally.count for tally in found.tallies) == found.answered
    assert found.answered == 0 or abs(sum(tally.share for tally in found.tallies) - 1000) <= 2


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_lies_between_nothing_and_all(part: int, more: int) -> None:
    assert 0 <= rules.share(part, part + more) <= 1000
    assert rules.share(part + more, part + more) == 1000


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_every_number_is_in_one_class_and_the_median_is_one_of_them(numbers: list[int]) -> None:
    found = rules.summary(NUMBER, [reading(number=one) for one in numbers])
    assert sum(tally.count for tally in found.tallies) == len(numbers)
    assert found.spread is not None
    assert found.spread.median in numbers
    assert found.spread.least <= found.spread.median <= found.spread.most
    assert sum(one <= found.spread.median for one in numbers) * 2 >= len(numbers)


def take_in(place: Municipality, period: str = "2026", **given: str) -> None:
    typed = complete(questionnaire_for(DECLARATION, period), {code: (said,) for code, said in given.items()})
    day = date(int(period), 1, 20)
    intake = SheetIntake(place.pk, place.bfs_number, period, typed, day, day)
    sheets_take_in(kind=DECLARATION, intakes=[intake], actor=Actor.operator())


@pytest.mark.django_db
def test_who_counts_and_what_is_compared(coordinator: Actor) -> None:
    lead, member, alone = municipality(2601), municipality(2602), municipality(2603)
    Municipality.objects.filter(pk=alone.pk).update(district="Thal")
    in_association(lead, member)
    take_in(lead, offers="yes")
    take_in(alone, offers="no", feedback="Demo: mehr Austausch")
    take_in(lead, "2025", offers="no")
    found = evaluation_of(coordinator, DECLARATION, "2026", Among())
    assert ([voice.bfs_number for voice in found.voices], len(found.before), found.owing) == ([2601, 2603], 1, 3)
    assert tallied(found.summaries["offers"]) == [("yes", 1, 500), ("no", 1, 500)]
    assert [tally.previous_count for tally in found.summaries["offers"].tallies] == [0, 1]
    feedback = next(one for one in found.questionnaire.questions if one.code == "feedback")
    assert ("Demo-Dorf 2603", "Demo: mehr Austausch") in {(one.voice.name, one.text) for one in found.texts(feedback)}
    for among, numbers, owing in (
        (Among(district="Thal"), [2603], 1),
        (Among(lead=2601), [2601], 2),
        (Among(size=0), [], 0),
    ):
        some = evaluation_of(coordinator, DECLARATION, "2026", among)
        assert ([voice.bfs_number for voice in some.voices], some.owing) == (numbers, owing)


@pytest.mark.django_db
def test_only_what_is_handed_in_counts_and_of_versions_the_latest(coordinator: Actor) -> None:
    place = municipality(2601)
    take_in(place, offers="yes")
    old = AnswerSheet.objects.get()
    AnswerSheet.objects.create(
        municipality=place,
        kind=DECLARATION,
        period="2026",
        number=2,
        wording=old.wording,
        state=SheetState.DRAFT,
        correction_reason="Demo",
    )
    assert evaluation_of(coordinator, DECLARATION, "2026", Among()).voices[0].filled.sheet == old


@pytest.mark.django_db
def test_queries_do_not_grow(coordinator: Actor) -> None:
    counts = []
    for number in (2601, 2602, 2603, 2604):
        for period in ("2025", "2026"):
            take_in(municipality(number) if period == "2025" else Municipality.objects.get(bfs_number=number), period)
        with CaptureQueriesContext(connection) as queries:
            evaluation_workbook(evaluation_of(coordinator, DECLARATION, "2026", Among()), "2026")
        counts.append(len(queries))
    assert len(set(counts)) == 1


@pytest.mark.django_db
def test_taking_in_is_the_operators_leaves_events_and_happens_once(coordinator: Actor) -> None:
    place = municipality(2601)
    take_in(place)
    assert Event.objects.filter(action="questionnaires.sheet.import").count() == 1
    with pytest.raises(Refused, match="gibt es schon"):
        take_in(place)
    with pytest.raises(Refused):
        sheets_take_in(kind=DECLARATION, intakes=[], actor=actor_with("integration_officer", "bfs-2601"))


@pytest.mark.django_db
def test_the_same_answers_give_the_same_workbook(coordinator: Actor) -> None:
    take_in(municipality(2601), costs="1'234.50", officer_workload="20")
    books = [
        evaluation_workbook(evaluation_of(coordinator, DECLARATION, "2026", Among()), "2026") for _time in range(2)
    ]
    assert books[0] == books[1]


def test_answers_as_people_read_them() -> None:
    assert typed_text(NUMBER, ("1234",)) == "1'234"
    assert typed_text(NUMBER, ("viele",)) == "viele"
    assert typed_text(NUMBER, ()) == ""
    assert answer_text(COLOURS, ("red", "green")) == "Rot, Grün"
    assert answer_text(question("a", Type.AMOUNT), 123450) == "CHF 1'234.50"
    assert answer_text(question("p", Type.PERCENTAGE), 20) == "20 %"
    assert (answer_text(question("y"), True), answer_text(question("y"), False)) == ("Ja", "Nein")
