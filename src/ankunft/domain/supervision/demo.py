"""A sample of the demonstration, drawn and asked for by its people."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from ankunft.domain.demo_people import COORDINATION, demo_actor
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear

from . import population, services
from .models import Sample
from .rules import KINDS

PERIOD = HalfYear(2025, 2)
TERM = timedelta(days=21)


@transaction.atomic
def load_demo(actor: Actor) -> None:
    """Draw one sample and ask for its evidence; nothing if there is one already, or nothing recorded to draw from."""
    if Sample.objects.exists():
        return
    clerk = demo_actor(COORDINATION)
    for contribution in KINDS:
        if population.candidates(population.reported([PERIOD], contribution, None).reports, contribution):
            sample = services.sample_draw(
                periods=[PERIOD],
                contribution=contribution,
                count=5,
                purpose="Demo: jährliche Stichprobe der Aufsicht",
                actor=clerk,
                is_demo=True,
            )
            services.sample_request(sample=sample, due_on=clock.today() + TERM, actor=clerk)
            return
