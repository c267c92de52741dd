"""The evaluation of one question as bars, with the year before as a mark: numbers for SVG drawings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ankunft.domain.questionnaires.definitions import as_options
from ankunft.domain.questionnaires.evaluation_words import class_words
from ankunft.domain.questionnaires.rules import Spread, Summary
from ankunft.domain.questionnaires.selectors import Text
from ankunft.domain.questionnaires.shown import answer_text
from ankunft.domain.questionnaires.values import Question, Type


@dataclass(frozen=True, slots=True)
class Bar:
    """An answer: how often, now and the year before; `width` and `before` are the shares in per mille."""

    label: str
    count: int
    share: float
    previous_count: int
    previous_share: float
    width: int
    before: int


class Figures(NamedTuple):
    """The sum (of percentages there is none), the middle, the smallest and the largest of what was typed, in words."""

    total: str
    median: str
    least: str
    most: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A question counted, as the page shows it."""

    summary: Summary
    bars: list[Bar]
    texts: list[Text]
    figures: Figures | None

    @property
    def question(self) -> Question:
        return self.summary.question


def chart_of(summary: Summary, texts: list[Text]) -> Chart:
    """The bars of a question, in the order of its answers."""
    labels = {option.code: option.label for option in as_options(summary.question)}
    bars = [
        Bar(
            labels.get(tally.code) or class_words(summary.question, int(tally.code)),
            tally.count,
            tally.share / 1000,
            tally.previous_count,
            tally.previous_share / 1000,
            tally.share,
            tally.previous_share,
        )
        for tally in summary.tallies
    ]
    return Chart(summary, bars, texts, _figures(summary.question, summary.spread))


def _figures(question: Question, spread: Spread | None) -> Figures | None:
    if spread is None:
        return None
    total = "" if question.type == Type.PERCENTAGE else answer_text(question, spread.total)
    return Figures(total, *(answer_text(question, value) for value in (spread.median, spread.least, spread.most)))
