"""Converters: the text of one cell of an imported table becomes a value, or a sentence says why it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from ankunft.foundation.kernel.periods import HalfYear, Year

T = TypeVar("T")
Converter = Callable[[str], T]

LONGEST_TEXT = 1000
LARGEST_INTEGER = 2_147_483_647

_WHOLE = re.compile(r"[0-9]+")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SWISS_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_YES = frozenset({"yes", "ja"})
_NO = frozenset({"no", "nein"})
_FIRST_YEAR, _LAST_YEAR = 1800, 2199


class Unreadable(ValueError):
    """A cell that cannot be read, with the reason as a German sentence."""


def text(cell: str) -> str:
    """Any text of up to 1000 characters without control characters."""
    return text_up_to(LONGEST_TEXT)(cell)


def text_up_to(length: int) -> Converter[str]:
    """Text of at most `length` characters without control characters (a database cannot store all of them)."""

    def convert(cell: str) -> str:
        _require(cell)
        if len(cell) > length:
            raise Unreadable(_("Der Text ist länger als %(length)d Zeichen.") % {"length": length})
        if not cell.isprintable():
            raise Unreadable(_("Der Text enthält Steuerzeichen oder einen Zeilenumbruch."))
        return cell

    return convert


def integer(cell: str) -> int:
    """A whole number, zero or more, written in digits alone."""
    _require(cell)
    if not _WHOLE.fullmatch(cell):
        raise Unreadable(
            _("«%(cell)s» ist keine ganze Zahl ab 0 (nur Ziffern, ohne Vorzeichen, Komma und Tausenderzeichen).")
            % {"cell": shortened(cell)}
        )
    if len(cell) > len(str(LARGEST_INTEGER)) or int(cell) > LARGEST_INTEGER:
        raise Unreadable(_("Die Zahl «%(cell)s» ist zu gross.") % {"cell": shortened(cell)})
    return int(cell)


def day(cell: str) -> date:
    """A day, written `2025-12-31` or `31.12.2025`."""
    _require(cell)
    if iso := _ISO_DAY.fullmatch(cell):
        year, month, day_of_month = iso.groups()
    elif swiss := _SWISS_DAY.fullmatch(cell):
        day_of_month, month, year = swiss.groups()
    else:
        raise Unreadable(
            _("«%(cell)s» ist kein Datum in der Form 2025-12-31 oder 31.12.2025.") % {"cell": shortened(cell)}
        )
    try:
        value = date(int(year), int(month), int(day_of_month))
    except ValueError:
        raise Unreadable(_("Den Tag «%(cell)s» gibt es nicht.") % {"cell": cell}) from None
    _require_year(value.year, cell)
    return value


def yes_no(cell: str) -> bool:
    """`yes` or `no`; `ja` and `nein` are understood as well."""
    _require(cell)
    answer = cell.casefold()
    if answer not in _YES | _NO:
        raise Unreadable(_("«%(cell)s» ist weder «yes» noch «no».") % {"cell": shortened(cell)})
    return answer in _YES


def half_year(cell: str) -> HalfYear:
    """A half-year, written `2025-H2`."""
    _require(cell)
    try:
        period = HalfYear.parse(cell)
    except ValueError:
        raise Unreadable(
            _("«%(cell)s» ist kein Halbjahr in der Form 2025-H1 oder 2025-H2.") % {"cell": shortened(cell)}
        ) from None
    _require_year(period.year, cell)
    return period


def year(cell: str) -> Year:
    """A calendar year, written `2025`."""
    _require(cell)
    try:
        period = Year.parse(cell)
    except ValueError:
        raise Unreadable(_("«%(cell)s» ist kein Jahr in der Form 2025.") % {"cell": shortened(cell)}) from None
    _require_year(period.year, cell)
    return period


def one_of(*choices: str) -> Converter[str]:
    """One of the given words."""

    def convert(cell: str) -> str:
        _require(cell)
        if cell not in choices:
            raise Unreadable(
                _("«%(cell)s» ist keiner der möglichen Werte: %(choices)s.")
                % {"cell": shortened(cell), "choices": ", ".join(choices)}
            )
        return cell

    return convert


def optional(convert: Converter[T]) -> Callable[[str], T | None]:
    """The same, or None for an empty cell."""

    def convert_optional(cell: str) -> T | None:
        return convert(cell) if cell else None

    return convert_optional


def shortened(cell: Any) -> str:
    """A cell as it is repeated in a sentence: printable and short."""
    shown = "".join(character if character.isprintable() else "�" for character in str(cell))
    return shown if len(shown) <= 40 else shown[:39] + "…"


def _require(cell: str) -> None:
    if not cell:
        raise Unreadable(_("Der Wert fehlt."))


def _require_year(value: int, cell: str) -> None:
    if not _FIRST_YEAR <= value <= _LAST_YEAR:
        raise Unreadable(
            _("Das Jahr von «%(cell)s» liegt nicht zwischen %(first)d und %(last)d.")
            % {"cell": cell, "first": _FIRST_YEAR, "last": _LAST_YEAR}
        )
