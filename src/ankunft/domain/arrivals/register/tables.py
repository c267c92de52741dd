"""Arrivals from a table (CSV or XLSX), row by row as if each were a move-in of a register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ankunft.foundation.documents.cells import Unreadable, shortened
from ankunft.foundation.documents.ech.values import (
    NEW,
    Address,
    Header,
    Identity,
    Message,
    MoveIn,
    PartialDate,
    PermitData,
    Problem,
    Residence,
)
from ankunft.foundation.documents.tabular import Column, Row, day, integer, optional, scan_table, text_up_to
from ankunft.foundation.kernel import clock

from ..births import birth_in
from ..countries import STATELESS, countries
from ..languages import languages
from ..permits import CATEGORIES, category_of

SENDER = "table:{}"
"""By whom a row counts as sent: with the number of its municipality, in which its key is the only one."""
KIND = "moveIn"
_SEXES = {
    "female": "female",
    "male": "male",
    "unspecified": "unspecified",
    "weiblich": "female",
    "männlich": "male",
    "unbestimmt": "unspecified",
}
_LETTERS = {str(label).partition(",")[0]: category for category, label in CATEGORIES.items() if "," in str(label)}


def country(cell: str) -> str:
    """A country by its ISO code; XX for no nationality."""
    code = cell.upper()
    if code not in countries():
        raise Unreadable(
            _("«%(cell)s» ist kein Land. Möglich sind die Ländercodes nach ISO 3166 wie DE, ER oder XX für staatenlos.")
            % {"cell": shortened(cell)}
        )
    return code


def nationalities(cell: str) -> tuple[str, ...]:
    """One country or several, with blanks or strokes between."""
    codes = cell.replace("/", " ").split()
    if not codes:
        raise Unreadable(_("Der Wert fehlt."))
    return tuple(code for code in map(country, codes) if code != STATELESS)


def permit(cell: str) -> str:
    """A permit by its letter (B, C, F, L, N, S …) or the code of eCH-0006."""
    if category := _LETTERS.get(cell.capitalize()):
        return category
    try:
        category_of(cell)
    except ValueError:
        raise Unreadable(
            _("«%(cell)s» ist kein Ausweis. Möglich sind: %(letters)s, oder der Code nach eCH-0006.")
            % {"cell": shortened(cell), "letters": ", ".join(_LETTERS)}
        ) from None
    return cell


def birth(cell: str) -> PartialDate:
    """A day of birth, or year and month, or the year alone."""
    try:
        told = birth_in(cell)
    except ValueError:
        told = None
    if told is None or told.year is None:
        raise Unreadable(
            _("«%(cell)s» ist kein Geburtsdatum in der Form 1990-05-17, 17.05.1990, 05.1990 oder 1990.")
            % {"cell": shortened(cell)}
        )
    return PartialDate(told.year, told.date.month if told.date else told.month, told.date.day if told.date else None)


def sex(cell: str) -> str:
    """female, male or unspecified; the German words are understood as well."""
    if known := _SEXES.get(cell.lower()):
        return known
    raise Unreadable(
        _("«%(cell)s» ist keiner der möglichen Werte: female, male, unspecified.") % {"cell": shortened(cell)}
    )


def language(cell: str) -> str:
    """A language by its ISO code."""
    code = cell.lower()
    if code not in languages():
        raise Unreadable(
            _("«%(cell)s» ist keine bekannte Sprache. Möglich sind Codes wie de, ti oder uk.")
            % {"cell": shortened(cell)}
        )
    return code


ARRIVAL_COLUMNS = (
    Column("arrival_id", text_up_to(36)),
    Column("bfs_number", integer),
    Column("arrived_on", day),
    Column("from_country", optional(country)),
    Column("nationality", nationalities),
    Column("permit", optional(permit)),
    Column("family_name", text_up_to(100)),
    Column("given_name", optional(text_up_to(100))),
    Column("birth_date", birth),
    Column("sex", sex),
    Column("language", optional(language)),
    Column("household_id", optional(text_up_to(36))),
)


def table_messages(path: Path, *, name: str = "") -> Iterator[Message | Problem]:
    """The rows of a table as messages; what is wrong in a row is a problem with line and column.

    TableRefused where the file as a whole cannot be read: columns missing or unknown, too big, empty.
    """
    table = scan_table(path, ARRIVAL_COLUMNS, name=name)
    sent_at = clock.now()
    problems: dict[int, list[Problem]] = {}
    for fault in table.problems:
        told = Problem(table.name, fault.line, fault.column, fault.message)
        problems.setdefault(fault.line, []).append(told)
    first_lines: dict[tuple[int, str], int] = {}
    for row in table.rows:
        if found := problems.get(row.line):
            yield _together(found, str(row.values.get("arrival_id", "")))
            continue
        key = (row.values["bfs_number"], row.values["arrival_id"])
        first = first_lines.setdefault(key, row.line)
        if first != row.line:
            sentence = _("Dieser Schlüssel steht schon in Zeile %(line)d.") % {"line": first}
            yield Problem(table.name, row.line, "arrival_id", sentence, key[1])
            continue
        yield _message(row, table.name, sent_at)


def _together(problems: list[Problem], key: str) -> Problem:
    """The problems of one row as one, because it is one arrival that is not taken in."""
    first = problems[0]
    others = [f"«{one.element}»: {one.sentence}" for one in problems[1:]]
    return first._replace(sentence=" ".join([first.sentence, *others]), message_id=key)


def _message(row: Row, place: str, sent_at: datetime) -> Message:
    values = row.values
    sender = SENDER.format(values["bfs_number"])
    header = Header(sender, values["arrival_id"], "", "table", NEW, sent_at, values["arrived_on"], False)
    return Message(header, KIND, _move_in(values), 0, place, row.line)


def _move_in(values: dict[str, Any]) -> MoveIn:
    names = (values["family_name"], values["given_name"] or "")
    residence = Residence(
        "main",
        values["bfs_number"],
        values["arrived_on"],
        values["from_country"] or "",
        None,
        values["from_country"] is None,
        Address(values["household_id"] or "", "", "", "", ""),
    )
    return MoveIn(
        Identity("", "", *names, values["sex"], values["birth_date"]),
        values["nationality"],
        PermitData(values["permit"], None, None, None) if values["permit"] else None,
        values["language"] or "",
        False,
        residence,
        (),
    )
