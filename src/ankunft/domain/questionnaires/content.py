"""A questionnaire as JSON and back: how files define it, and how the database keeps the wording that was answered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from ankunft.foundation.documents.json_parts import Malformed, Part

from .values import Condition, Option, Question, Questionnaire, Section, known_kind

__all__ = [
    "Malformed",
    "content_of",
    "digest_of",
    "questionnaire_of",
    "sections_content",
    "sections_of_part",
]


def questionnaire_of(data: Any) -> Questionnaire:
    """The questionnaire that the JSON describes; Malformed where it does not. `about` is for whoever reads the file."""
    top = Part(data)
    top.only("about", "kind", "valid_from", "title", "source", "note", "sections")
    kind, valid_from = top.read("kind", known_kind), top.day("valid_from")
    return Questionnaire(
        kind, valid_from, top.text("title"), top.text("source"), top.text("note", ""), sections_of_part(top)
    )


def sections_of_part(part: Part) -> tuple[Section, ...]:
    """The sections that an object of a JSON lists."""
    return tuple(_section(one) for one in part.parts("sections"))


def content_of(questionnaire: Questionnaire) -> dict[str, Any]:
    """The questionnaire as JSON: `questionnaire_of` makes the same of it."""
    return {
        "kind": str(questionnaire.kind),
        "valid_from": questionnaire.valid_from.isoformat(),
        "title": questionnaire.title,
        "source": questionnaire.source,
        "note": questionnaire.note,
        "sections": sections_content(questionnaire.sections),
    }


def sections_content(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Sections as JSON: `sections_of_part` makes the same of the object that lists them."""
    return [
        {
            "code": section.code,
            "title": section.title,
            "help": section.help,
            "questions": [_question_content(question) for question in section.questions],
        }
        for section in sections
    ]


def digest_of(content: Mapping[str, Any]) -> str:
    """What tells one wording from another: the same for the same content, however it is laid out."""
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _question_content(question: Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "type": question.type,
        "label": question.label,
        "help": question.help,
        "source": question.source,
        "required": question.is_required,
        "options": [{"code": option.code, "label": option.label} for option in question.options],
        "when": [{"question": condition.question, "among": list(condition.among)} for condition in question.conditions],
        "feeds": question.feeds,
    }


def _section(part: Part) -> Section:
    part.only("code", "title", "help", "questions")
    questions = tuple(_question(one) for one in part.parts("questions"))
    return Section(part.text("code"), part.text("title"), questions, part.text("help", ""))


def _question(part: Part) -> Question:
    part.only("code", "type", "label", "help", "source", "required", "options", "when", "feeds")
    return Question(
        code=part.text("code"),
        type=part.text("type"),
        label=part.text("label"),
        source=part.text("source", ""),
        help=part.text("help", ""),
        is_required=part.truth("required"),
        options=tuple(_option(one) for one in part.parts("options", [])),
        conditions=tuple(_condition(one) for one in part.parts("when", [])),
        feeds=part.text("feeds", ""),
    )


def _option(part: Part) -> Option:
    part.only("code", "label")
    return Option(part.text("code"), part.text("label"))


def _condition(part: Part) -> Condition:
    part.only("question", "among")
    return Condition(part.text("question"), part.texts("among"))
