"""The answers of all municipalities to a form, this period beside the one before, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ankunft.domain.questionnaires.definitions import questionnaire_for
from ankunft.domain.questionnaires.models import HANDED_IN, AnswerSheet
from ankunft.domain.questionnaires.rules import SIZES, Summary, begins, class_of, summary
from ankunft.domain.questionnaires.values import Kind, Question, Questionnaire, Section, Type
from ankunft.domain.territory.selectors import Row, overview, stands
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear, Year

from .sheets import Filled, filled


class Among(NamedTuple):
    """Which municipalities count: of a district, of an association (the BFS number of its lead), of a size class."""

    district: str = ""
    lead: int | None = None
    size: int | None = None


class Voice(NamedTuple):
    """What one municipality answered, and by what it is compared."""

    bfs_number: int
    name: str
    district: str
    lead: str
    size: int | None
    filled: Filled
    is_accepted: bool


class Text(NamedTuple):
    """A free answer and whose it is."""

    voice: Voice
    text: str


@dataclass(frozen=True)
class Evaluation:
    """What was answered for a period by those who count; `owing` are the municipalities that could have answered."""

    questionnaire: Questionnaire
    voices: list[Voice]
    before: list[Voice]
    owing: int
    districts: list[str]
    leads: list[tuple[int, str]]

    @cached_property
    def summaries(self) -> dict[str, Summary]:
        """Every question counted, by its code."""
        now = [voice.filled.reading for voice in self.voices]
        before = [voice.filled.reading for voice in self.before]
        return {question.code: summary(question, now, before) for question in self.questionnaire.questions}

    def texts(self, question: Question) -> list[Text]:
        """The free answers to a question, by municipality; none where it is no such question."""
        if question.type != Type.TEXT:
            return []
        found = ((voice, voice.filled.reading.answers.get(question.code)) for voice in self.voices)
        return [Text(voice, str(said)) for voice, said in found if said is not None]

    def sections(self) -> Iterable[tuple[Section, list[Summary]]]:
        """Every section with its questions counted."""
        for section in self.questionnaire.sections:
            yield section, [self.summaries[question.code] for question in section.questions]


def evaluation_of(actor: Actor, kind: Kind, period: str, among: Among) -> Evaluation:
    """What the municipalities handed in for a period (of several versions the latest), and for the one before."""
    day = begins(kind, period)
    rows = overview(day, next(iter(stands()), None))
    known = {row.id: row for row in rows}
    earlier = _previous(kind, period)
    wanted = {row.id for row in rows if _fits(row, among)}
    voices: dict[str, dict[int, Voice]] = {period: {}, earlier: {}}
    sheets = visible_to(actor, AnswerSheet).filter(kind=kind, period__in=voices, state__in=HANDED_IN)
    for sheet in sheets.select_related("wording", "municipality").prefetch_related("sections").order_by("number"):
        row = known.get(sheet.municipality_id)
        if row is not None and row.id in wanted:
            voices[sheet.period][row.id] = Voice(
                row.bfs_number,
                row.name,
                row.district,
                row.lead.name if row.lead else "",
                size_of(row.population.residents if row.population else None),
                filled(sheet),
                sheet.state == "accepted",
            )
    return Evaluation(
        questionnaire_for(kind, period),
        voices=sorted(voices[period].values(), key=lambda voice: voice.name),
        before=list(voices[earlier].values()),
        owing=len(wanted),
        districts=sorted({row.district for row in rows}),
        leads=sorted({(row.lead.bfs_number, row.lead.name) for row in rows if row.lead}, key=lambda lead: lead[1]),
    )


def size_of(residents: int | None) -> int | None:
    """The size class of a municipality; None where nobody is counted."""
    return None if residents is None else class_of(residents, SIZES)


def _fits(row: Row, among: Among) -> bool:
    lead = row.bfs_number if row.leads else row.lead.bfs_number if row.lead else None
    return (
        (not among.district or row.district == among.district)
        and (among.lead is None or lead == among.lead)
        and (among.size is None or size_of(row.population.residents if row.population else None) == among.size)
    )


def _previous(kind: Kind, period: str) -> str:
    """The period to compare with: a year before, so that a half-year is compared with the same one."""
    if kind == Kind.DECLARATION:
        return str(Year.parse(period).previous())
    return str(HalfYear.parse(period).previous().previous())
