"""Two who press the same button at the same moment: one wins, and it happened once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ankunft.domain.reporting.models import CurrentReport, HalfYearReport, SelfDeclaration
from ankunft.domain.settlement.models import Run
from ankunft.foundation.audit.models import Event
from ankunft.foundation.workflow.models import Step
from tests.support.clients import StrictClient
from tests.support.people import account_with
from tests.support.threads import at_once
from tests.web.permission_ground import (
    APPROVED_MONTH,
    CHECKED_MONTH,
    DECLARED,
    FIRST,
    OWN,
    SUBMITTED_PERIOD,
    posted,
    step_of_run,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_canton")]

DONE, REFUSED = 302, {403, 409, 422}


def browsers(role: str, *, one_person: bool, at: str | None = None) -> tuple[StrictClient, StrictClient]:
    """Two browsers: of the same person, or of two who hold the same role."""
    first = account_with(role, at)
    second = first if one_person else account_with(role, at)
    return StrictClient().sign_in(first), StrictClient().sign_in(second)


def answers(clients: tuple[StrictClient, StrictClient], address: str, data: dict[str, object]) -> list[int]:
    """The answers to the same form, sent by both at once."""
    found = at_once(*(lambda client=client: client.post(address, data).status_code for client in clients))
    for one in found:
        if isinstance(one, Exception):
            raise one
    return sorted(found)


@pytest.mark.parametrize("one_person", [True, False], ids=["one person", "two persons"])
@pytest.mark.parametrize(
    ("month", "slug", "name", "state"),
    [
        (CHECKED_MONTH, "genehmigen", "approve", "approved"),
        (APPROVED_MONTH, "freigeben", "release", "released"),
    ],
)
def test_a_run_is_approved_and_released_once(month: str, slug: str, name: str, state: str, *, one_person: bool) -> None:
    clients = browsers("approver", one_person=one_person)
    data = posted(step_of_run(month))
    first, second = answers(clients, reverse("run-step", args=[month, slug]), data)
    assert first == DONE
    assert second in REFUSED
    run = Run.objects.get(payment_month=month)
    assert run.state == state
    assert run.version == data["seen"] + 1  # type: ignore[operator]
    assert Event.objects.filter(action=f"settlement.run.{name}", object_key=month).count() == 1
    assert Step.objects.filter(object_type="settlement.run", object_key=month, name=name).count() == 1


@pytest.mark.parametrize("one_person", [True, False], ids=["one person", "two persons"])
def test_a_report_is_accepted_once(*, one_person: bool) -> None:
    clients = browsers("coordination", one_person=one_person)
    first, second = answers(clients, reverse("report-step", args=[OWN, SUBMITTED_PERIOD, "annehmen"]), posted(FIRST))
    assert first == DONE
    assert second in REFUSED
    report = HalfYearReport.objects.get(municipality__bfs_number=OWN, period=SUBMITTED_PERIOD)
    assert report.state == "accepted"
    assert CurrentReport.objects.filter(report=report).count() == 1
    accepted = Event.objects.filter(action="reporting.report.accept", object_key__contains=SUBMITTED_PERIOD)
    assert accepted.count() == 1


def test_one_accepts_while_the_other_returns() -> None:
    """Whoever is first decides; the report is never both."""
    clients = browsers("coordination", one_person=False)
    addresses = [reverse("report-step", args=[OWN, SUBMITTED_PERIOD, step]) for step in ("annehmen", "zurueckgeben")]
    data = posted({**FIRST, "remarks": "Demo"})
    found = at_once(
        *(
            lambda client=client, address=address: client.post(address, data).status_code
            for client, address in zip(clients, addresses, strict=True)
        )
    )
    assert sorted(code == DONE for code in found) == [False, True], found
    events = Event.objects.filter(
        action__in=["reporting.report.accept", "reporting.report.return"], object_key__contains=SUBMITTED_PERIOD
    )
    assert events.count() == 1


def test_a_declaration_sent_from_two_browsers_is_there_once() -> None:
    clients = browsers("coordination", one_person=True)
    codes = answers(clients, reverse("declaration", args=[OWN, 2026]), posted(DECLARED))
    assert codes[0] == DONE
    assert set(codes[1:]) <= REFUSED | {DONE}
    assert SelfDeclaration.objects.filter(municipality__bfs_number=OWN, year=2026).count() == 1
    assert Event.objects.filter(action="reporting.declaration.record").count() == 1
