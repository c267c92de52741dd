"""Which questions are asked given what is answered so far, and what is missing or wrong in the answers."""

from __future__ import annotations

import re

from ankunft.domain.questionnaires.values import Flaw, Question, Questionnaire, Reading, Type, Typed, Value
from ankunft.foundation.kernel.money import Money

LARGEST_NUMBER = 1_000_000
LARGEST_AMOUNT = 100_000_000_00
"""In Rappen: a hundred million francs."""
LONGEST_TEXT = 4000

_GROUPS = re.compile(r"[\s'’\u00a0\u202f]")


def read(questionnaire: Questionnaire, typed: Typed) -> Reading:
    """What the answers amount to. Answers to questions that are not asked neither count nor are they wrong."""
    wanted = asked(questionnaire, typed)
    answers: dict[str, Value] = {}
    flaws: dict[str, Flaw] = {}
    for question in questionnaire.questions:
        if question.code not in wanted:
            continue
        said = value_of(question, typed.get(question.code, ()))
        if isinstance(said, Flaw):
            flaws[question.code] = said
        elif said is not None:
            answers[question.code] = said
        elif question.is_required:
            flaws[question.code] = Flaw.MISSING
    return Reading(wanted, answers, flaws)


def asked(questionnaire: Questionnaire, typed: Typed) -> frozenset[str]:
    """The codes of the questions that are asked: all conditions hold, and those of the questions they rest on as well.

    A condition on a question that is not asked itself does not hold, whatever was once answered to it; nor does one
    on a question whose answer is not one.
    """
    questions = {question.code: question for question in questionnaire.questions}
    known: dict[str, bool] = {}

    def is_asked(question: Question) -> bool:
        if question.code not in known:
            # A circle asks for nothing: definitions that hold one are refused (soundness.py).
            known[question.code] = False
            known[question.code] = all(
                condition.question in questions
                and is_asked(questions[condition.question])
                and _chosen(questions[condition.question], typed).intersection(condition.among)
                for condition in question.conditions
            )
        return known[question.code]

    return frozenset(code for code, question in questions.items() if is_asked(question))


def _chosen(question: Question, typed: Typed) -> set[str]:
    said = typed.get(question.code, ())
    return set() if isinstance(value_of(question, said), Flaw) else set(said)


def is_answered(typed: tuple[str, ...]) -> bool:
    """Whether anything was typed or ticked: blanks are nothing."""
    return any(text.strip() for text in typed)


def value_of(question: Question, typed: tuple[str, ...]) -> Value | Flaw | None:
    """The value of what was typed; None where nothing was; the flaw where it is no answer to that question."""
    said = tuple(text.strip() for text in typed if text.strip())
    if not said:
        return None
    if question.type == Type.MULTIPLE:
        wanted = tuple(code for code in question.codes if code in said)
        return wanted if set(said) <= set(question.codes) else Flaw.NOT_A_CHOICE
    if len(said) > 1:
        return Flaw.SEVERAL
    match question.type:
        case Type.YES_NO | Type.CHOICE:
            if said[0] not in question.codes:
                return Flaw.NOT_A_CHOICE
            return said[0] == "yes" if question.type == Type.YES_NO else said[0]
        case Type.NUMBER:
            return _whole(said[0], LARGEST_NUMBER, Flaw.NOT_A_NUMBER, Flaw.TOO_LARGE)
        case Type.PERCENTAGE:
            return _whole(said[0].removesuffix("%"), 100, Flaw.NOT_A_PERCENTAGE, Flaw.NOT_A_PERCENTAGE)
        case Type.AMOUNT:
            return _amount(said[0])
        case _:
            return said[0] if len(said[0]) <= LONGEST_TEXT else Flaw.TOO_LONG


def numbered_flaws(questionnaire: Questionnaire, reading: Reading) -> dict[str, int]:
    """How many questions of each section are still missing or wrong, by the code of the section; all are named."""
    return {
        section.code: sum(1 for question in section.questions if question.code in reading.flaws)
        for section in questionnaire.sections
    }


def _whole(text: str, most: int, no_number: Flaw, too_large: Flaw) -> int | Flaw:
    """A whole number, zero or more; groups of thousands may be set apart as in `1'234`."""
    digits = _GROUPS.sub("", text)
    if not re.fullmatch(r"[0-9]{1,18}", digits):
        return too_large if re.fullmatch(r"[0-9]{19,}", digits) else no_number
    return int(digits) if int(digits) <= most else too_large


def _amount(text: str) -> int | Flaw:
    try:
        rappen = Money.parse(text).rappen
    except ValueError:
        return Flaw.NOT_AN_AMOUNT
    if rappen < 0:
        return Flaw.NOT_AN_AMOUNT
    return rappen if rappen <= LARGEST_AMOUNT else Flaw.TOO_LARGE
