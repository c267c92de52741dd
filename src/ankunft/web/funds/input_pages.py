"""The inputs of a version as a list of work."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.funds import permissions, states
from ankunft.domain.funds.models import PlanVersion, VersionState
from ankunft.domain.funds.permissions import moving
from ankunft.domain.funds.selectors import working
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .presentation import headed


def inputs_context(version: PlanVersion, actor: Actor) -> dict[str, Any]:
    """Every position that the person gives figures for or may read, with what was given and what is planned."""
    wanted = working.wanted_of(actor, version)
    before = working.planned_before(version)
    is_open = version.state == VersionState.INPUTS
    may_plan = bool(can(actor, moving(states.CONSOLIDATE), version))
    gives_for_others = bool(can(actor, permissions.GIVE_FOR_OTHERS))
    done = sum(not one.is_missing for one in wanted)
    is_over = version.inputs_due is not None and version.inputs_due < clock.today()
    rows = [
        {
            "one": one,
            "amounts": _amounts(one, version),
            "tag": _tag(one, version, is_over=is_over),
            "may_give": is_open and (gives_for_others or bool(can(actor, permissions.GIVE, one.position))),
            "may_take_over": may_plan and one.otherwise is None and one.position.pk in before,
        }
        for one in wanted
    ]
    return {
        **headed(version, actor),
        "rows": rows,
        "done": done,
        "total": len(wanted),
        "years": list(version.plan.years),
        "is_open": is_open,
        "is_over": is_over,
        "may_plan": may_plan,
        "given": list(working.inputs_given(actor, version)),
        "watches": working.reads_table(actor, version),
        "progress_words": ngettext(
            "%(done)d von %(total)d Position hat Zahlen.",
            "%(done)d von %(total)d Positionen haben Zahlen.",
            len(wanted),
        )
        % {"done": done, "total": len(wanted)},
    }


def _amounts(one: working.Wanted, version: PlanVersion) -> list[dict[str, Any]]:
    """Year by year what was given and, where it differs, what is planned instead."""
    given = {amount.year: amount.amount for amount in one.given.amounts.all()} if one.given else {}
    planned = {amount.year: amount.amount for amount in one.otherwise.amounts.all()} if one.otherwise else given
    return [
        {
            "year": year,
            "given": given.get(year),
            "planned": planned.get(year),
            "is_otherwise": one.otherwise is not None,
        }
        for year in version.plan.years
    ]


def _tag(one: working.Wanted, version: PlanVersion, *, is_over: bool) -> tuple[str, str]:
    """How far a position is, in words, and of which kind that is."""
    if one.otherwise is not None:
        return (_("abweichend geplant"), "warning") if one.given else (_("ohne Eingabe geplant"), "info")
    if one.given is None:
        return (_("fehlt, Frist vorbei"), "bad") if is_over else (_("fehlt noch"), "warning")
    is_open = version.state == VersionState.INPUTS and not is_over
    if is_open and one.given.given_at < version.opened_at:
        return _("eingegeben, zu prüfen"), "info"
    if not one.given.is_quantified:
        return _("nicht beziffert"), "info"
    return (_("eingegeben, verspätet"), "warning") if one.given.is_late else (_("eingegeben"), "ok")
