"""Which version holds, what is asked and what counts: as tables, and as laws over all answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.questionnaires import rules
from ankunft.domain.questionnaires.definitions import all_versions, questionnaire_for, sections_of, versions_of
from ankunft.domain.questionnaires.values import Condition, Flaw, Kind, Question, Questionnaire, Type
from tests.domain.questionnaires.making import OFFICER, TASKS, question, questionnaire

HALF_YEAR, DECLARATION = Kind.HALF_YEAR, Kind.DECLARATION


@pytest.mark.parametrize(
    ("kind", "period", "since"),
    [
        (HALF_YEAR, "2017-H1", "2017-01-01"),
        (HALF_YEAR, "2018-H1", "2017-01-01"),
        (HALF_YEAR, "2018-H2", "2018-07-01"),
        # Written in January 2022, about a half-year without subsidised integration interviews.
        (HALF_YEAR, "2021-H2", "2018-07-01"),
        (HALF_YEAR, "2022-H1", "2022-01-01"),
        (HALF_YEAR, "2023-H2", "2022-01-01"),
        (HALF_YEAR, "2024-H1", "2024-01-01"),
        (HALF_YEAR, "2026-H2", "2024-01-01"),
        (DECLARATION, "2018", "2017-01-01"),
        (DECLARATION, "2019", "2018-07-01"),
        # Due on 31.01.2021, before the focus programme of 30.04.2021 widened the form.
        (DECLARATION, "2021", "2018-07-01"),
        (DECLARATION, "2022", "2021-04-30"),
        (DECLARATION, "2027", "2021-04-30"),
    ],
)
def test_the_version_in_force_when_the_period_begins(kind: Kind, period: str, since: str) -> None:
    assert questionnaire_for(kind, period).valid_from == date.fromisoformat(since)


def test_no_version_before_the_first_one() -> None:
    assert rules.version_for(all_versions(), DECLARATION, "2016") is None


@pytest.mark.parametrize(("kind", "period"), [(HALF_YEAR, "2024"), (DECLARATION, "2024-H1"), (DECLARATION, "x")])
def test_a_period_is_written_like_its_form(kind: Kind, period: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        questionnaire_for(kind, period)


def test_integration_interviews_are_asked_for_since_2022_only() -> None:
    codes = {
        period: [section.code for section in sections_of(HALF_YEAR, period)]
        for period in ("2018-H2", "2021-H2", "2022-H1", "2024-H1")
    }
    assert codes["2018-H2"] == codes["2021-H2"] == ["first_information", "remarks"]
    assert codes["2022-H1"] == codes["2024-H1"] == ["first_information", "integration", "remarks"]


def test_anchoring_is_asked_for_since_the_focus_programme() -> None:
    asking = [
        version.valid_from.year
        for version in versions_of(DECLARATION)
        if "anchoring" in {section.code for section in version.sections}
    ]
    assert asking == [2021]


@pytest.mark.parametrize(
    ("type", "typed", "value"),
    [
        (Type.YES_NO, ("yes",), True),
        (Type.YES_NO, ("no",), False),
        (Type.YES_NO, ("perhaps",), Flaw.NOT_A_CHOICE),
        (Type.YES_NO, ("yes", "no"), Flaw.SEVERAL),
        (Type.YES_NO, ("  ",), None),
        (Type.NUMBER, (" 12 ",), 12),
        (Type.NUMBER, ("1'234",), 1234),
        (Type.NUMBER, ("1\u202f234",), 1234),
        (Type.NUMBER, ("0",), 0),
        (Type.NUMBER, ("-1",), Flaw.NOT_A_NUMBER),
        (Type.NUMBER, ("1.5",), Flaw.NOT_A_NUMBER),
        (Type.NUMBER, ("zwei",), Flaw.NOT_A_NUMBER),
        (Type.NUMBER, ("٣",), Flaw.NOT_A_NUMBER),
        (Type.NUMBER, ("1000001",), Flaw.TOO_LARGE),
        (Type.NUMBER, ("9" * 400,), Flaw.TOO_LARGE),
        (Type.PERCENTAGE, ("20 %",), 20),
        (Type.PERCENTAGE, ("100",), 100),
        (Type.PERCENTAGE, ("101",), Flaw.NOT_A_PERCENTAGE),
        (Type.AMOUNT, ("1'234.50",), 123450),
        (Type.AMOUNT, ("CHF 20",), 2000),
        (Type.AMOUNT, ("20,50",), Flaw.NOT_AN_AMOUNT),
        (Type.AMOUNT, ("-5",), Flaw.NOT_AN_AMOUNT),
        (Type.AMOUNT, ("100000000.01",), Flaw.TOO_LARGE),
        (Type.CHOICE, ("red",), "red"),
        (Type.CHOICE, ("pink",), Flaw.NOT_A_CHOICE),
        (Type.MULTIPLE, ("blue", "red", "blue"), ("red", "blue")),
        (Type.MULTIPLE, ("blue", "pink"), Flaw.NOT_A_CHOICE),
        (Type.MULTIPLE, (), None),
        (Type.TEXT, (" Zwei Zeilen\nText ",), "Zwei Zeilen\nText"),
        (Type.TEXT, ("x" * 4001,), Flaw.TOO_LONG),
    ],
)
def test_what_was_typed_is_a_value_or_a_flaw(type: Type, typed: tuple[str, ...], value: Any) -> None:
    found = rules.value_of(question("one", type), typed)
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)


CHAIN = questionnaire(
    question("offers", is_required=True),
    question("agreement", is_required=True, when={"offers": ("yes",)}),
    question("how_many", Type.NUMBER, is_required=True, when={"agreement": ("yes",)}),
    question("kinds", Type.MULTIPLE, when={"offers": ("yes",), "tasks_organised": ("yes",)}),
    question("which", Type.TEXT, is_required=True, when={"kinds": ("blue", "green")}),
)
GIVEN = {"officer_named": ("yes",), "tasks_organised": ("yes",)}


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ({}, {"offers"}),
        ({"offers": ("no",)}, {"offers"}),
        ({"offers": ("yes",)}, {"offers", "agreement", "kinds"}),
        ({"offers": ("yes",), "tasks_organised": ("no",)}, {"offers", "agreement"}),
        ({"offers": ("yes",), "agreement": ("yes",)}, {"offers", "agreement", "how_many", "kinds"}),
        # What was once answered to a question that is not asked any more opens nothing further down.
        ({"offers": ("no",), "agreement": ("yes",)}, {"offers"}),
        ({"offers": ("yes",), "kinds": ("red",)}, {"offers", "agreement", "kinds"}),
        ({"offers": ("yes",), "kinds": ("red", "green")}, {"offers", "agreement", "kinds", "which"}),
        # An answer that is none fulfils no condition.
        ({"offers": ("yes",), "kinds": ("green", "pink")}, {"offers", "agreement", "kinds"}),
        ({"offers": ("yes", "no")}, {"offers"}),
    ],
)
def test_conditions_hold_along_the_whole_chain(typed: dict[str, tuple[str, ...]], asked: set[str]) -> None:
    assert rules.asked(CHAIN, {**GIVEN, **typed}) == {"officer_named", "tasks_organised", *asked}


def test_what_is_missing_or_wrong_is_said_by_question() -> None:
    typed = {"officer_named": ("yes",), "offers": ("yes",), "agreement": ("yes",), "how_many": ("viele",)}
    reading = rules.read(CHAIN, typed)
    assert reading.flaws == {"tasks_organised": Flaw.MISSING, "how_many": Flaw.NOT_A_NUMBER}
    assert reading.answers == {"officer_named": True, "offers": True, "agreement": True}
    assert rules.numbered_flaws(CHAIN, reading) == {"conditions": 1, "more": 1}


CODES = [question.code for question in CHAIN.questions]
typed_answers = st.dictionaries(
    st.sampled_from([*CODES, "gone"]),
    st.lists(st.sampled_from(["yes", "no", "red", "green", "7", "", "Text"]), max_size=3).map(tuple),
)


@given(typed_answers)
def test_a_question_that_is_not_asked_is_neither_required_nor_wrong_nor_does_it_count(typed: Any) -> None:
    reading = rules.read(CHAIN, typed)
    assert set(reading.flaws) | set(reading.answers) <= reading.asked
    assert not set(reading.flaws) & set(reading.answers)


@given(typed_answers)
def test_answers_to_what_is_not_asked_change_nothing(typed: Any) -> None:
    reading = rules.read(CHAIN, typed)
    assert rules.read(CHAIN, {code: said for code, said in typed.items() if code in reading.asked}) == reading


@given(typed_answers)
def test_what_is_asked_rests_on_questions_that_are_asked_and_answered_so(typed: Any) -> None:
    wanted = rules.asked(CHAIN, typed)
    for one in CHAIN.questions:
        holds = all(
            condition.question in wanted and set(typed.get(condition.question, ())) & set(condition.among)
            for condition in one.conditions
        )
        if one.code in wanted:
            assert holds


@given(typed_answers)
def test_the_order_of_the_questions_does_not_matter(typed: Any) -> None:
    backwards = questionnaire(*reversed(CHAIN.sections[1].questions))
    assert rules.asked(backwards, typed) == rules.asked(CHAIN, typed)


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=12))
def test_a_circle_is_found_wherever_it_is_and_asks_for_nothing(pairs: list[tuple[str, str]]) -> None:
    behind: dict[str, dict[str, tuple[str, ...]]] = {code: {} for code in "abcde"}
    for code, other in pairs:
        behind[code][other] = ("yes",)
    form = questionnaire(*(question(code, when=when) for code, when in behind.items()))
    circular = {fault.where for fault in rules.faults(form) if fault.unsound == rules.Unsound.CIRCLE}

    def reaches_itself(code: str) -> bool:
        seen: set[str] = set()
        waiting = list(behind[code])
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += behind[one]
        return code in seen

    assert circular == {code for code in "abcde" if reaches_itself(code)}
    assert not circular & rules.asked(form, dict.fromkeys("abcde", ("yes",)))


UNSOUND: list[tuple[Questionnaire, str, str]] = [
    (questionnaire(question("Wrong Code")), "code", "Wrong Code"),
    (questionnaire(figures=False), "no_sections", "declaration"),
    (questionnaire(question("a"), question("a")), "question_twice", "a"),
    (questionnaire(question("a", "colour")), "type", "a"),
    (questionnaire(question("a", label=" ")), "no_label", "a"),
    (questionnaire(question("a", source="")), "no_source", "a"),
    (questionnaire(question("a", Type.CHOICE, options=())), "no_options", "a"),
    (questionnaire(question("a", Type.TEXT, options=question("b", Type.CHOICE).options)), "needless_options", "a"),
    (questionnaire(question("a", Type.CHOICE, options=question("b", Type.CHOICE).options * 2)), "option_twice", "a"),
    (questionnaire(question("a", when={"nowhere": ("yes",)})), "condition_unknown", "a"),
    (questionnaire(question("t", Type.TEXT), question("a", when={"t": ("yes",)})), "condition_on_typed", "a"),
    (questionnaire(question("b"), question("a", when={"b": ("maybe",)})), "condition_code", "a"),
    (questionnaire(question("b"), question("a", when={"b": ()})), "condition_code", "a"),
    (questionnaire(question("a", when={"a": ("yes",)})), "circle", "a"),
    (questionnaire(question("a", feeds="happiness")), "figure", "a"),
    (questionnaire(question("a", feeds="officer_named", is_required=True)), "figure_twice", "declaration"),
    (questionnaire(TASKS, figures=False), "figure_not_asked", "declaration"),
    (
        questionnaire(question("officer_named", Type.TEXT, feeds="officer_named", is_required=True), figures=False),
        "figure_type",
        "officer_named",
    ),
    (
        questionnaire(TASKS, question("officer_named", feeds="officer_named"), figures=False),
        "figure_conditional",
        "officer_named",
    ),
]


@pytest.mark.parametrize(("form", "unsound", "where"), UNSOUND, ids=[one[1] for one in UNSOUND])
def test_what_makes_a_definition_unsound_is_named(form: Questionnaire, unsound: str, where: str) -> None:
    assert (unsound, where) in {(fault.unsound, fault.where) for fault in rules.faults(form)}


def test_a_sound_definition_has_no_faults() -> None:
    assert rules.faults(CHAIN) == []
    assert rules.faults(questionnaire()) == []


@pytest.mark.parametrize("version", all_versions(), ids=lambda one: f"{one.kind}-{one.valid_from}")
def test_no_answer_is_needed_that_cannot_be_given(version: Questionnaire) -> None:
    """Whatever is chosen, each question that comes to be asked can be answered, and then nothing is missing."""
    for first in (True, False):
        typed: dict[str, tuple[str, ...]] = {}
        for _round in range(8):
            typed |= {
                one.code: _some_answer(one, first)
                for one in version.questions
                if one.code in rules.asked(version, typed) and one.code not in typed
            }
        assert rules.read(version, typed).is_complete


def _some_answer(one: Question, first: bool) -> tuple[str, ...]:
    if one.codes:
        return (one.codes[0] if first else one.codes[-1],)
    return ("Demo",) if one.type == Type.TEXT else ("7",)


def test_conditions_and_key_figures_are_as_the_files_say() -> None:
    form = questionnaire_for(DECLARATION, "2026")
    assert form.fed_by("officer_named") == form.section("officer").questions[0]  # type: ignore[union-attr]
    plan = next(one for one in form.questions if one.code == "tasks_plan")
    assert plan.conditions == (Condition("tasks_organised", ("no",)),)
    assert OFFICER.codes == ("yes", "no")
