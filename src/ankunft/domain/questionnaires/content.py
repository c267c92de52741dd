"""A questionnaire as JSON and back: how files define it, and how the database keeps the wording that was answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from .values import Condition, Kind, Option, Question, Questionnaire, Section


class Malformed(Exception):
    """Something is missing, superfluous or of another kind; `where` is the way to it, like `sections.1.title`."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def questionnaire_of(data: Any) -> Questionnaire:
    """The questionnaire that the JSON describes; Malformed where it does not. `about` is for whoever reads the file."""
    top = _Part(data, "")
    top.only("about", "kind", "valid_from", "title", "source", "note", "sections")
    try:
        kind = Kind(top.text("kind"))
    except ValueError:
        raise Malformed("kind") from None
    try:
        valid_from = date.fromisoformat(top.text("valid_from"))
    except ValueError:
        raise Malformed("valid_from") from None
    sections = tuple(_section(part) for part in top.parts("sections"))
    return Questionnaire(kind, valid_from, top.text("title"), top.text("source"), top.text("note", ""), sections)


def content_of(questionnaire: Questionnaire) -> dict[str, Any]:
    """The questionnaire as JSON: `questionnaire_of` makes the same of it."""
    return {
        "kind": questionnaire.kind.value,
        "valid_from": questionnaire.valid_from.isoformat(),
        "title": questionnaire.title,
        "source": questionnaire.source,
        "note": questionnaire.note,
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "help": section.help,
                "questions": [_question_content(question) for question in section.questions],
            }
            for section in questionnaire.sections
        ],
    }


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


class _Part:
    """An object of the JSON, and the way to it."""

    def __init__(self, data: Any, where: str) -> None:
        if not isinstance(data, dict):
            raise Malformed(where or "{}")
        self.data = data
        self.where = where

    def only(self, *known: str) -> None:
        for name in self.data:
            if name not in known:
                raise Malformed(self._at(name))

    def text(self, name: str, default: str | None = None) -> str:
        value = self.data.get(name, default)
        if not isinstance(value, str):
            raise Malformed(self._at(name))
        return value

    def truth(self, name: str) -> bool:
        value = self.data.get(name, False)
        if not isinstance(value, bool):
            raise Malformed(self._at(name))
        return value

    def parts(self, name: str, default: list[Any] | None = None) -> list[_Part]:
        value = self.data.get(name, default)
        if not isinstance(value, list):
            raise Malformed(self._at(name))
        return [_Part(one, f"{self._at(name)}.{index}") for index, one in enumerate(value)]

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.data.get(name)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise Malformed(self._at(name))
        return tuple(value)

    def _at(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name


def _section(part: _Part) -> Section:
    part.only("code", "title", "help", "questions")
    questions = tuple(_question(one) for one in part.parts("questions"))
    return Section(part.text("code"), part.text("title"), questions, part.text("help", ""))


def _question(part: _Part) -> Question:
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


def _option(part: _Part) -> Option:
    part.only("code", "label")
    return Option(part.text("code"), part.text("label"))


def _condition(part: _Part) -> Condition:
    part.only("question", "among")
    return Condition(part.text("question"), part.texts("among"))
