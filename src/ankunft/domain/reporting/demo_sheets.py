"""Invented answers to the self-declaration, drawn from a hash like the other invented figures. Nobody gave them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from ankunft.domain.demo_people import OFFICER, OLTEN, demo_actor
from ankunft.domain.questionnaires.definitions import questionnaire_for
from ankunft.domain.questionnaires.models import AnswerSheet
from ankunft.domain.questionnaires.rules import asked
from ankunft.domain.questionnaires.selectors import questionnaire_of_sheet
from ankunft.domain.questionnaires.services import (
    SheetIntake,
    sheet_correct,
    sheet_present,
    sheet_save,
    sheets_take_in,
)
from ankunft.domain.questionnaires.values import Kind, Question, Questionnaire, Type, Typed
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Year

from .intake import DeclarationRow
from .services import declaration_begin

NEXT = Year(2027)
REASON = "Demo: Das Sprachtreff-Angebot gibt es seit dem Sommer."
TEXTS = (
    "Demo: Treffpunkt im Gemeindezentrum, monatlich.",
    "Demo: Sprachtreff und Begleitung durch Freiwillige.",
    "Demo: Austausch mit den Nachbargemeinden, zweimal im Jahr.",
    "Demo: Mehr Unterlagen in einfacher Sprache wären hilfreich.",
)
YES_MOSTLY = frozenset({"officer_named", "tasks_organised", "contact_point", "officer_course", "association_contract"})
LARGEST = {Type.NUMBER: 7, Type.PERCENTAGE: 80, Type.AMOUNT: 90_000}
LATER = ("cooperation", "offers", "needs")
"""The sections of next year's form that nobody has filled in yet."""

VOID = frozenset({"none", "other"})
"""Choices that would contradict the others, or ask for more."""

Chance = Callable[[str], float]


def load_sheets(rows: Sequence[DeclarationRow], actor: Actor) -> None:
    """The questionnaires behind these invented declarations, and two that are being worked on in Olten."""
    there = set(AnswerSheet.objects.values_list("municipality_id", "period"))
    fresh = [row for row in rows if (row.municipality_id, str(row.year)) not in there]
    intakes = [
        SheetIntake(row.municipality_id, row.bfs_number, str(row.year), _typed(row), row.submitted_on, row.submitted_on)
        for row in fresh
    ]
    sheets_take_in(kind=Kind.DECLARATION, intakes=intakes, actor=actor, is_demo=True)
    _work_in_progress()


def _work_in_progress() -> None:
    """The form of next year half filled in, and a correction of this year's that waits for the strategic lead."""
    olten = Municipality.objects.get(bfs_number=int(OLTEN.removeprefix("bfs-")))
    if AnswerSheet.objects.filter(municipality=olten, period=str(NEXT)).exists():
        return
    officer = demo_actor(OFFICER)
    begun = declaration_begin(municipality=olten, year=NEXT, actor=officer, is_demo=True)
    typed = _answers(questionnaire_of_sheet(begun), _chance(olten.bfs_number, NEXT))
    for section in questionnaire_of_sheet(begun).sections:
        if section.code not in LATER:
            own = {one.code: typed[one.code] for one in section.questions if one.code in typed}
            sheet_save(sheet=begun, section=section.code, typed=own, seen=0, actor=officer)
    accepted = AnswerSheet.objects.filter(municipality=olten, period=str(NEXT.previous())).first()
    if accepted is not None:
        correction = sheet_correct(sheet=accepted, reason=REASON, actor=officer)
        seen = correction.sections.get(section="needs").version
        sheet_save(sheet=correction, section="needs", typed={"feedback": (TEXTS[1],)}, seen=seen, actor=officer)
        sheet_present(sheet=correction, version=correction.version, actor=officer)


def _typed(row: DeclarationRow) -> Typed:
    form = questionnaire_for(Kind.DECLARATION, str(row.year))
    return _answers(form, _chance(row.bfs_number, row.year))


def _answers(form: Questionnaire, chance: Chance) -> dict[str, tuple[str, ...]]:
    """An answer to everything that is asked; what is voluntary is left out by one in three."""
    typed: dict[str, tuple[str, ...]] = {}
    for _round in range(4):
        wanted = asked(form, typed)
        for question in form.questions:
            if question.code in wanted and question.code not in typed:
                left_out = not question.is_required and chance(f"{question.code} voluntary") < 1 / 3
                typed[question.code] = () if left_out else _answer(question, chance)
    return typed


def _answer(question: Question, chance: Chance) -> tuple[str, ...]:
    drawn = chance(question.code)
    if question.feeds or question.code in YES_MOSTLY:
        return ("yes",) if question.feeds or drawn < 0.9 else ("no",)
    match question.type:
        case Type.YES_NO:
            return ("yes",) if drawn < 0.6 else ("no",)
        case Type.TEXT:
            return (TEXTS[int(drawn * len(TEXTS))],)
        case Type.CHOICE:
            return (question.codes[int(drawn * drawn * len(question.codes))],)
        case Type.MULTIPLE:
            ticked = tuple(
                code for code in question.codes if code not in VOID and chance(f"{question.code} {code}") < 0.4
            )
            return ticked or (question.codes[0],)
    return (str(int(drawn * drawn * LARGEST[Type(question.type)])),)


def _chance(bfs_number: int, year: Year) -> Chance:
    """A number from 0 to 1 that is always the same for the same municipality, year and purpose."""

    def chance(what: str) -> float:
        digest = sha256(f"{bfs_number}/{year}/{what}".encode()).digest()
        return int.from_bytes(digest[:4], "big") / 2**32

    return chance
