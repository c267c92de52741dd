"""How many interviews count, by municipality: figures without persons, which every office may be told."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, Q

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.bulk import fetch_rows

from .models import Interview, Kind
from .rules import Verdict


class Counted(NamedTuple):
    """What counts of a municipality's half-year (KS 4.3.2): interviews and interpreter deployments of both kinds."""

    first_information_interviews: int = 0
    first_information_interpreters: int = 0
    integration_interviews: int = 0
    integration_interpreters: int = 0


NOTHING = Counted()


def counted(half_year: str, *, municipality: Municipality | None = None) -> dict[int, Counted]:
    """What is recorded and counts of a half-year, by municipality id; of one municipality, or of all that have any.

    One statement, which reads an index alone. The wall is opened for it: numbers leave this function, nobody's record.
    """
    interviews = Interview.objects.filter(half_year=half_year)
    if municipality is not None:
        interviews = interviews.filter(municipality=municipality)
    rows = (
        interviews.order_by()
        .values_list("municipality_id", "kind")
        .annotate(
            cases=Count("kind", filter=Q(case_verdict=Verdict.COUNTS)),
            deployments=Count("kind", filter=Q(interpreting_verdict=Verdict.COUNTS)),
        )
    )
    found: dict[int, Counted] = {}
    with wall.for_figures():
        for place, kind, cases, deployments in fetch_rows(rows):
            before = found.get(place, NOTHING)
            if kind == Kind.FIRST_INFORMATION:
                found[place] = before._replace(
                    first_information_interviews=cases, first_information_interpreters=deployments
                )
            else:
                found[place] = before._replace(integration_interviews=cases, integration_interpreters=deployments)
    return found
