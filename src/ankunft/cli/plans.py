"""`ankunft plan`: financial plans on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from .installation import with_installation
from .program import Command, Group, Option
from .words import WholeNumber

if TYPE_CHECKING:
    from ankunft.domain.funds.selectors.plans import PlanTable

MOST_VERSIONS = 999
NOTHING = "–"


@click.group("plan", cls=Group, short_help="Einen Finanzplan zeigen.")
def plan_group() -> None:
    """Finanzpläne: was mit dem Geld einer Quelle geplant ist."""


@plan_group.command("show", cls=Command)
@click.argument("code", metavar="KÜRZEL")
@click.option(
    "--version",
    "number",
    cls=Option,
    metavar="N",
    type=WholeNumber(1, MOST_VERSIONS),
    default=None,
    help="Welche Fassung; ohne Angabe die beschlossene, sonst die neueste.",
)
@click.option("--json", "as_json", cls=Option, is_flag=True, help="Die Fassung als ein JSON-Dokument ausgeben.")
@with_installation(writes=False)
def show(code: str, number: int | None, as_json: bool) -> None:
    """Einen Finanzplan in Millionen Franken zeigen, von Saldo zu Saldo. Zum Beispiel KIP2.

    Gerundet wird so, dass jede Spalte aufgeht: zuerst die Salden, dann die Positionen nach dem grössten Rest.
    """
    from ankunft.domain.funds.selectors.plans import plan_as_data, plan_table, version_of
    from ankunft.foundation.kernel.actor import Actor

    version = version_of(code, number, Actor.operator())
    click.echo(json.dumps(plan_as_data(version), ensure_ascii=False) if as_json else _text(plan_table(version)))


def _text(table: PlanTable) -> str:
    """The table in columns, as the decision of the government has it."""
    from ankunft.domain.funds.models import VersionState
    from ankunft.domain.funds.rules.rounding import in_units
    from ankunft.domain.funds.selectors.plans import PLACES

    version = table.version
    labels = ["  " * row.depth + row.label for row in table.rows]
    width = max(len(label) for label in ["Mio. Franken", *labels])
    lines = [
        f"{version.plan.label}, Fassung {version.number}: {VersionState(version.state).label}"
        + (f", {version.decision} vom {version.decided_on:%d.%m.%Y}" if version.decided_on else ""),
        "Mio. Franken".ljust(width) + "".join(f"{year:>8}" for year in table.years),
    ]
    for label, row in zip(labels, table.rows, strict=True):
        shown = (NOTHING if value is None else in_units(value, PLACES) for value in row.values)
        lines.append(label.ljust(width) + "".join(f"{value:>8}" for value in shown))
    if table.unquantified:
        lines.append("Bekannt, noch nicht beziffert: " + "; ".join(one.position.label for one in table.unquantified))
    return "\n".join(lines)
