"""Plans as their pages show them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ankunft.domain.funds import permissions, states
from ankunft.domain.funds.groups import GROUPS
from ankunft.domain.funds.models import OPEN_STATES, FinancialPlan, PlanVersion, Position, VersionState
from ankunft.domain.funds.purposes import PURPOSES
from ankunft.domain.funds.rules.tree import Node, Tree
from ankunft.domain.funds.selectors.plans import plans_visible
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.actor import Actor

from .words import STATE_KINDS


def plans_context(actor: Actor) -> dict[str, Any]:
    """Every plan with the version in force and the one on its way: as many statements for one as for many."""
    versions = visible_to(actor, PlanVersion).filter(state__in=(*OPEN_STATES, VersionState.ADOPTED))
    in_force: dict[int, PlanVersion] = {}
    under_way: dict[int, PlanVersion] = {}
    for one in versions.select_related("plan"):
        (in_force if one.state == VersionState.ADOPTED else under_way)[one.plan_id] = one
    rows = [
        {"plan": plan, "in_force": in_force.get(plan.pk), "under_way": _shown(under_way.get(plan.pk))}
        for plan in plans_visible(actor)
    ]
    return {"rows": rows, "may_keep": bool(can(actor, permissions.KEEP))}


def plan_context(plan: FinancialPlan, actor: Actor) -> dict[str, Any]:
    """One plan: its versions, the newest first, and its positions as a tree."""
    versions = list(visible_to(actor, PlanVersion).filter(plan=plan).select_related("plan").order_by("-number"))
    positions = {
        one.pk: one for one in visible_to(actor, Position).filter(plan=plan).select_related("structure", "plan")
    }
    tree = Tree(Node(one.pk, one.parent_id, one.number) for one in positions.values())
    may_keep = bool(can(actor, permissions.KEEP))
    return {
        "plan": plan,
        "versions": [_shown(one) for one in versions],
        "positions": [
            {
                "one": positions[key],
                "depth": depth,
                "is_leaf": tree.is_leaf(key),
                "groups": _served(positions[key]),
                "purpose": PURPOSES[positions[key].purpose].label if positions[key].purpose in PURPOSES else "",
            }
            for key, depth in tree.order()
        ],
        "may_keep": may_keep,
        "may_open": may_keep and bool(positions) and not any(one.state in OPEN_STATES for one in versions),
    }


def _served(position: Position) -> str:
    """Whom a position serves, in words."""
    if position.groups is None:
        return _("Zielgruppen noch nicht bekannt")
    return ", ".join(str(GROUPS[code]) for code in position.groups if code in GROUPS)


def _shown(version: PlanVersion | None) -> dict[str, Any] | None:
    """A version with its state in words."""
    if version is None:
        return None
    return {"one": version, "label": states.VERSION.labels[version.state], "kind": STATE_KINDS[version.state]}
