"""How many interviews count, by municipality: figures without persons, which every office may be told."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count

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
_COLUMNS = {Kind.FIRST_INFORMATION: (0, 1), Kind.INTEGRATION: (2, 3)}
"""Where in `Counted` the interviews of a kind stand, and where their deployments."""


def counted(half_year: str, *, municipality: Municipality | None = None) -> dict[int, Counted]:
    """What is recorded and counts of a half-year, by municipality id; of one municipality, or of all that have any.

    One statement, which reads an index alone. The wall is opened for it: numbers leave this function, nobody's record.
    """
    interviews = Interview.objects.filter(half_year=half_year)
    if municipality is not None:
        interviews = interviews.filter(municipality=municipality)
    # Grouped by everything that the index holds, in its order: what is left to add up here are a few rows a place.
    by_verdict = ("municipality_id", "kind", "case_verdict", "interpreting_verdict")
    rows = interviews.order_by().values_list(*by_verdict).annotate(count=Count("*"))
    found: dict[int, list[int]] = {}
    with wall.for_figures():
        for place, kind, case, deployment, count in fetch_rows(rows):
            cases, deployments = _COLUMNS[kind]
            counts = found.setdefault(place, list(NOTHING))
            counts[cases] += count if case == Verdict.COUNTS else 0
            counts[deployments] += count if deployment == Verdict.COUNTS else 0
    return {place: Counted._make(counts) for place, counts in found.items()}
