"""How one version of a plan differs from another, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..models import PlannedPosition, PlanVersion, Position
from ..rules.differences import Cause, Difference, Figures, differences, opening_difference
from .planned import UNFINISHED, Planned, planned_of


class Explained(NamedTuple):
    """A difference with the position (None: the opening balance) and in words why."""

    difference: Difference
    position: Position | None
    why: str


class Comparison(NamedTuple):
    """Two versions of a plan; `total` is by how much more is planned (Rappen), opening balance aside."""

    old: PlanVersion
    new: PlanVersion
    rows: Sequence[Explained]
    total: int


def compared(old: PlanVersion, new: PlanVersion) -> Comparison:
    """What the later version plans otherwise. Both are of one plan; the actor has been asked whether they see them."""
    before, after = planned_of(old), planned_of(new)
    positions = {one.pk: one for one in Position.objects.filter(plan=new.plan_id).select_related("structure")}
    found = differences(
        {key: _figures(one.planned, one.amounts) for key, one in before.items()},
        {key: _figures(one.planned, one.amounts) for key, one in after.items()},
        order=list(positions),
        years=list(new.plan.years),
        takes_inputs=new.state in UNFINISHED,
    )
    rows = [
        Explained(one, positions[one.position], _why(one, after.get(one.position)))
        for one in found
        if one.position is not None
    ]
    opening = opening_difference(old.opening, new.opening, new.plan.first_year)
    if opening:
        words = _("%(source)s; vorher %(before)s.") % {"source": new.opening_source, "before": old.opening_source}
        rows.insert(0, Explained(opening, None, words))
    return Comparison(old, new, rows, sum(one.total for one in found))


def _figures(planned: PlannedPosition, amounts: dict[int, int]) -> Figures:
    return Figures(amounts, planned.is_quantified, bool(planned.reason))


def _why(found: Difference, after: Planned | None) -> str:
    """In words: what lies behind the newer figure, by whom and when."""
    if found.cause == Cause.MISSING:
        return _("Für diese Position ist in der neueren Fassung noch nichts eingegeben.")
    if found.cause == Cause.DROPPED or after is None:
        return _("Die neuere Fassung plant für diese Position nichts mehr.")
    planned = after.planned
    said = _said(planned)
    if found.cause == Cause.NEW:
        return _("Neue Position. %(said)s") % {"said": said}
    if found.cause == Cause.QUANTIFIED:
        return _("Bisher bekannt, aber nicht beziffert. %(said)s") % {"said": said}
    if found.cause == Cause.NO_LONGER_QUANTIFIED:
        return _("Nicht mehr beziffert. %(said)s") % {"said": said}
    return said


def _said(planned: PlannedPosition) -> str:
    if planned.reason:
        return _("Begründung: %(reason)s") % {"reason": planned.reason}
    given = planned.input
    if given is None:
        return ""
    who = given.structure.name if given.structure else given.given_by
    words = _("Eingabe von %(who)s vom %(day)s") % {"who": who, "day": f"{localtime(given.given_at):%d.%m.%Y}"}
    return f"{words}: {given.comment}" if given.comment else f"{words}."
