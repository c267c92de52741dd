"""How a figure of a plan comes about: from balances and sums down to the input, by whom, when, and why otherwise."""

from __future__ import annotations

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.explained import Explained, Source
from ankunft.foundation.kernel.money import Money

from ..models import PlannedPosition, PlanVersion
from .planned import Planned, planned_of
from .plans import CLOSING, OPENING, PlanTable, TableRow

SOURCE = "funds.version"
"""The kind under which a version is named as the source of a figure."""


def figure_explained(table: PlanTable, code: str, year: int) -> Explained | None:
    """The derivation of the figure in that row and year, in exact amounts; None where the table has no such figure.

    What is spent is below zero, as in the table.
    """
    rows = {row.code: row for row in table.rows}
    if code not in rows or year not in table.years:
        return None
    at = list(table.years).index(year)
    row = rows[code]
    amount = row.exact[at]
    if amount is None:
        return None
    if code == OPENING:
        return _opening(table, at, amount)
    if code == CLOSING:
        return _closing(table, at, amount)
    return _of_position(table, row, at, amount)


def _opening(table: PlanTable, at: int, amount: int) -> Explained:
    version, year = table.version, table.years[at]
    label = _("Saldo am 01.01.%(year)d") % {"year": year}
    if at:
        before = Explained(_("Saldo am 31.12.%(year)d") % {"year": year - 1}, Money(amount))
        return Explained(label, Money(amount), children=(before,), note=_("Was das Vorjahr lässt."))
    given = Explained(version.opening_source, Money(amount), sources=(_source(version),))
    return Explained(label, Money(amount), children=(given,))


def _closing(table: PlanTable, at: int, amount: int) -> Explained:
    opening = next(row for row in table.rows if row.code == OPENING).exact[at]
    year = table.years[at]
    parts = [Explained(_("Saldo am 01.01.%(year)d") % {"year": year}, Money(opening or 0))]
    parts += [
        Explained(row.label, Money(spent), reference=row.position.legal_basis if row.position else "")
        for row in table.rows
        if not row.is_balance and not row.depth and (spent := row.exact[at]) is not None
    ]
    label = _("Saldo am 31.12.%(year)d") % {"year": year}
    return Explained(label, Money(amount), children=tuple(parts), note=_shown(table, CLOSING, at))


def _of_position(table: PlanTable, row: TableRow, at: int, amount: int) -> Explained:
    position = row.position
    assert position is not None
    below = [one for one in table.rows if one.position is not None and one.position.parent_id == position.pk]
    if below:
        parts = tuple(
            Explained(one.label, Money(spent), reference=one.position.legal_basis if one.position else "")
            for one in below
            if (spent := one.exact[at]) is not None
        )
    else:
        parts = _of_leaf(planned_of(table.version)[position.pk], table.years[at], position.legal_basis)
    return Explained(
        row.label, Money(amount), reference=position.legal_basis, children=parts, note=_shown(table, row.code, at)
    )


def _of_leaf(one: Planned, year: int, reference: str) -> tuple[Explained, ...]:
    planned = one.planned
    amount = Money(-one.amounts[year])
    if not planned.reason:
        return (_input(planned, amount, reference),)
    otherwise = Explained(_("Abweichend von der Eingabe geplant"), amount, reference=reference, note=planned.reason)
    if planned.input is None:
        return (otherwise,)
    given = next((given.amount for given in planned.input.amounts.all() if given.year == year), None)
    # What was given beside it is told without an amount of its own: it is not part of the sum.
    words = _("nichts") if given is None else str(Money(-given))
    told = _("Eingegeben waren: %(amount)s. %(said)s") % {"amount": words, "said": given_words(planned)}
    return (otherwise, Explained(told, note=planned.input.comment))


def _input(planned: PlannedPosition, amount: Money, reference: str) -> Explained:
    comment = planned.input.comment if planned.input else ""
    return Explained(
        given_words(planned), amount, reference=reference, note=comment, sources=(_source(planned.version),)
    )


def given_words(planned: PlannedPosition) -> str:
    """By whom and when the figure was given on which something planned rests."""
    given = planned.input
    if given is None:
        return _("Ohne Eingabe")
    by = f"{given.structure.name}, {given.given_by}" if given.structure else given.given_by
    words = {"by": by, "day": f"{localtime(given.given_at):%d.%m.%Y}"}
    if given.is_late:
        return _("Eingabe vom %(day)s, nach der Frist: %(by)s") % words
    return _("Eingabe vom %(day)s: %(by)s") % words


def _shown(table: PlanTable, code: str, at: int) -> str:
    """Where the figure on the page is not what the exact one rounds to: why."""
    if table.unit == 1:
        return ""
    row = next(one for one in table.rows if one.code == code)
    value, exact = row.values[at], row.exact[at]
    if value is None or exact is None or (2 * exact + table.unit) // (2 * table.unit) == value:
        return ""
    return _("In Millionen eine Stelle anders gerundet, damit die Spalte aufgeht.")


def _source(version: PlanVersion) -> Source:
    return Source(SOURCE, version.reference, version.reference)
