"""In which languages letters can be written beside German, and their sentences (data/letters/invitation.json)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused

FILE = Path("letters") / "invitation.json"
GERMAN = "de"


@dataclass(frozen=True, slots=True)
class LetterLanguage:
    """A language of letters. `locale` is CLDR's name, by which the days of the week are known.

    `checked`: somebody whose first language it is has read the sentences. `sentences` by their key.
    """

    code: str
    own_name: str
    german_name: str
    locale: str
    right_to_left: bool
    checked: bool
    sentences: Mapping[str, str]


def letter_languages() -> dict[str, LetterLanguage]:
    """Every language that letters know, by code; German first."""
    return _read(Path(settings.DATA) / FILE)


def letter_language(code: str) -> LetterLanguage:
    """The language with this code. Empty means German. Refuses a language that letters do not know."""
    known = letter_languages()
    if (code or GERMAN) not in known:
        raise Refused(
            _("In der Sprache «%(code)s» gibt es keinen Brief. Wählen Sie eine andere Sprache.") % {"code": code}
        )
    return known[code or GERMAN]


def unchecked(language: LetterLanguage) -> str:
    """What the foot of a letter says of a translation that nobody has checked; German whoever makes the letter."""
    return "" if language.checked else f"Übersetzung nicht geprüft: {language.german_name}"


@cache
def _read(path: Path) -> dict[str, LetterLanguage]:
    content = json.loads(path.read_text(encoding="utf-8"))
    return {
        code: LetterLanguage(
            code=code,
            own_name=one["own_name"],
            german_name=one["german_name"],
            locale=one.get("locale", code),
            right_to_left=one.get("right_to_left", False),
            checked=one["checked"],
            sentences=one["sentences"],
        )
        for code, one in content["languages"].items()
    }
