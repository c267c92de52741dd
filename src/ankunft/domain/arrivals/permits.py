"""Kinds of permits as registers know them: the category of eCH-0006, with the letter on the card."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CATEGORIES: dict[str, Promise] = {
    "02": _("B, Aufenthalt"),
    "03": _("C, Niederlassung"),
    "07": _("L, Kurzaufenthalt"),
    "05": _("F, vorläufig aufgenommen"),
    "08": _("N, Asylsuchende"),
    "09": _("S, Schutzbedürftige"),
    "04": _("Ci, Angehörige von Mitarbeitenden internationaler Organisationen"),
    "06": _("G, Grenzgängerinnen und Grenzgänger"),
    "01": _("A, Saisonarbeit"),
    "10": _("Meldepflichtige"),
    "11": _("Diplomatie, mit Immunität"),
    "12": _("Internationale Organisationen, ohne Immunität"),
    "13": _("nicht zugeteilt"),
}
"""By category, the most frequent first."""
_CODE = re.compile(r"\d{2}(?:\d{2}){0,2}")


def category_of(code: str) -> str:
    """The category of a code such as `0201`; ValueError for a code that eCH-0006 cannot have."""
    if not _CODE.fullmatch(code) or code[:2] not in CATEGORIES:
        raise ValueError("no permit")
    return code[:2]


def permit_name(category: str) -> str:
    """What people call it; the category itself where it is unknown."""
    return str(CATEGORIES.get(category, category))
