"""How long the money of a plan lasts: calculated from the records as they are, kept with seed and inputs (FP 2.4)."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Month
from ankunft.foundation.turns import in_turn

from ..futures_data import canonical, digest_of, inputs_as_data, result_as_data
from ..models import PlanVersion, Projection
from ..money_permissions import PROJECT
from ..money_readings import last_booked_month
from ..outlooks import inputs_of
from ..rules.futures import DRAWS, METHOD, Inputs

SEEDS = 32
"""Bits of a seed that nobody chose."""


def projection_run(
    *,
    version: PlanVersion,
    actor: Actor,
    seed: int | None = None,
    over: Month | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Projection:
    """Project the source of a plan to the end of the plan, and keep what came out with everything it rests on.

    `over` is the last month whose bookings are complete, otherwise that of the newest booking. Without a `seed` one is
    drawn; what was projected with that seed from the same records before is not kept twice. `progress` is told how many
    futures are drawn, outside of any transaction. Refused for a version that plans nothing, and for a month that is not
    over.
    """
    can(actor, PROJECT).require()
    if seed is not None and not 0 <= seed < 2**63:
        raise Refused(_("Ein Startwert ist eine ganze Zahl ab null."))
    this_month = Month.parse(f"{clock.today():%Y-%m}")
    if over is not None and over >= this_month:
        raise Refused(_("%(month)s ist noch nicht vorbei: Verbucht ist höchstens bis zum Vormonat.") % {"month": over})
    from ..rules.projection import project  # loads NumPy: whoever does not project does not wait for it

    inputs = _inputs(version, over)
    result = project(inputs, new_seed() if seed is None else seed, DRAWS, progress=progress)
    written = canonical(inputs_as_data(inputs))
    with transaction.atomic():
        in_turn(f"funds.projection {version.pk}")
        same = Projection.objects.filter(
            version=version, seed=result.seed, draws=result.draws, method=METHOD, digest=digest_of(written)
        )
        if (kept := same.first()) is not None:
            return kept
        stored = Projection.objects.create(
            version=version,
            seed=result.seed,
            draws=result.draws,
            method=METHOD,
            over=str(inputs.over) if inputs.over else "",
            inputs=written,
            digest=digest_of(written),
            result=canonical(result_as_data(result)),
            made_at=clock.now(),
            made_by=actor.label,
        )
        after = {"seed": stored.seed, "draws": stored.draws, "over": stored.over, "inputs": stored.digest}
        sentence = "Finanzplan hochgerechnet."
        record(actor, Entry("funds.projection.made", "funds.version", version.reference, sentence, after=after))
    return stored


def projection_require(*, version: PlanVersion, actor: Actor) -> None:
    """Refused at once for what `projection_run` would refuse later: who may not, and a version that plans nothing."""
    can(actor, PROJECT).require()
    _inputs(version, None)


def new_seed() -> int:
    """A seed that nobody chose."""
    return secrets.randbits(SEEDS)


def _inputs(version: PlanVersion, over: Month | None) -> Inputs:
    inputs = inputs_of(version, over or last_booked_month(version))
    if not inputs.cells:
        raise Refused(
            _(
                "Diese Fassung plant noch nichts: Es gibt nichts hochzurechnen. Gerechnet wird, sobald zu einer "
                "Position Zahlen eingegangen sind."
            )
        )
    return inputs
