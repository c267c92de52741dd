"""From a payment down to the interviews: what an auditor follows (KS 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from ankunft.domain.reporting.models import ReportedInterview
from ankunft.domain.settlement.models import Line, Run
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor

from ..models import SampleItem, SampleState
from ..rules import INTERPRETING, KINDS

REPORT = "report"


Version = tuple[int, str, int]
"""A version of a report: BFS number, half-year, number."""


@dataclass(frozen=True, slots=True)
class TracedLine:
    """A line of a run with what stands behind it.

    `report` is the version on which it was calculated, as links name it, `recorded` on how many recorded interviews or
    deployments that version rests; empty and None where no report is behind it (base contribution, reclaim). `sampled`
    are the interviews of that half-year that a sample looked at for this contribution.
    """

    line: Line
    report: str
    recorded: int | None
    sampled: list[SampleItem] = field(default_factory=list)


def traced(actor: Actor, run: Run, payee: Municipality) -> list[TracedLine]:
    """Every line that was netted into one payee's payment, for whoever sees the run. A fixed number of queries."""
    lines = list(
        visible_to(actor, Line)
        .filter(run=run, payee=payee)
        .select_related("municipality", "run")
        .order_by("municipality__name", "period", "contribution", "rate")
    )
    versions = {line.pk: _version(line.explanation) for line in lines}
    counts = _recorded({version for version in versions.values() if version})
    sampled = _sampled(actor, lines)
    return [
        TracedLine(
            line,
            "/".join(map(str, version)) if (version := versions[line.pk]) else "",
            counts.get((version, line.contribution), 0) if version else None,
            sampled[line.municipality_id, line.period, line.contribution],
        )
        for line in lines
    ]


def _version(explanation: Mapping[str, Any]) -> Version | None:
    """The version of a report that a derivation names, its own or that of a part."""
    for source in explanation.get("sources", ()):
        if source["kind"] == REPORT:
            bfs_number, period, number = source["key"].split("/")
            return int(bfs_number), period, int(number)
    return next(filter(None, map(_version, explanation.get("children", ()))), None)


def _recorded(versions: set[Version]) -> dict[tuple[Version, str], int]:
    """By version and contribution on how many recorded interviews it rests: figures, nobody's record. One query."""
    if not versions:
        return {}
    rests = ReportedInterview.objects.filter(
        report__municipality__bfs_number__in={version[0] for version in versions},
        report__period__in={version[1] for version in versions},
    )
    key = ("report__municipality__bfs_number", "report__period", "report__number")
    with wall.for_figures():
        rows = list(
            rests.order_by()
            .values_list(*key, "interview__kind")
            .annotate(cases=Count("pk", filter=Q(is_case=True)), deployments=Count("pk", filter=Q(is_deployment=True)))
        )
    return {
        ((bfs_number, period, number), contribution): cases if contribution in INTERPRETING else deployments
        for bfs_number, period, number, kind, cases, deployments in rows
        for contribution, of_kind in KINDS.items()
        if of_kind == kind
    }


def _sampled(actor: Actor, lines: list[Line]) -> dict[tuple[int, str, str], list[SampleItem]]:
    found: dict[tuple[int, str, str], list[SampleItem]] = defaultdict(list)
    places, periods = {line.municipality_id for line in lines}, {line.period for line in lines}
    items = visible_to(actor, SampleItem).filter(municipality__in=places, period__in=periods)
    for item in items.exclude(sample__state=SampleState.DROPPED).select_related("sample").order_by("pk"):
        found[item.municipality_id, item.period, item.sample.contribution].append(item)
    return found
