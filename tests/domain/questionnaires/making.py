"""Small questionnaires for the tests of this room."""

from __future__ import annotations

from datetime import date

from ankunft.domain.questionnaires.values import Condition, Kind, Option, Question, Questionnaire, Section, Type


def question(
    code: str, type: str = Type.YES_NO, *, when: dict[str, tuple[str, ...]] | None = None, **more: object
) -> Question:
    """A question that is sound but for what is said of it."""
    chooses = type in (Type.CHOICE, Type.MULTIPLE)
    values: dict[str, object] = {
        "label": f"Frage {code}",
        "source": "KS 4.2",
        "options": (Option("red", "Rot"), Option("blue", "Blau"), Option("green", "Grün")) if chooses else (),
        "conditions": tuple(Condition(other, among) for other, among in (when or {}).items()),
        **more,
    }
    return Question(code=code, type=type, **values)  # type: ignore[arg-type]


OFFICER = question("officer_named", feeds="officer_named", is_required=True)
TASKS = question("tasks_organised", feeds="tasks_organised", is_required=True)


def questionnaire(
    *questions: Question, kind: Kind = Kind.DECLARATION, valid_from: date = date(2018, 7, 1), figures: bool = True
) -> Questionnaire:
    """A self-declaration with a section of the key figures (unless not wanted) and one of these questions."""
    sections = [Section("conditions", "Voraussetzungen", (OFFICER, TASKS))] if figures else []
    if questions:
        sections.append(Section("more", "Mehr", questions))
    return Questionnaire(kind, valid_from, "Selbstdeklaration", "KS 5.2", "", tuple(sections))
