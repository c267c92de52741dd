"""All answers and their evaluation as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ankunft.foundation.documents.spreadsheet import Kind as CellKind
from ankunft.foundation.documents.spreadsheet import Sheet, workbook

from .definitions import as_options
from .evaluation_words import class_words
from .selectors import Evaluation
from .shown import typed_text
from .values import Question, Type, Value

_KINDS: dict[str, CellKind] = {Type.NUMBER: "integer", Type.AMOUNT: "money", Type.PERCENTAGE: "percent"}


def evaluation_workbook(evaluation: Evaluation, period: str) -> bytes:
    """Three sheets: every answer (one row for each municipality), how often each was given, and the free texts."""
    questions = list(evaluation.questionnaire.questions)
    return workbook(
        [
            Sheet(
                _("Antworten %(period)s") % {"period": period},
                [_("BFS-Nr."), _("Gemeinde"), _("Bezirk"), _("Leitgemeinde"), *(one.label for one in questions)],
                list(_answers(evaluation, questions)),
                kinds=("integer", "text", "text", "text", *(_KINDS.get(one.type, "text") for one in questions)),
                widths=(10, 24, 18, 18, *(24 for _one in questions)),
            ),
            Sheet(
                _("Auswertung"),
                [
                    _("Abschnitt"),
                    _("Frage"),
                    _("Antwort"),
                    _("Anzahl"),
                    _("Anteil"),
                    _("Anzahl im Vorjahr"),
                    _("Anteil im Vorjahr"),
                ],
                list(_tallies(evaluation)),
                kinds=("text", "text", "text", "integer", "percent", "integer", "percent"),
                widths=(22, 60, 40),
            ),
            Sheet(
                _("Texte"),
                [_("Frage"), _("BFS-Nr."), _("Gemeinde"), _("Antwort")],
                [
                    [one.label, text.voice.bfs_number, text.voice.name, text.text]
                    for one in questions
                    for text in evaluation.texts(one)
                ],
                kinds=("text", "integer", "text", "text"),
                widths=(60, 10, 24, 80),
            ),
        ]
    )


def _answers(evaluation: Evaluation, questions: list[Question]) -> Iterator[list[Any]]:
    for voice in evaluation.voices:
        reading = voice.filled.reading
        cells = [_cell(one, reading.answers.get(one.code), voice.filled.typed.get(one.code, ())) for one in questions]
        yield [voice.bfs_number, voice.name, voice.district, voice.lead, *cells]


def _cell(question: Question, value: Value | None, typed: tuple[str, ...]) -> Any:
    if value is None:
        return None
    if question.type == Type.PERCENTAGE:
        return int(value) / 100  # type: ignore[arg-type]
    return value if question.type in _KINDS else typed_text(question, typed)


def _tallies(evaluation: Evaluation) -> Iterator[list[Any]]:
    for section, summaries in evaluation.sections():
        for summary in summaries:
            labels = {option.code: option.label for option in as_options(summary.question)}
            for tally in summary.tallies:
                yield [
                    section.title,
                    summary.question.label,
                    labels.get(tally.code) or class_words(summary.question, int(tally.code)),
                    tally.count,
                    tally.share / 1000,
                    tally.previous_count,
                    tally.previous_share / 1000,
                ]
