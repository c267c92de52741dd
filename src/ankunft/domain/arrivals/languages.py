"""Languages that newcomers speak, by their code (ISO 639), with the name in the language of the page."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

LETTERS = (
    *("de", "fr", "it", "en", "sq", "ar", "bs", "hr", "sr", "bg", "prs", "fa", "el", "hu", "ku", "mk", "pl", "pt"),
    *("ro", "ru", "so", "es", "ta", "th", "ti", "tr", "uk"),
)
"""The languages most needed: those in which letters to newcomers are written."""
_OTHERS = (
    *("aa", "aii", "ak", "am", "az", "bal", "be", "bm", "bn", "bo", "byn", "ca", "ckb", "cs", "da", "dyu", "dz", "ee"),
    *("et", "eu", "ff", "fi", "fil", "ga", "gl", "gn", "gsw", "gu", "ha", "he", "hi", "ht", "hy", "id", "ig", "is"),
    *("ja", "jv", "ka", "kab", "kea", "kg", "ki", "kk", "km", "kn", "ko", "kri", "ky", "lb", "lg", "ln", "lo", "lt"),
    *("luo", "lv", "mg", "ml", "mn", "mos", "mr", "ms", "mt", "my", "ne", "nl", "no", "ny", "om", "pa", "ps", "qu"),
    *("rm", "rn", "rom", "rw", "si", "sk", "sl", "sn", "snk", "su", "sv", "sw", "te", "tem", "tg", "tig", "tk", "tw"),
    *("ug", "ur", "uz", "vi", "wo", "yo", "yue", "zgh", "zh", "zu", "sgn"),
)
# Where Babel knows no name, or one that people do not use here.
_OWN_NAMES = {
    "de": {
        "aii": "Neuaramäisch (Assyrisch)",
        "ckb": "Kurdisch (Sorani)",
        "fa": "Persisch (Farsi)",
        "ku": "Kurdisch (Kurmandschi)",
        "prs": "Dari",
        "rn": "Kirundi",
        "sgn": "Gebärdensprache",
        "yue": "Chinesisch (Kantonesisch)",
        "zgh": "Tamazight (Berberisch)",
    },
    "en": {
        "aii": "Neo-Aramaic (Assyrian)",
        "ckb": "Kurdish (Sorani)",
        "fa": "Persian (Farsi)",
        "ku": "Kurdish (Kurmanji)",
        "prs": "Dari",
        "rn": "Kirundi",
        "sgn": "Sign language",
        "yue": "Chinese (Cantonese)",
        "zgh": "Tamazight (Berber)",
    },
}


@lru_cache(maxsize=4)
def _languages(language: str) -> dict[str, str]:
    known = {**Locale.parse(language).languages, **_OWN_NAMES[language]}
    named = ((code, known[code]) for code in (*LETTERS, *_OTHERS))
    return dict(sorted(named, key=lambda pair: pair[1]))


def languages() -> dict[str, str]:
    """Every language by name; the result is shared, do not change it."""
    return _languages("en" if (get_language() or "").startswith("en") else "de")


def language_name(code: str) -> str:
    """The name of a language; its code where it is unknown."""
    return languages().get(code, code)
