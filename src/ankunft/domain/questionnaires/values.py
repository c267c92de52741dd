"""What a questionnaire is made of, and what is answered, as plain values. Nothing here knows where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The two forms of start.integration (KS 5.2). The forms of other schemes have kinds like `scheme.status-s`."""

    HALF_YEAR = "half_year"
    """Reportingformular, Anhang 2: figures, every half-year."""
    DECLARATION = "declaration"
    """Selbstdeklaration, Anhang 3: qualitative, every year."""


OF_SCHEME = "scheme."
"""How the kind of a form begins that belongs to another scheme than start.integration."""


def known_kind(text: str) -> str:
    """The kind as written; ValueError where it is neither of the canton's two forms nor that of a scheme."""
    return text if text.startswith(OF_SCHEME) and text != OF_SCHEME else Kind(text)


class Type(StrEnum):
    """What can be answered."""

    YES_NO = "yes_no"
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    AMOUNT = "amount"
    """Francs and centimes; the value is whole Rappen."""
    PERCENTAGE = "percentage"
    """A whole percentage from 0 to 100."""


YES, NO = "yes", "no"


class Option(NamedTuple):
    """An answer that can be chosen."""

    code: str
    label: str


class Condition(NamedTuple):
    """That another question is asked, and that one of these codes is (among) its answer."""

    question: str
    among: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. It is asked where all conditions hold; `feeds` names the key figure that its answer becomes."""

    code: str
    type: str
    label: str
    source: str
    help: str = ""
    is_required: bool = False
    options: tuple[Option, ...] = ()
    conditions: tuple[Condition, ...] = ()
    feeds: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """What can be chosen as answer; nothing where something is typed."""
        if self.type == Type.YES_NO:
            return (YES, NO)
        return tuple(option.code for option in self.options)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a questionnaire: it is filled in, and given back, by itself."""

    code: str
    title: str
    questions: tuple[Question, ...]
    help: str = ""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version of a form, for periods that begin on its day or later. `note`: what is known of the official one."""

    kind: str
    valid_from: date
    title: str
    source: str
    note: str
    sections: tuple[Section, ...]

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, in order."""
        return (question for section in self.sections for question in section.questions)

    def section(self, code: str) -> Section | None:
        """The section of that code; None if there is none."""
        return next((section for section in self.sections if section.code == code), None)

    def fed_by(self, figure: str) -> Question | None:
        """The question whose answer becomes that key figure; None if none does."""
        return next((question for question in self.questions if question.feeds == figure), None)


Typed = Mapping[str, tuple[str, ...]]
"""Answers as they were typed or ticked, by the code of the question. What is not in it is not answered."""

Value = bool | int | str | tuple[str, ...]
"""An answer that could be read: yes or no, a whole number, Rappen or percent, text or a code, several codes."""


class Flaw(StrEnum):
    """Why an answer is not one."""

    MISSING = "missing"
    NOT_A_NUMBER = "not_a_number"
    TOO_LARGE = "too_large"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_PERCENTAGE = "not_a_percentage"
    NOT_A_CHOICE = "not_a_choice"
    SEVERAL = "several"
    TOO_LONG = "too_long"


class Reading(NamedTuple):
    """What answers amount to: which questions are asked, what was answered to them, and what is wrong with the rest."""

    asked: frozenset[str]
    answers: dict[str, Value]
    flaws: dict[str, Flaw]

    @property
    def is_complete(self) -> bool:
        """Whether nothing that is asked is missing or wrong."""
        return not self.flaws
