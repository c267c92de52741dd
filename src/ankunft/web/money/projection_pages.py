"""A projection as a page shows it: the fan, the percentiles, what it warns of, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ankunft.domain.funds.models import PlanVersion, Position
from ankunft.domain.funds.models import Projection as Kept
from ankunft.domain.funds.money_permissions import PROJECT
from ankunft.domain.funds.outlooks import key_of
from ankunft.domain.funds.rules.futures import Band
from ankunft.domain.funds.rules.ranges import MONTHS, Basis, Rest, months_over, told
from ankunft.domain.funds.selectors.projections import Shown, is_outdated, projection_shown, projections_for
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.pictures.values import Fan, Known, Mark, Marker, Spread
from ankunft.web.shell.pictures import Picture, picture

from .places import PROJECTION, plan_places
from .projection_jobs import projection_underway
from .words import BASES

EARLIER = 10
"""So many earlier projections are listed."""


class Assumption(NamedTuple):
    """What is assumed of the rest of a position's year."""

    position: str
    year: int
    basis: str
    told: str
    low: int
    expected: int
    high: int


def projection_context(version: PlanVersion, actor: Actor, asked: int | None) -> dict[str, Any] | None:
    """The newest projection of a version, or the one asked for; None where that is not one of them."""
    kept = list(projections_for(version, actor).defer("inputs", "result")[: EARLIER + 1])
    rows = projections_for(version, actor)
    one = rows.filter(pk=asked).first() if asked is not None else rows.first()
    if asked is not None and one is None:
        return None
    context: dict[str, Any] = {
        "version": version,
        "plan": version.plan,
        "places": plan_places(version, PROJECTION),
        "may_project": bool(can(actor, PROJECT)),
        "projection": one,
        "is_newest": one is not None and one.pk == kept[0].pk,
        "others": [other for other in kept if one is None or other.pk != one.pk],
        "job": projection_underway(version, actor),
    }
    return context | _found(one, actor) if one is not None else context


def _found(projection: Kept, actor: Actor) -> dict[str, Any]:
    found = projection_shown(projection)
    outcome, draws = found.outcome, projection.draws
    labels = _labels(projection, found, actor)
    return {
        "found": found,
        "outcome": outcome,
        "is_outdated": is_outdated(projection),
        "bands": [(year, _is_over(found, year), band) for year, band in sorted(outcome.balances.items())],
        "dry_percent": _percent(outcome.dry_draws, draws),
        "dry_by": found.dry_by,
        "first_dry": outcome.dry_by(draws, 5),
        "fan": _fan(found),
        "assumptions": _assumptions(found, labels),
        "last_year": found.inputs.last_year,
    }


def _labels(projection: Kept, found: Shown, actor: Actor) -> dict[str, str]:
    """By their keys in the inputs the names of positions, those of other plans with the name of the plan."""
    own = projection.version.plan
    named = {cell.position.split("/")[0] for cell in found.inputs.cells if "/" in cell.position} | {own.code}
    rows = visible_to(actor, Position).filter(plan__code__in=named).select_related("plan").order_by("plan", "number")
    return {one.code: one.label for one in rows if one.plan_id == own.pk} | {
        key_of(one): f"{one.plan.label}: {one.label}" for one in rows if one.plan_id != own.pk
    }


def _percent(part: int, whole: int) -> str:
    """A probability in words: never 0 or 100 per cent where it is not."""
    if part in (0, whole):
        return "0 %" if not part else "100 %"
    share = min(max(round(part * 100 / whole), 1), 99)
    return f"{share} %"


def _is_over(found: Shown, year: int) -> bool:
    return months_over(found.inputs.over, year) >= MONTHS


def _fan(found: Shown) -> Picture | None:
    """The balance at year-ends: what it was, and between which bounds it will be. None where every year is over."""
    opening = found.inputs.pots[0].opening
    first = found.inputs.first_year
    known = [Known(date(first - 1, 12, 31), opening)]
    spreads = []
    for year, band in sorted(found.outcome.balances.items()):
        if _is_over(found, year):
            known.append(Known(date(year, 12, 31), band.percentiles[2]))
        else:
            spreads.append(_spread(year, band))
    if not spreads:
        return None
    title = _("Saldo %(source)s") % {"source": found.projection.version.plan.source.label}
    return picture("faecher", Fan(title, tuple(spreads), tuple(known), tuple(_markers(found))))


def _spread(year: int, band: Band) -> Spread:
    return Spread(date(year, 12, 31), *band.percentiles)


def _markers(found: Shown) -> Sequence[Marker]:
    markers = []
    last = date(found.inputs.last_year, 12, 31)
    if (due := found.outcome.refund_due) is not None and due <= last:
        markers.append(Marker(due, _("Rückerstattung"), Mark.DEADLINE))
    if (dry := found.dry_by) is not None:
        markers.append(Marker(dry.end, _("aufgebraucht"), Mark.RUNS_DRY))
    return sorted(markers, key=lambda one: one.day)


def _assumptions(found: Shown, labels: dict[str, str]) -> list[Assumption]:
    """What is assumed of each position and open year, in the order of the plan."""
    place = {code: number for number, code in enumerate(labels)}
    rows = [
        Assumption(
            labels.get(cell.position, cell.position),
            cell.year,
            str(BASES[cell.rest.basis]),
            _told(cell.rest),
            cell.rest.below(5),
            cell.rest.expected,
            cell.rest.below(95),
        )
        for cell in sorted(found.inputs.cells, key=lambda one: (place.get(one.position, 0), one.year))
        if cell.rest.basis != Basis.BOOKED
    ]
    return [row for row in rows if row.high]


def _told(rest: Rest) -> str:
    ratios = getattr(rest, "ratios", ())
    return told(rest.basis, len(ratios))
