"""The table of a version, as it is shown, exported and printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import FinancialPlan, PlannedPosition, PlanVersion, Position, VersionState
from ..rules.rounding import in_units
from ..rules.table import Table, table_of
from ..rules.tree import Node, Tree
from .planned import by_year, planned_of

MILLION, PLACES = 1_000_000_00, 2
"""Rappen in a million francs, and with how many decimals the decision of the government shows it (FP 2.2)."""
UNIT = MILLION // 10**PLACES
OPENING, CLOSING = "opening", "closing"


class TableRow(NamedTuple):
    """A row of the table: a balance or a position with its depth. `values` are whole units by year, None for nothing.

    `exact` is the same in Rappen. What is spent is negative here: as the decision of the government shows it.
    """

    code: str
    label: str
    depth: int
    values: tuple[int | None, ...]
    is_balance: bool = False
    position: Position | None = None
    exact: tuple[int | None, ...] = ()


class PlanTable(NamedTuple):
    """A version as a table: in units of `unit` Rappen, of which every column adds up (`rules.rounding`)."""

    version: PlanVersion
    years: Sequence[int]
    unit: int
    rows: Sequence[TableRow]
    unquantified: Sequence[PlannedPosition]


def plans_visible(actor: Actor) -> QuerySet[FinancialPlan]:
    """Every plan that the actor sees, with its source."""
    return visible_to(actor, FinancialPlan).select_related("source")


def version_of(plan_code: str, number: int | None, actor: Actor) -> PlanVersion:
    """A version by its number; without one the version in force, else the newest. Refused where there is none."""
    versions = visible_to(actor, PlanVersion).filter(plan__code=plan_code).select_related("plan__source", "supersedes")
    if number is None:
        found = versions.filter(state=VersionState.ADOPTED).first() or versions.order_by("-number").first()
    else:
        found = versions.filter(number=number).first()
    if found is not None:
        return found
    if number is None:
        raise Refused(
            _("Einen Finanzplan «%(code)s» gibt es nicht. Sind die Stammdaten geladen?") % {"code": plan_code}
        )
    raise Refused(_("Der Finanzplan «%(code)s» hat keine Fassung %(number)d.") % {"code": plan_code, "number": number})


def plan_table(version: PlanVersion, unit: int = UNIT) -> PlanTable:
    """The table of a version: what is planned, or while inputs are open what is planned so far."""
    planned = planned_of(version)
    positions = _with_those_above(version, set(planned))
    tree = Tree(Node(position.pk, position.parent_id, position.number) for position in positions.values())
    years = version.plan.years
    amounts = by_year(planned)
    table = table_of(version.opening, tree, amounts, years, unit)
    exact = table_of(version.opening, tree, amounts, years)
    not_quantified = [one.planned for one in planned.values() if not one.planned.is_quantified]
    hidden = {one.position_id for one in not_quantified}
    rows = [_balance(OPENING, _("Saldo am 01.01."), table.opening, exact.opening)]
    for key, depth in tree.order():
        if key in hidden:
            continue
        position = positions[key]
        rows.append(
            TableRow(
                position.code,
                position.label,
                depth,
                _spent(table, key),
                position=position,
                exact=_spent(exact, key),
            )
        )
    rows.append(_balance(CLOSING, _("Saldo am 31.12."), table.closing, exact.closing))
    return PlanTable(version, years, unit, rows, not_quantified)


def plan_as_data(version: PlanVersion) -> dict[str, object]:
    """The table in CHF million with two decimals, as `ankunft plan show` prints it; None where nothing is planned."""
    table = plan_table(version)
    return {
        "plan": version.plan.code,
        "version": version.number,
        "state": version.state,
        "as_of": f"{version.as_of:%Y-%m-%d}",
        "decision": version.decision,
        "unit": "CHF million",
        "years": list(table.years),
        "rows": [
            {
                "code": row.code,
                "label": row.label,
                "values": [None if value is None else in_units(value, PLACES) for value in row.values],
            }
            for row in table.rows
        ],
        "unquantified": [{"code": one.position.code, "label": one.position.label} for one in table.unquantified],
    }


def _balance(code: str, label: str, values: Mapping[int, int], exact: Mapping[int, int]) -> TableRow:
    return TableRow(code, label, 0, tuple(values.values()), is_balance=True, exact=tuple(exact.values()))


def _spent(table: Table, key: int) -> tuple[int | None, ...]:
    """What a position takes, year by year, below zero; None where nothing is planned."""
    return tuple(None if units is None else -units for units in table.spent[key].values())


def _with_those_above(version: PlanVersion, keys: set[int]) -> dict[int, Position]:
    """The positions of the version with every one above them: a later position is not in an earlier version."""
    by_key = {
        position.pk: position for position in Position.objects.filter(plan=version.plan_id).select_related("structure")
    }
    for key in list(keys):
        above = by_key[key].parent_id
        while above is not None and above not in keys:
            keys.add(above)
            above = by_key[above].parent_id
    return {key: position for key, position in by_key.items() if key in keys}
