"""What people see of samples."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from ankunft.domain.interviews.explain import Explanation, explanations_of
from ankunft.domain.interviews.models import Evidence, Interview
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.access.policy import can, reach, visible_to
from ankunft.foundation.kernel.actor import Actor

from .. import population, rules
from ..models import Finding, Sample, SampleItem, SampleState
from ..permissions import ANSWER


class LookedAt(NamedTuple):
    """A sampled interview as it is recorded now: facts without persons, what is said of it, and its evidence."""

    interview: Interview | None
    told: list[Explanation]
    evidence: list[Evidence]


class Repetition(NamedTuple):
    """What comes out when a sample is drawn again from what stands today."""

    size: int
    same_population: bool
    same_items: bool


def samples(actor: Actor) -> QuerySet[Sample]:
    """Every sample, the latest first, with how many interviews it has, are answered, judged, and cost something."""
    found = Count("items", filter=~Q(items__finding__in=["", Finding.IN_ORDER]))
    return (
        visible_to(actor, Sample)
        .select_related("municipality")
        .annotate(
            drawn=Count("items"),
            answered=Count("items", filter=Q(items__answered_at__isnull=False)),
            judged=Count("items", filter=~Q(items__finding="")),
            found=found,
        )
        .order_by("-pk")
    )


def items_of(actor: Actor, sample: Sample) -> QuerySet[SampleItem]:
    """The interviews of a sample in the order in which they were drawn."""
    items = visible_to(actor, SampleItem).filter(sample=sample)
    return items.select_related("municipality", "reclaim").order_by("number")


def requests_to(actor: Actor) -> QuerySet[SampleItem]:
    """What the actor's municipalities are asked to show, the open ones first."""
    if not can(actor, ANSWER):
        return SampleItem.objects.none()
    own = reach(actor, ANSWER, Municipality)
    items = own.within(visible_to(actor, SampleItem), "municipality").select_related("municipality", "sample")
    return items.order_by("finding", "answered_at", "sample__due_on", "pk")


def requests_open(actor: Actor) -> QuerySet[SampleItem]:
    """Those of them that nobody has answered."""
    return requests_to(actor).filter(sample__state=SampleState.REQUESTED, answered_at=None, finding="")


def looked_at(item: SampleItem) -> LookedAt:
    """What is recorded of the interview now. The wall is opened for its municipality; nobody's name leaves here."""
    with wall.also(municipality=[item.municipality_id]):
        known = Interview.objects.filter(reference=item.interview).select_related("performed_by")
        interview = known.defer("content").first()
        if interview is None:
            return LookedAt(None, [], [])
        return LookedAt(interview, explanations_of(interview), list(interview.evidence.order_by("pk")))


def repetition(sample: Sample) -> Repetition:
    """Draw the sample again, from the versions of reports that counted then: nothing was swapped if it is the same."""
    everything = population.candidates(sample.reports, sample.contribution)
    found = [one.reference for one in everything if rules.belongs(one, sample.stratum)]
    again = rules.draw(found, sample.asked, sample.seed)
    drawn = list(sample.items.order_by("number").values_list("interview", flat=True))
    return Repetition(len(found), rules.digest(found) == sample.digest, again == drawn)
