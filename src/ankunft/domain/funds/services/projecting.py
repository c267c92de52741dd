"""How long the money of a plan lasts: calculated from the records as they are, kept with seed and inputs (FP 2.4)."""

from __future__ import annotations

import json
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Month

from ..futures_data import canonical, digest_of, inputs_as_data, inputs_from_data, result_as_data
from ..models import PlanVersion, Position, Projection
from ..money_permissions import PROJECT
from ..money_readings import accounts, last_booked_month, terms_on
from ..outlooks import known_of
from ..rules.futures import DRAWS, METHOD, Cell, Inputs, Pot
from ..rules.ranges import rest

SEEDS = 32
"""Bits of a seed that nobody chose."""


def projection_run(
    *, version: PlanVersion, actor: Actor, seed: int | None = None, over: Month | None = None
) -> Projection:
    """Project the source of a plan to the end of the plan, and keep what came out with everything it rests on.

    `over` is the last month whose bookings are complete, otherwise that of the newest booking. Without a `seed` one is
    drawn. Refused for a version that plans nothing, and for a month that is not over.
    """
    can(actor, PROJECT).require()
    if seed is not None and not 0 <= seed < 2**63:
        raise Refused(_("Ein Startwert ist eine ganze Zahl ab null."))
    this_month = Month.parse(f"{clock.today():%Y-%m}")
    if over is not None and over >= this_month:
        raise Refused(_("%(month)s ist noch nicht vorbei: Verbucht ist höchstens bis zum Vormonat.") % {"month": over})
    from ..rules.projection import project  # loads NumPy: whoever does not project does not wait for it

    inputs = inputs_of(version, over or last_booked_month(version))
    if not inputs.cells:
        raise Refused(_("Diese Fassung plant noch nichts: Es gibt nichts hochzurechnen."))
    result = project(inputs, secrets.randbits(SEEDS) if seed is None else seed, DRAWS)
    written = canonical(inputs_as_data(inputs))
    with transaction.atomic():
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
        sentence = _("Finanzplan hochgerechnet.")
        record(actor, Entry("funds.projection.made", "funds.version", version.reference, sentence, after=after))
    return stored


def projection_repeats(projection: Projection) -> bool:
    """Whether seed and inputs give the same figures again, to the Rappen."""
    from ..rules.projection import project

    inputs = inputs_from_data(json.loads(projection.inputs))
    return canonical(result_as_data(project(inputs, projection.seed, projection.draws))) == projection.result


def inputs_of(version: PlanVersion, over: Month | None) -> Inputs:
    """What a projection of that version rests on: its source, the rests of its positions, and what is certain.

    What is booked on the plan's positions in months that are not complete is part of their rest.
    """
    plan = version.plan
    account = accounts(version)[plan.source_id]
    known = known_of(version, over)
    codes = dict(Position.objects.filter(plan=plan).values_list("pk", "code"))
    terms = terms_on(plan.source)
    source = plan.source.code
    certain = {
        (source, month): flow.net
        for month, flow in account.flows.items()
        if plan.first_year <= month.year <= plan.last_year
    }
    for month, amount in known.open_bookings(over, plan.source_id).items():
        certain[source, month] += amount
    return Inputs(
        plan.first_year,
        plan.last_year,
        [Pot(source, account.balance_before(plan.first_year), terms.refund_due if terms else None)],
        [
            Cell(codes[position], source, year, rest(facts))
            for (position, year), facts in known.years.items()
            if year in plan.years
        ],
        {place: amount for place, amount in certain.items() if amount},
        over,
    )
