"""Whether a definition can be worked with: what would make a form nobody could fill in is found before it is used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from ankunft.domain.questionnaires.values import Kind, Question, Questionnaire, Type

KEY_FIGURES: dict[Kind, dict[str, Type]] = {
    Kind.HALF_YEAR: {
        "first_information_interviews": Type.NUMBER,
        "first_information_interpreters": Type.NUMBER,
        "integration_interviews": Type.NUMBER,
        "integration_interpreters": Type.NUMBER,
        "remarks": Type.TEXT,
    },
    Kind.DECLARATION: {"officer_named": Type.YES_NO, "tasks_organised": Type.YES_NO},
}
"""What answers may become, by form: the totals of the half-year report, the conditions of KS 4.2."""

INDISPENSABLE: dict[Kind, frozenset[str]] = {
    Kind.HALF_YEAR: frozenset({"first_information_interviews", "first_information_interpreters"}),
    Kind.DECLARATION: frozenset({"officer_named", "tasks_organised"}),
}
"""The key figures without which no contribution could be calculated: asked of everybody, and to be answered."""

_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")


class Unsound(StrEnum):
    """What can be wrong with a definition."""

    CODE = "code"
    NO_SECTIONS = "no_sections"
    NO_QUESTIONS = "no_questions"
    SECTION_TWICE = "section_twice"
    QUESTION_TWICE = "question_twice"
    TYPE = "type"
    NO_LABEL = "no_label"
    NO_SOURCE = "no_source"
    NO_OPTIONS = "no_options"
    NEEDLESS_OPTIONS = "needless_options"
    OPTION_TWICE = "option_twice"
    CONDITION_UNKNOWN = "condition_unknown"
    CONDITION_ON_TYPED = "condition_on_typed"
    CONDITION_CODE = "condition_code"
    CIRCLE = "circle"
    FIGURE = "figure"
    FIGURE_TWICE = "figure_twice"
    FIGURE_TYPE = "figure_type"
    FIGURE_NOT_ASKED = "figure_not_asked"
    FIGURE_CONDITIONAL = "figure_conditional"


class Fault(NamedTuple):
    """What is wrong, in which section or question (its code), and with what there."""

    unsound: Unsound
    where: str
    what: str = ""


def faults(questionnaire: Questionnaire, figures: Mapping[str, Type] | None = None) -> list[Fault]:
    """Everything that is wrong with a definition; none if it can be worked with.

    `figures` are the key figures of a scheme's form, all of them indispensable; those of the canton's own two forms
    are known.
    """
    questions = {question.code: question for question in questionnaire.questions}
    found = list(_of_sections(questionnaire))
    for question in questionnaire.questions:
        found += _of_question(question)
        found += _of_conditions(question, questions)
    found += _circles(questions)
    if figures is not None:
        return found + list(_of_figures(questionnaire, figures, figures))
    kind = Kind(questionnaire.kind)
    return found + list(_of_figures(questionnaire, KEY_FIGURES[kind], INDISPENSABLE[kind]))


def _of_sections(questionnaire: Questionnaire) -> Iterator[Fault]:
    if not questionnaire.sections:
        yield Fault(Unsound.NO_SECTIONS, questionnaire.kind)
    for section in questionnaire.sections:
        if not _CODE.fullmatch(section.code):
            yield Fault(Unsound.CODE, section.code)
        if not section.title.strip():
            yield Fault(Unsound.NO_LABEL, section.code)
        if not section.questions:
            yield Fault(Unsound.NO_QUESTIONS, section.code)
    for code in _twice(section.code for section in questionnaire.sections):
        yield Fault(Unsound.SECTION_TWICE, code)
    for code in _twice(question.code for question in questionnaire.questions):
        yield Fault(Unsound.QUESTION_TWICE, code)


def _of_question(question: Question) -> Iterator[Fault]:
    if not _CODE.fullmatch(question.code):
        yield Fault(Unsound.CODE, question.code)
    if question.type not in set(Type):
        yield Fault(Unsound.TYPE, question.code, question.type)
    if not question.label.strip():
        yield Fault(Unsound.NO_LABEL, question.code)
    if not question.source.strip():
        yield Fault(Unsound.NO_SOURCE, question.code)
    yield from _of_options(question)


def _of_options(question: Question) -> Iterator[Fault]:
    chooses = question.type in (Type.CHOICE, Type.MULTIPLE)
    if chooses and len(question.options) < 2:
        yield Fault(Unsound.NO_OPTIONS, question.code)
    if question.options and not chooses:
        yield Fault(Unsound.NEEDLESS_OPTIONS, question.code, question.type)
    for option in question.options:
        if not _CODE.fullmatch(option.code):
            yield Fault(Unsound.CODE, question.code, option.code)
        if not option.label.strip():
            yield Fault(Unsound.NO_LABEL, question.code, option.code)
    for code in _twice(option.code for option in question.options):
        yield Fault(Unsound.OPTION_TWICE, question.code, code)


def _of_conditions(question: Question, questions: dict[str, Question]) -> Iterator[Fault]:
    for condition in question.conditions:
        other = questions.get(condition.question)
        if other is None:
            yield Fault(Unsound.CONDITION_UNKNOWN, question.code, condition.question)
        elif not other.codes:
            yield Fault(Unsound.CONDITION_ON_TYPED, question.code, condition.question)
        elif not condition.among:
            yield Fault(Unsound.CONDITION_CODE, question.code, condition.question)
        else:
            for code in condition.among:
                if code not in other.codes:
                    yield Fault(Unsound.CONDITION_CODE, question.code, code)


def _circles(questions: dict[str, Question]) -> Iterator[Fault]:
    """Questions that come to rest on themselves: they would never be asked."""
    for code in questions:
        seen: set[str] = set()
        behind = [condition.question for condition in questions[code].conditions]
        while behind:
            one = behind.pop()
            if one not in seen and one in questions:
                seen.add(one)
                behind += [condition.question for condition in questions[one].conditions]
        if code in seen:
            yield Fault(Unsound.CIRCLE, code)


def _of_figures(
    questionnaire: Questionnaire, known: Mapping[str, Type], indispensable: Iterable[str]
) -> Iterator[Fault]:
    feeding = [question for question in questionnaire.questions if question.feeds]
    for question in feeding:
        if question.feeds not in known:
            yield Fault(Unsound.FIGURE, question.code, question.feeds)
        elif question.type != known[question.feeds]:
            yield Fault(Unsound.FIGURE_TYPE, question.code, question.feeds)
    for figure in _twice(question.feeds for question in feeding):
        yield Fault(Unsound.FIGURE_TWICE, questionnaire.kind, figure)
    for figure in sorted(indispensable):
        feeder = questionnaire.fed_by(figure)
        if feeder is None:
            yield Fault(Unsound.FIGURE_NOT_ASKED, questionnaire.kind, figure)
        elif feeder.conditions or not feeder.is_required:
            yield Fault(Unsound.FIGURE_CONDITIONAL, feeder.code, figure)


def _twice(codes: Iterable[str]) -> list[str]:
    return sorted(code for code, count in Counter(codes).items() if count > 1)
