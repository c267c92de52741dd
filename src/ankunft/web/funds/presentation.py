"""A version as its page shows it: its table, figure by figure, and who may do what with it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ankunft.domain.funds import states
from ankunft.domain.funds.models import PlanVersion, VersionState
from ankunft.domain.funds.permissions import moving
from ankunft.domain.funds.readings import lacking
from ankunft.domain.funds.rules.rounding import in_units
from ankunft.domain.funds.selectors import explaining, working
from ankunft.domain.funds.selectors.plans import PLACES, UNIT, PlanTable, TableRow, plan_table
from ankunft.domain.funds.visibility import reads_everything
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.models import Event
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.explained import Explained
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.selectors import steps_of
from ankunft.web.money.places import PLAN, plan_places
from ankunft.web.shell.components import Chip
from ankunft.web.shell.pictures import picture
from ankunft.web.shell.step_pages import StepWords
from ankunft.web.shell.typed import whole_number

from .balance import balance_of
from .way import way_of
from .words import STANCE_KINDS, STATE_KINDS, VERSION_STEPS

FRANCS = "franken"
NOTHING = "–"


class Cell(NamedTuple):
    """A figure of the table; `key` names it in the address, empty where there is nothing to open."""

    year: int
    text: str
    key: str
    is_open: bool
    is_negative_balance: bool


class Line(NamedTuple):
    """A row of the table; `explained` is the derivation of the figure that is open in it."""

    row: TableRow
    cells: list[Cell]
    explained: Explained | None
    name: str


def table_lines(table: PlanTable, *, in_francs: bool, opened: str) -> list[Line]:
    """The rows with their figures, one of which may be open: `opened` is its key."""
    code, _dot, typed = opened.rpartition(".")
    year = whole_number(typed)
    explained = None if year is None else explaining.figure_explained(table, code, year)
    return [
        Line(
            row,
            [_cell(table, row, at, in_francs, opened if explained else "") for at in range(len(table.years))],
            explained if row.code == code else None,
            f"{row.label} {year}" if not row.is_balance else f"{row.label}{year}",
        )
        for row in table.rows
    ]


def _cell(table: PlanTable, row: TableRow, at: int, in_francs: bool, opened: str) -> Cell:
    value, exact, year = row.values[at], row.exact[at], table.years[at]
    key = f"{row.code}.{year}"
    if value is None or exact is None:
        return Cell(year, NOTHING, "", is_open=False, is_negative_balance=False)
    text = Money(exact).grouped() if in_francs else in_units(value, PLACES).replace("-", "−")
    return Cell(year, text, key, key == opened, row.is_balance and exact < 0)


def version_context(version: PlanVersion, actor: Actor, *, in_francs: bool, opened: str) -> dict[str, Any]:
    """Everything that the page of a version shows to that person, who reads its table."""
    table = plan_table(version, UNIT)
    taken = list(steps_of(states.VERSION.object_type, version.reference))
    asked = working.consultation_of(version)
    others = [one for one in working.versions_of(actor, version) if working.reads_table(actor, one)]
    return {
        **headed(version, actor),
        "table": table,
        "lines": table_lines(table, in_francs=in_francs, opened=opened),
        "in_francs": in_francs,
        "units": [
            Chip(_("Mio. Franken"), "?", current=not in_francs),
            Chip(_("Franken"), f"?einheit={FRANCS}", current=in_francs),
        ],
        "balance": picture("saldo", balance_of(table)),
        "places": plan_places(version, PLAN),
        "columns": len(table.years) + 1,
        "is_short": _closes_below(table),
        "way": way_of(version, taken),
        "is_outdated": bool(asked) and not working.statements_count(version),
        "asked": [(one, STANCE_KINDS[one.statement.stance] if one.statement else "") for one in asked],
        "others": others,
        "why_not": _why_not(version, actor),
        "history": _history(version) if reads_everything(actor) else [],
    }


def _history(version: PlanVersion) -> list[Event]:
    """What happened to the version; who gave which figure when has a list of its own."""
    events = history(states.VERSION.object_type, version.reference)
    return list(events.exclude(action="funds.input.given")[:50])


def headed(version: PlanVersion, actor: Actor) -> dict[str, Any]:
    """What the head of every page about a version shows: its name, state and the buttons for whoever may press them."""
    return {
        "version": version,
        "plan": version.plan,
        "label": states.VERSION.labels[version.state],
        "kind": STATE_KINDS[version.state],
        "steps": steps_for(version, actor),
        "takes_inputs": version.state == VersionState.INPUTS,
    }


def steps_for(version: PlanVersion, actor: Actor) -> list[StepWords]:
    """The steps that the person may take now; what lacks figures is not put together."""
    allowed = [one for one in VERSION_STEPS.values() if can(actor, moving(one.name), version)]
    if any(one.name == states.CONSOLIDATE for one in allowed) and lacking([version])[version.pk]:
        return [one for one in allowed if one.name != states.CONSOLIDATE]
    return allowed


def _why_not(version: PlanVersion, actor: Actor) -> str:
    """Why somebody who decides may not decide on this one: their hands were on it."""
    if version.state == VersionState.CONSULTED and can(actor, moving(states.ADOPT)):
        return can(actor, moving(states.ADOPT), version).reason
    return ""


def _closes_below(table: PlanTable) -> str:
    """What is said where the plan spends more than there is (FP 2.3)."""
    last = table.rows[-1].exact[-1]
    if last is None or last >= 0:
        return ""
    return _(
        "Ende %(year)d fehlen %(amount)s. Was diese Quelle nicht deckt, tragen die nächsten Jahrgänge der "
        "Integrationspauschale, soweit Bund und Programmvereinbarungen es zulassen (RRB 2023/2057, Ziffer 2.3)."
    ) % {"year": table.years[-1], "amount": Money(-last)}
