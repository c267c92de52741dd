"""Projections as they are kept, and what they warn of. Amounts in Rappen."""

from __future__ import annotations

import json
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Max, QuerySet

from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Month

from ..futures_data import (
    canonical,
    digest_of,
    inputs_as_data,
    inputs_from_data,
    result_as_data,
    result_from_data,
)
from ..models import PlanVersion, Projection, VersionState
from ..money_permissions import SEE_MONEY
from ..money_readings import last_booked_month
from ..outlooks import inputs_of
from ..rules.futures import Inputs, Outcome

LIKELY = 10
"""Per cent of futures from which on it is warned that a source runs dry."""
SOON = timedelta(days=183)
"""So long before a refund is due it is warned of it, whatever its amount."""


class Shown(NamedTuple):
    """A projection with its inputs and what becomes of its source."""

    projection: Projection
    inputs: Inputs
    outcome: Outcome

    @property
    def dry_permille(self) -> int:
        """In how many of a thousand futures the source runs dry within the plan, rounded down."""
        return self.outcome.dry_draws * 1000 // self.projection.draws

    @property
    def dry_by(self) -> Month | None:
        """The month by whose end it has run dry in every second future; None where it does so in fewer."""
        return self.outcome.dry_by(self.projection.draws)


class Warned(StrEnum):
    """What is warned of."""

    RUNS_DRY = "runs_dry"
    REFUND = "refund"


class Alert(NamedTuple):
    """What a projection warns of: what will probably lack or be refunded (Rappen), and by which day."""

    kind: Warned
    shown: Shown
    amount: int
    day: date | None


def projections_for(version: PlanVersion, actor: Actor) -> QuerySet[Projection]:
    """All projections of a version, newest first."""
    return visible_to(actor, Projection).filter(version=version)


def projection_shown(projection: Projection) -> Shown:
    """A projection as it was kept, read again."""
    result = result_from_data(json.loads(projection.result))
    return Shown(projection, inputs_from_data(json.loads(projection.inputs)), result.outcomes[0])


def repeats(projection: Projection) -> bool:
    """Whether seed and inputs give the same figures again, to the Rappen."""
    from ..rules.projection import project  # loads NumPy: whoever does not calculate does not wait for it

    inputs = inputs_from_data(json.loads(projection.inputs))
    return canonical(result_as_data(project(inputs, projection.seed, projection.draws))) == projection.result


def is_outdated(projection: Projection) -> bool:
    """Whether the records say something else by now than what the projection rests on, or are complete for longer."""
    over = Month.parse(projection.over) if projection.over else None
    booked = last_booked_month(projection.version)
    if booked is not None and (over is None or booked > over):
        return True
    return digest_of(canonical(inputs_as_data(inputs_of(projection.version, over)))) != projection.digest


def alerts_for(actor: Actor) -> list[Alert]:
    """What the newest projection of every plan in force warns of: for the day's page of those who keep the plans."""
    if not can(actor, SEE_MONEY):
        return []
    in_force = visible_to(actor, PlanVersion).filter(state=VersionState.ADOPTED)
    newest = Projection.objects.filter(version__in=in_force).order_by().values("version").annotate(last=Max("pk"))
    rows = Projection.objects.filter(pk__in=newest.values("last")).select_related("version__plan__source")
    return [alert for projection in rows for alert in _of(projection_shown(projection))]


def _of(shown: Shown) -> list[Alert]:
    outcome, draws = shown.outcome, shown.projection.draws
    found = []
    if outcome.dry_draws * 100 >= draws * LIKELY:
        first = outcome.dry_by(draws, LIKELY)
        found.append(Alert(Warned.RUNS_DRY, shown, outcome.lacking.mean, first.end if first else None))
    due = outcome.refund_due
    if outcome.refunded is not None and due is not None and outcome.refunded.mean > 0 and due >= clock.today():
        probable = outcome.refunded.percentiles[2] > 0
        if probable or due - clock.today() <= SOON:
            found.append(Alert(Warned.REFUND, shown, outcome.refunded.mean, due))
    return found
