"""The questionnaires that are in force, as the files of `data/questionnaires` define them.

A file is one version of one form, with the day since which it is in force. A file that cannot be worked with is
refused with every reason, when reference data are loaded (`loader.py`) and when the first form is needed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused

from . import words
from .content import Malformed, questionnaire_of
from .rules import faults, version_for
from .values import Kind, Option, Question, Questionnaire, Section

FOLDER = "questionnaires"


def questionnaire_for(kind: Kind, period: str) -> Questionnaire:
    """The version for a period as written (`2026`, or `2026-H1` for the half-year form); before the first, the first.

    ValueError where the period is not written like that.
    """
    versions = versions_of(kind)
    return version_for(versions, kind, period) or versions[0]


def sections_of(kind: Kind, period: str) -> tuple[Section, ...]:
    """The sections that somebody fills in for a period, in order: what a form is given back by."""
    return questionnaire_for(kind, period).sections


def question_feeding(kind: Kind, period: str, figure: str) -> Question | None:
    """The question for a period whose answer becomes that key figure; None where it is not asked for that period."""
    return questionnaire_for(kind, period).fed_by(figure)


def versions_of(kind: Kind) -> list[Questionnaire]:
    """Every version of a form, oldest first."""
    return [version for version in all_versions() if version.kind == kind]


def latest_question(kind: Kind, code: str) -> Question | None:
    """A question in its latest wording; None where no version ever asked it."""
    found = (question for version in reversed(versions_of(kind)) for question in version.questions)
    return next((question for question in found if question.code == code), None)


def all_versions() -> tuple[Questionnaire, ...]:
    """Every version of every form; Refused with every reason where a file cannot be worked with."""
    return _read(Path(settings.DATA) / FOLDER)


def read_folder(folder: Path) -> tuple[Questionnaire, ...]:
    """The versions in the files of that folder, by kind and day; Refused with every reason, each naming its file."""
    problems: list[str] = []
    found: dict[tuple[str, object], tuple[str, Questionnaire]] = {}
    for file in sorted(folder.glob("*.json")):
        try:
            version = _version_in(file)
        except (Malformed, ValueError) as error:
            problems.append(_in(file.name, [_cannot_be_read(error)]))
            continue
        if broken := faults(version):
            problems.append(_in(file.name, [words.of_fault(fault) for fault in broken]))
        earlier = found.setdefault((version.kind, version.valid_from), (file.name, version))
        if earlier[1] is not version:
            problems.append(_in(file.name, [_("Dieselbe Fassung steht schon in %(file)s.") % {"file": earlier[0]}]))
    problems += _without_form(folder, {kind for kind, _day in found})
    if problems:
        raise Refused(" ".join(problems))
    versions = [version for _file, version in found.values()]
    return tuple(sorted(versions, key=lambda version: (version.kind, version.valid_from)))


def as_options(question: Question) -> tuple[Option, ...]:
    """What can be chosen, in words; nothing where something is typed."""
    if question.options:
        return question.options
    return tuple(Option(code, _("Ja") if code == "yes" else _("Nein")) for code in question.codes)


@lru_cache(maxsize=2)
def _read(folder: Path) -> tuple[Questionnaire, ...]:
    return read_folder(folder)


def _version_in(file: Path) -> Questionnaire:
    """The version that the file defines; the form of a scheme lies in the scheme's own definition."""
    version = questionnaire_of(json.loads(file.read_text(encoding="utf-8")))
    if version.kind not in set(Kind):
        raise Malformed("kind")
    return version


def _in(file: str, sentences: Iterable[str]) -> str:
    return f"{file}: {' '.join(sentences)}"


def _without_form(folder: Path, there: set[str]) -> list[str]:
    sentence = _("%(form)s: In %(folder)s steht keine Fassung.")
    return [sentence % {"form": words.KINDS[kind], "folder": folder.name} for kind in Kind if kind not in there]


def _cannot_be_read(error: Exception) -> str:
    if isinstance(error, Malformed):
        return words.of_malformed(error)
    return _("Die Datei ist kein JSON: %(error)s") % {"error": error}
