"""Countries by their ISO code, with the name in the language of the page."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

STATELESS = "XX"
"""No nationality, or none known (eCH-0011: nationalityStatus 1 and 0); ISO 3166 leaves the code to its users."""
_NAMES = {"de": "staatenlos oder unbekannt", "en": "stateless or unknown"}
_NOT_STATES = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


@lru_cache(maxsize=4)
def _countries(language: str) -> dict[str, str]:
    territories = Locale.parse(language).territories
    names = {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_STATES
    }
    return {**dict(sorted(names.items(), key=lambda pair: pair[1])), STATELESS: _NAMES[language]}


def countries() -> dict[str, str]:
    """Every country by name, stateless last."""
    return _countries("en" if (get_language() or "").startswith("en") else "de")


def country_name(code: str) -> str:
    """The name of a country; its code where it is unknown."""
    return countries().get(code, code)
