"""Plans that were made and decided before Ankunft: their figures with the decision that stands behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import states
from ..models import FinancialPlan, PlannedAmount, PlannedPosition, PlanVersion
from ..permissions import moving
from ..readings import leaves_of
from ..values import Given, NewPosition, Opening, Ruling
from .deciding import decided, require_knowing, supersede
from .inputs import store
from .moves import move
from .planning import position_add
from .versions import version_open


@transaction.atomic
def plan_take_over(
    *,
    plan: FinancialPlan,
    positions: Sequence[NewPosition],
    given: Mapping[str, Given],
    as_of: date,
    opening: Opening,
    ruling: Ruling,
    actor: Actor,
) -> PlanVersion:
    """Take a decided plan over: its positions, what was given for each (by code), and the decision.

    Refused where a position has no figures, figures have no position, and as adding, opening and giving are.
    """
    known = set(plan.positions.values_list("code", flat=True))
    for new in positions:
        if new.code not in known:
            position_add(plan=plan, new=new, actor=actor)
    version = version_open(plan=plan, as_of=as_of, opening=opening, actor=actor)
    can(actor, moving(states.TAKE_OVER), version).require()
    leaves = {leaf.code: leaf for leaf in leaves_of(plan)}
    if different := sorted(leaves.keys() ^ given.keys()):
        raise Refused(_("Positionen und Zahlen passen nicht zueinander: %(codes)s.") % {"codes": ", ".join(different)})
    for code, leaf in leaves.items():
        stored = store(version, leaf, given[code], actor)
        planned = PlannedPosition.objects.create(
            version=version, position=leaf, input=stored, is_quantified=stored.is_quantified
        )
        PlannedAmount.objects.bulk_create(
            PlannedAmount(planned=planned, year=one.year, amount=one.amount) for one in given[code].amounts
        )
    before = supersede(version, actor)
    require_knowing(version, ruling)
    details = {"decision": ruling.name, "decided_by": ruling.by}
    move(version, states.TAKE_OVER, actor, details, changes=decided(ruling) | {"supersedes": before})
    return version
