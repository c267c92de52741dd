"""Drawing a sample, and dropping it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear

from .. import population, rules, states
from ..models import Sample, SampleItem, SampleState, Stratum
from ..permissions import moving
from ..rules import KINDS, Candidate
from .moves import move

LARGEST = 100
"""A sample is a look at some, not the inspection of everything."""


@transaction.atomic
def sample_draw(
    *,
    periods: Sequence[HalfYear],
    contribution: str,
    count: int,
    purpose: str,
    actor: Actor,
    municipality: Municipality | None = None,
    stratum: str = Stratum.ALL,
    is_demo: bool = False,
) -> Sample:
    """Draw `count` of the interviews for which the contribution was reported in accepted reports of these half-years.

    The seed is made here, after the population stands: nobody chooses it. Refused without purpose or half-year, for
    too many, and where nothing recorded is there to be drawn.
    """
    can(actor, moving(states.DRAW)).require()
    _require_terms(periods, contribution, count, purpose)
    known = population.reported(periods, contribution, municipality)
    everything = population.candidates(known.reports, contribution)
    found = {one.reference: one for one in everything if rules.belongs(one, stratum)}
    if not found:
        raise Refused(
            _(
                "Es gibt nichts zu ziehen: Gemeldet sind %(reported)s, in Ankunft aufgezeichnet und in dieser Auswahl "
                "sind davon keine. Gemeinden, die nur Zahlen melden, werden anders geprüft."
            )
            % {"reported": known.total}
        )
    seed = secrets.token_hex(16)
    sample = Sample.objects.create(
        state=SampleState.DRAWN,
        periods=[str(period) for period in sorted(set(periods), key=str)],
        contribution=contribution,
        municipality=municipality,
        stratum=stratum,
        purpose=purpose.strip(),
        seed=seed,
        reports=known.reports,
        size=len(found),
        digest=rules.digest(found),
        reported=known.total,
        asked=count,
        drawn_at=clock.now(),
        drawn_by=actor.label,
        is_demo=is_demo,
    )
    chosen = rules.draw(found, count, seed)
    SampleItem.objects.bulk_create(
        _item(sample, number, found[reference]) for number, reference in enumerate(chosen, start=1)
    )
    details = {"seed": seed, "size": sample.size, "digest": sample.digest, "interviews": chosen}
    move(sample, states.DRAW, actor, details=details, reason=sample.purpose)
    return sample


def sample_drop(*, sample: Sample, reason: str, actor: Actor) -> None:
    """The sample is not used, and why. It stays visible, so that nobody draws until the result pleases."""
    can(actor, moving(states.DROP), sample).require()
    move(sample, states.DROP, actor, reason=reason)


def _item(sample: Sample, number: int, one: Candidate) -> SampleItem:
    return SampleItem(
        sample=sample,
        number=number,
        interview=one.reference,
        municipality_id=one.municipality,
        kind=KINDS[sample.contribution],
        held_on=one.held_on,
        period=str(HalfYear.containing(one.held_on)),
        has_deployment=one.has_deployment,
    )


def _require_terms(periods: Sequence[HalfYear], contribution: str, count: int, purpose: str) -> None:
    if contribution not in KINDS:
        raise Refused(_("Gezogen werden Gespräche: Wählen Sie eine Fall- oder Dolmetschpauschale."))
    if not periods:
        raise Refused(_("Wählen Sie mindestens ein Halbjahr."))
    if not 1 <= count <= LARGEST:
        raise Refused(_("Eine Stichprobe hat 1 bis %(most)s Gespräche.") % {"most": LARGEST})
    if not purpose.strip():
        raise Refused(_("Sagen Sie, aus welchem Anlass die Stichprobe gezogen wird."))
