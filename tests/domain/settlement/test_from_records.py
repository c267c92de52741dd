"""From the recorded interview to the line that is paid, and to the one that takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ankunft.domain.interviews import services as interviews
from ankunft.domain.interviews.models import Evidence, Interview
from ankunft.domain.reporting import checks, selectors, services
from ankunft.domain.reporting.models import CurrentReport, HalfYearReport
from ankunft.domain.settlement.services import run_calculate
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.interviews.making import again, arrived, held, verdicts
from tests.domain.reporting.making import accept, hand_in
from tests.domain.settlement.making import MARCH, SEPTEMBER, WINTER, Office, canton, lines, office, released
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

ARRIVED, HELD = date(2024, 11, 4), date(2024, 12, 5)
FIRST, DEPLOYED = "first_information_interview", "first_information_interpreting"


@pytest.fixture(autouse=True)
def _open(db: None) -> Iterator[None]:
    with wall.open_for(Actor.operator()):
        yield


@pytest.fixture
def town() -> Municipality:
    return canton("Demo-Olten")[0]


@pytest.fixture
def officer(town: Municipality) -> Actor:
    return actor_with("integration_officer", f"bfs-{town.bfs_number}")


@pytest.fixture
def people() -> Office:
    return office()


@pytest.fixture
def recorded(town: Municipality, officer: Actor) -> tuple[Interview, Interview]:
    """Two interviews of the autumn with evidence, both interpreted through the contract partner."""
    with clock.moved_to(date(2024, 12, 10)):
        both = [
            held(
                [arrived(town, on=ARRIVED)],
                officer,
                HELD,
                evidence=True,
                interpreting="partner",
                interpreting_order="L-1",
            )
            for _ in range(2)
        ]
    assert [verdicts(one) for one in both] == [("counts", "counts")] * 2
    return both[0], both[1]


@pytest.fixture
def report(town: Municipality, officer: Actor, people: Office, recorded: object) -> HalfYearReport:
    """The report of that half-year, prefilled and accepted."""
    with clock.moved_to(date(2025, 1, 10)):
        figures = selectors.recorded_of(town, WINTER)
        assert figures is not None
        report = services.report_open(municipality=town, period=WINTER, actor=officer, figures=figures)
        hand_in(report, officer)
        accept(report, people.coordination)
    return report


def differences(town: Municipality) -> list[tuple[str, str]]:
    """The fields of the report that counts in which it differs from the records, with the sentence."""
    current = CurrentReport.objects.get(municipality=town, period=str(WINTER)).report
    found = checks.warnings(selectors.subject_of(current, day=clock.today()))
    return [(one.field or "", one.sentence) for one in found if one.code == "recorded_differs"]


def corrected(report: HalfYearReport, officer: Actor, people: Office) -> None:
    """The report corrected by what is recorded now."""
    figures = selectors.recorded_of(report.municipality, WINTER)
    assert figures is not None
    correction = services.report_correct(report=report, reason="Aufzeichnungen geändert", actor=officer)
    services.report_save(report=correction, figures=figures, remarks="", version=correction.version, actor=officer)
    hand_in(correction, officer)
    accept(correction, people.coordination)


def test_what_is_changed_after_the_payment_is_taken_back_by_the_next_one(
    town: Municipality,
    officer: Actor,
    people: Office,
    recorded: tuple[Interview, Interview],
    report: HalfYearReport,
) -> None:
    with clock.moved_to(date(2025, 3, 20)):
        run = released(MARCH, people)
    assert lines(run) == [
        ("Demo-Olten", DEPLOYED, "2024-H2", 2, 320_00),
        ("Demo-Olten", FIRST, "2024-H2", 2, 400_00),
    ]
    with clock.moved_to(date(2025, 5, 2)):
        interview = again(recorded[0])
        entry = interviews.entry_of(interview)._replace(outsourced=True)
        with pytest.raises(Refused, match="angenommen"):
            interviews.interview_change(interview=interview, entry=entry, actor=officer)
        interviews.interview_change(interview=interview, entry=entry, reason="Hat der Verein geführt", actor=officer)
        assert verdicts(interview) == ("outsourced", "case_does_not_count")
        told = differences(town)
        assert [field for field, _sentence in told] == [
            "first_information_interviews",
            "first_information_interpreters",
        ]
        assert "2" in told[0][1]
        assert "1" in told[0][1]
        assert selectors.count_behind(report) == 2, "the accepted version rests on what was recorded then"
        corrected(report, officer, people)
        assert not differences(town)
    with clock.moved_to(date(2025, 9, 20)):
        run = run_calculate(month=SEPTEMBER, actor=people.coordination)
    assert [one for one in lines(run) if one[2] == "2024-H2"] == [
        ("Demo-Olten", DEPLOYED, "2024-H2", -1, -160_00),
        ("Demo-Olten", FIRST, "2024-H2", -1, -200_00),
    ]


def test_evidence_that_is_taken_away_and_one_that_is_found(
    town: Municipality, officer: Actor, people: Office, recorded: tuple[Interview, Interview], report: HalfYearReport
) -> None:
    with clock.moved_to(date(2025, 2, 3)):
        evidence = Evidence.objects.get(interview=recorded[0])
        interviews.evidence_remove(evidence=evidence, reason="Gehört zu jemand anderem", actor=officer)
        assert verdicts(recorded[0]) == ("no_evidence", "no_evidence")
        assert len(differences(town)) == 2
        interviews.evidence_on_paper(interview=again(recorded[0]), actor=officer)
        assert not differences(town)


def test_an_interview_that_is_recorded_late_is_a_difference_too(
    town: Municipality, officer: Actor, people: Office, report: HalfYearReport
) -> None:
    with clock.moved_to(date(2025, 2, 3)):
        held([arrived(town, on=ARRIVED)], officer, HELD, evidence=True, late="Erst jetzt gefunden.")
        assert [field for field, _sentence in differences(town)] == ["first_information_interviews"]
        corrected(report, officer, people)
    with clock.moved_to(date(2025, 3, 20)):
        assert ("Demo-Olten", FIRST, "2024-H2", 3, 600_00) in lines(released(MARCH, people))
