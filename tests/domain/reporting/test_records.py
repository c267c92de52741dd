"""A report from recorded interviews: counted, prefilled, compared, and kept with the version that was handed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from ankunft.domain.interviews.counts import counted
from ankunft.domain.interviews.guards import settled
from ankunft.domain.interviews.models import Interview
from ankunft.domain.reporting import checks, selectors, services
from ankunft.domain.reporting.models import ReportedInterview
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.reporting.making import (
    FIGURES,
    SPRING,
    TODAY,
    accept,
    hand_in,
    lead_of,
    municipality,
    opened_report,
    submitted_report,
)

_numbers = count(1)


def interview(
    of: Municipality,
    kind: str = "first_information",
    case: str = "counts",
    deployment: str = "no_interpreter",
    held_on: date = date(2026, 3, 1),
) -> Interview:
    """An interview as it stands in the records, with what was said of it."""
    half = "H1" if held_on.month <= 6 else "H2"
    with wall.open_for(Actor.operator()):
        return Interview.objects.create(
            reference=f"G-TEST-{next(_numbers):04}",
            municipality=of,
            performed_by=of,
            kind=kind,
            state="held",
            held_on=held_on,
            half_year=f"{held_on.year}-{half}",
            case_verdict=case,
            interpreting_verdict=deployment,
            recorded_at=clock.now(),
        )


def records(of: Municipality) -> None:
    """Three first interviews of which two count, one of them interpreted; one integration interview that counts."""
    interview(of, deployment="counts")
    interview(of)
    interview(of, case="no_evidence", deployment="no_evidence")
    interview(of, "integration", deployment="not_by_partner")
    interview(of, held_on=date(2025, 12, 31))
    interview(of, held_on=date(2026, 7, 1))


RECORDED = Figures(2, 1, 1, 0)


def test_what_counts_is_counted_by_municipality(town: Municipality) -> None:
    other = municipality()
    records(town)
    interview(other, "integration", deployment="counts")
    assert counted("2026-H1") == {town.pk: RECORDED, other.pk: (0, 0, 1, 1)}
    assert counted("2026-H1", municipality=other) == {other.pk: (0, 0, 1, 1)}
    assert counted("2019-H1") == {}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL says so only of a table of some size")
def test_the_counting_reads_an_index_alone(town: Municipality) -> None:
    asked: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        asked.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        counted("2026-H1")
    ((statement, parameters),) = asked
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        assert "USING COVERING INDEX interview_counted" in cursor.fetchall()[0][-1]


def test_who_keeps_no_records_has_none(town: Municipality) -> None:
    assert selectors.recorded_of(town, SPRING) is None


def test_a_difference_is_told_and_is_to_be_explained(town: Municipality, officer: Actor) -> None:
    records(town)
    lead_of(town)
    report = opened_report(town, officer, RECORDED._replace(first_information_interviews=5))
    found = [one for one in checks.warnings(selectors.subject_of(report, day=TODAY)) if one.code == "recorded_differs"]
    assert [(one.field, "5" in one.sentence and "2" in one.sentence) for one in found] == [
        ("first_information_interviews", True)
    ]
    with pytest.raises(Refused, match=r"Korrigieren oder erklären Sie zuerst jeden Hinweis: .*Gemeldet sind 5"):
        services.report_offer(report=report, actor=officer, version=report.version)
    hand_in(report, officer)


def test_the_same_figures_need_no_word(town: Municipality, officer: Actor) -> None:
    records(town)
    report = opened_report(town, officer, RECORDED)
    assert not [one for one in checks.run(selectors.subject_of(report, day=TODAY)) if one.code == "recorded_differs"]


def test_the_version_keeps_what_it_rests_on(town: Municipality, officer: Actor) -> None:
    records(town)
    report = submitted_report(town, officer)
    assert selectors.count_behind(report) == 3
    with wall.open_for(officer):
        behind = list(selectors.interviews_behind(officer, report))
    assert sorted((one.kind, one.is_case, one.is_deployment) for one in behind) == [
        ("first_information", True, False),
        ("first_information", True, True),
        ("integration", True, False),
    ]


def test_others_are_told_how_many_and_not_which(town: Municipality, officer: Actor, coordinator: Actor) -> None:
    records(town)
    report = submitted_report(town, officer)
    with wall.open_for(coordinator):
        assert selectors.count_behind(report) == 3
        assert not selectors.interviews_behind(coordinator, report).exists()


def test_handed_in_again_it_rests_on_what_is_recorded_then(
    town: Municipality, officer: Actor, coordinator: Actor
) -> None:
    records(town)
    report = submitted_report(town, officer)
    services.report_return(
        report=report, reasons={"remarks": "Belege fehlen"}, actor=coordinator, version=report.version
    )
    interview(town)
    hand_in(report, officer)
    assert selectors.count_behind(report) == 4


def test_what_an_accepted_version_rests_on_stays(town: Municipality, officer: Actor, coordinator: Actor) -> None:
    records(town)
    report = submitted_report(town, officer)
    accept(report, coordinator)
    with wall.open_for(Actor.operator()):
        kept = ReportedInterview.objects.filter(report=report)
        with pytest.raises(DatabaseError), transaction.atomic():
            kept.update(is_case=False)
        with pytest.raises(DatabaseError), transaction.atomic():
            kept.delete()
    assert selectors.count_behind(report) == 3


def test_a_correction_by_the_canton_rests_on_the_records_too(
    town: Municipality, officer: Actor, coordinator: Actor
) -> None:
    records(town)
    report = submitted_report(town, officer)
    accept(report, coordinator)
    interview(town)
    with wall.open_for(coordinator):
        correction = services.report_correct(report=report, reason="Nachtrag", actor=coordinator)
        services.report_submit(report=correction, actor=coordinator, version=correction.version)
        assert selectors.count_behind(correction) == 4
    assert selectors.count_behind(report) == 3


def test_an_interview_of_a_reported_half_year_is_not_changed_silently(
    town: Municipality, officer: Actor, coordinator: Actor
) -> None:
    assert settled(town.pk, "2026-H1") == ""
    report = opened_report(town, officer, FIGURES)
    assert settled(town.pk, "2026-H1") == "", "nothing is handed in yet"
    hand_in(report, officer)
    assert "2026-H1" in settled(town.pk, "2026-H1")
    accept(report, coordinator)
    assert "Korrektur" in settled(town.pk, "2026-H1")
    assert settled(town.pk, "2026-H2") == ""


def test_refusals_are_sentences(town: Municipality, officer: Actor) -> None:
    report = opened_report(town, officer)
    with pytest.raises(Refused, match="Inzwischen"):
        services.report_offer(report=report, actor=officer, version=report.version + 1)
    assert selectors.count_behind(report) == 0
