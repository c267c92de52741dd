"""A report reopened after the release, and one that came too late: the released run stays, the next one differs."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.reporting import services
from ankunft.domain.reporting.models import HalfYearReport
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.settlement.models import Withheld
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.reporting.making import accept, hand_in, lead_of, offer
from tests.domain.settlement.making import MARCH, SEPTEMBER, WINTER, Office, canton, lines, office, released
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

FIRST = "first_information_interview"
JANUARY, PAID, MAY, AUTUMN = date(2025, 1, 10), date(2025, 3, 20), date(2025, 5, 2), date(2025, 9, 20)


@pytest.fixture
def town() -> Municipality:
    return canton("Demo-Olten")[0]


@pytest.fixture
def officer(town: Municipality) -> Actor:
    return actor_with("integration_officer", f"bfs-{town.bfs_number}")


@pytest.fixture
def people() -> Office:
    return office()


def begun(town: Municipality, officer: Actor) -> HalfYearReport:
    """The report of the winter, in work."""
    return services.report_open(municipality=town, period=WINTER, actor=officer, figures=Figures(12))


def withheld(month: str) -> list[str]:
    return list(Withheld.objects.filter(run__payment_month=month, period=str(WINTER)).values_list("reason", flat=True))


@pytest.mark.parametrize(("interviews", "quantity", "amount"), [(15, 3, 600_00), (10, -2, -400_00)])
def test_reopened_after_the_release_it_makes_a_difference_in_the_next_run(
    town: Municipality, officer: Actor, people: Office, interviews: int, quantity: int, amount: int
) -> None:
    with clock.moved_to(JANUARY):
        report = begun(town, officer)
        hand_in(report, officer)
        accept(report, people.coordination)
    with clock.moved_to(PAID):
        paid = released(MARCH, people)
    with clock.moved_to(MAY):
        correction = services.report_correct(report=report, reason="Nachgezählt.", actor=officer)
        services.report_save(
            report=correction, figures=Figures(interviews), remarks="", version=correction.version, actor=officer
        )
        hand_in(correction, officer)
        accept(correction, people.coordination)
    with clock.moved_to(AUTUMN):
        following = released(SEPTEMBER, people)
    assert lines(paid) == [("Demo-Olten", FIRST, "2024-H2", 12, 2400_00)]
    assert [row for row in lines(following) if row[2] == "2024-H2"] == [
        ("Demo-Olten", FIRST, "2024-H2", quantity, amount)
    ]


def test_what_is_not_signed_or_not_accepted_is_withheld_and_settled_by_the_next_run(
    town: Municipality, officer: Actor, people: Office
) -> None:
    lead = lead_of(town)
    with clock.moved_to(JANUARY):
        report = begun(town, officer)
        offer(report, officer)
    with clock.moved_to(PAID):
        paid = released(MARCH, people)
    assert (lines(paid), withheld("2025-03")) == ([], ["report_incomplete"])
    with clock.moved_to(MAY):
        services.report_sign(report=report, actor=lead, version=report.version)
        accept(report, people.coordination)
    with clock.moved_to(AUTUMN):
        following = released(SEPTEMBER, people)
    assert [row for row in lines(following) if row[2] == "2024-H2"] == [("Demo-Olten", FIRST, "2024-H2", 12, 2400_00)]
