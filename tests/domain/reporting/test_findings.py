"""Warnings: corrected, or explained by the municipality and waived by the canton; and what is given back, and why."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from ankunft.domain.reporting import services
from ankunft.domain.reporting.checks import FindingKey
from ankunft.domain.reporting.models import Explanation, HalfYearReport, ReturnedSection, Waiver
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.reporting.selectors import returned_sections, unexplained, unwaived
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.reporting.making import accept, hand_in, lead_of, offer, opened_report
from tests.support.people import actor_with
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db

DOUBTFUL = Figures(4, 5, 3, 1)
KEY = FindingKey("interpreters_above_first_information", "first_information_interpreters", "5/4")
SENTENCE = "mehr Dolmetscheinsätze \\(5\\) als Erstinformationsgespräche \\(4\\)"


@pytest.fixture
def doubtful(town: Municipality, officer: Actor) -> HalfYearReport:
    """A report of which the checks warn, handed in with an explanation."""
    opened = opened_report(town, officer, DOUBTFUL)
    hand_in(opened, officer)
    return opened


def test_a_warning_is_explained_before_it_is_offered(town: Municipality, officer: Actor) -> None:
    lead_of(town)
    opened = opened_report(town, officer, DOUBTFUL)
    with pytest.raises(Refused, match=SENTENCE):
        services.report_offer(report=opened, actor=officer, version=opened.version)
    with pytest.raises(Refused, match=SENTENCE):
        services.report_offer(report=opened, actor=officer, version=opened.version, explanations={KEY: "  "})
    services.report_offer(report=opened, actor=officer, version=opened.version, explanations={KEY: "Zwei Einsätze."})
    said = Explanation.objects.get()
    assert (said.text, said.said_by, said.basis) == ("Zwei Einsätze.", officer.label, "5/4")
    assert Event.objects.get(action="reporting.report.explain").reason == "Zwei Einsätze."


def test_accepting_with_a_warning_that_is_not_waived_is_refused_with_it(
    doubtful: HalfYearReport, coordinator: Actor
) -> None:
    with pytest.raises(Refused, match=f"Annehmen geht erst, wenn jeder Hinweis .*{SENTENCE}"):
        services.report_accept(report=doubtful, actor=coordinator, version=doubtful.version)
    assert doubtful.state == "submitted"
    waivers = {KEY: "Beleg von HEKS liegt vor."}
    services.report_accept(report=doubtful, actor=coordinator, version=doubtful.version, waivers=waivers)
    assert doubtful.state == "accepted"
    waived = Waiver.objects.get()
    assert (waived.text, waived.said_by, waived.account_id) == (
        "Beleg von HEKS liegt vor.",
        coordinator.label,
        coordinator.account_id,
    )
    assert Event.objects.get(action="reporting.report.waive").after == KEY._asdict()


def test_a_waiver_of_other_numbers_helps_nothing(doubtful: HalfYearReport, coordinator: Actor) -> None:
    waivers = {KEY._replace(basis="6/4"): "Egal."}
    with pytest.raises(Refused, match=SENTENCE):
        services.report_accept(report=doubtful, actor=coordinator, version=doubtful.version, waivers=waivers)
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(
    ("corrected", "holds"),
    [
        (DOUBTFUL._replace(integration_interviews=4), True),
        (DOUBTFUL._replace(first_information_interpreters=6), False),
        (DOUBTFUL._replace(first_information_interviews=3), False),
    ],
)
def test_a_waiver_holds_as_long_as_its_numbers_do(
    doubtful: HalfYearReport, officer: Actor, coordinator: Actor, corrected: Figures, *, holds: bool
) -> None:
    accept(doubtful, coordinator)
    correction = services.report_correct(report=doubtful, reason="Nachtrag", actor=officer)
    services.report_save(report=correction, figures=corrected, remarks="", version=0, actor=officer)
    today = clock.today()
    assert (unwaived(correction, day=today) == []) is holds
    assert (unexplained(correction, day=today) == []) is holds


def test_the_lead_explains_what_came_up_after_it_was_offered(
    town: Municipality, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, opened = lead_of(town), opened_report(town, officer, Figures(4, 4))
    offer(opened, officer)
    HalfYearReport.objects.filter(pk=opened.pk).update(first_information_interpreters=5)
    opened.refresh_from_db()
    with pytest.raises(Refused, match=SENTENCE):
        services.report_sign(report=opened, actor=lead, version=opened.version)
    services.report_sign(report=opened, actor=lead, version=opened.version, explanations={KEY: "Stimmt."})
    assert Explanation.objects.get().said_by == lead.label


def test_the_latest_explanation_counts_and_the_earlier_ones_stay(
    doubtful: HalfYearReport, officer: Actor, coordinator: Actor
) -> None:
    services.report_return(
        report=doubtful, reasons={"first_information": "Genauer?"}, actor=coordinator, version=doubtful.version
    )
    services.report_offer(
        report=doubtful, actor=officer, version=doubtful.version, explanations={KEY: "Zwei Sprachen in einer Familie."}
    )
    assert list(Explanation.objects.values_list("text", flat=True)) == [
        "Geprüft, stimmt.",
        "Zwei Sprachen in einer Familie.",
    ]


def test_sections_are_returned_in_rounds_that_stay(
    town: Municipality, officer: Actor, coordinator: Actor, doubtful: HalfYearReport
) -> None:
    for reasons in (
        {"first_information": "Einsätze fehlen.", "remarks": "Bitte erklären."},
        {"first_information": "Noch immer.", "integration": "  "},
    ):
        services.report_return(report=doubtful, reasons=reasons, actor=coordinator, version=doubtful.version)
        hand_in(doubtful, officer)
    accept(doubtful, coordinator)
    assert [(one.round, one.section, one.reason) for one in returned_sections(doubtful)] == [
        (2, "first_information", "Noch immer."),
        (1, "first_information", "Einsätze fehlen."),
        (1, "remarks", "Bitte erklären."),
    ]
    event = Event.objects.filter(action="reporting.report.return").last()
    assert event is not None
    assert (event.reason, event.after["sections"]) == ("Erstinformation: Noch immer.", ["first_information"])


def test_an_unknown_section_is_a_fault_of_the_program(doubtful: HalfYearReport, coordinator: Actor) -> None:
    with pytest.raises(KeyError):
        services.report_return(
            report=doubtful, reasons={"money": "Zu viel"}, actor=coordinator, version=doubtful.version
        )
    doubtful.refresh_from_db()
    assert doubtful.state == "submitted"


@pytest.mark.parametrize("model", [ReturnedSection, Explanation, Waiver])
def test_what_was_said_is_not_unsaid(doubtful: HalfYearReport, officer: Actor, coordinator: Actor, model: type) -> None:
    services.report_return(report=doubtful, reasons={"remarks": "?"}, actor=coordinator, version=doubtful.version)
    hand_in(doubtful, officer)
    accept(doubtful, coordinator)
    with pytest.raises(DatabaseError, match="settled records are not changed"), transaction.atomic():
        model.objects.update(municipality=doubtful.municipality)


@pytest.mark.django_db(transaction=True)
def test_two_waive_and_accept_at_once_and_one_waiver_is_there(doubtful: HalfYearReport, coordinator: Actor) -> None:
    people = [coordinator, actor_with("coordination")]
    reports = [HalfYearReport.objects.select_related("municipality").get(pk=doubtful.pk) for _turn in range(2)]
    found = at_once(
        *(
            lambda report=report, actor=actor: services.report_accept(
                report=report, actor=actor, version=report.version, waivers={KEY: "Beleg liegt vor."}
            )
            for report, actor in zip(reports, people, strict=True)
        )
    )
    refusals = [one for one in found if one is not None]
    assert [isinstance(one, Refused) for one in refusals] == [True], found
    assert Waiver.objects.count() == 1
