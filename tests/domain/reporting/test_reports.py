"""A half-year report from the first figure to acceptance: who may, in which state, and what the trail keeps."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.reporting import services
from ankunft.domain.reporting.models import CurrentReport, HalfYearReport
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.reporting.selectors import figures_of, history_of
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear
from tests.domain.reporting.making import (
    AUTUMN,
    FIGURES,
    SPRING,
    accept,
    accepted_report,
    hand_in,
    in_association,
    municipality,
    opened_report,
    submitted_report,
)
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

CONFLICT = "Inzwischen hat jemand anders diesen Bericht bearbeitet. Bitte neu laden und prüfen."


def _events(report_: HalfYearReport) -> list[str]:
    return list(history_of([report_]).order_by("pk").values_list("action", flat=True))


def test_a_report_begins_with_zeros(town: Municipality, officer: Actor) -> None:
    opened = services.report_open(municipality=town, period=SPRING, actor=officer)
    assert (opened.state, opened.number, figures_of(opened)) == ("draft", 1, Figures(0, 0, 0, 0))
    event = Event.objects.get(object_key="2601/2026-H1/1")
    assert event.after == {**Figures()._asdict(), "remarks": ""}


def test_from_draft_to_the_version_that_counts(town: Municipality, officer: Actor, coordinator: Actor) -> None:
    accepted = accepted_report(town, officer, coordinator)
    assert (accepted.state, accepted.submitted_on, accepted.accepted_on) == (
        "accepted",
        clock.today(),
        clock.today(),
    )
    assert CurrentReport.objects.get(municipality=town, period="2026-H1").report == accepted
    assert _events(accepted) == [
        "reporting.report.open",
        "reporting.report.offer",
        "reporting.report.sign",
        "reporting.report.accept",
    ]


def test_saving_leaves_before_and_after(town: Municipality, officer: Actor) -> None:
    opened = opened_report(town, officer)
    services.report_save(report=opened, figures=Figures(13, 4, 3, 1), remarks="Nachtrag", version=0, actor=officer)
    event = Event.objects.get(action="reporting.report.save")
    assert event.before == {**FIGURES._asdict(), "remarks": ""}
    assert event.after == {**Figures(13, 4, 3, 1)._asdict(), "remarks": "Nachtrag"}


def test_saving_the_same_again_changes_nothing(town: Municipality, officer: Actor) -> None:
    opened = opened_report(town, officer)
    services.report_save(report=opened, figures=FIGURES, remarks="", version=0, actor=officer)
    assert opened.version == 0
    assert _events(opened) == ["reporting.report.open"]


def test_of_two_who_save_the_second_is_told(town: Municipality, officer: Actor) -> None:
    opened = opened_report(town, officer)
    stale = HalfYearReport.objects.get(pk=opened.pk)
    services.report_save(report=opened, figures=Figures(13), remarks="", version=0, actor=officer)
    with pytest.raises(Refused, match=CONFLICT):
        services.report_save(report=stale, figures=Figures(99), remarks="", version=0, actor=officer)
    fresh = HalfYearReport.objects.get(pk=opened.pk)
    with pytest.raises(Refused, match=CONFLICT):
        services.report_save(report=fresh, figures=Figures(99), remarks="", version=0, actor=officer)
    assert figures_of(HalfYearReport.objects.get(pk=opened.pk)) == Figures(13)


def test_what_is_submitted_is_what_was_seen(town: Municipality, officer: Actor) -> None:
    opened = opened_report(town, officer)
    services.report_save(report=opened, figures=Figures(13), remarks="", version=0, actor=officer)
    with pytest.raises(Refused, match=CONFLICT):
        services.report_offer(report=opened, actor=officer, version=0)


def test_a_report_is_begun_once(town: Municipality, officer: Actor) -> None:
    opened_report(town, officer)
    with pytest.raises(Refused, match=CONFLICT):
        opened_report(town, officer)


def test_a_report_may_be_begun_in_its_half_year_and_submitted_after_it(town: Municipality, officer: Actor) -> None:
    opened = services.report_open(municipality=town, period=AUTUMN, actor=officer)
    with pytest.raises(Refused, match=r"Das Halbjahr 2026-H2 dauert bis 31\.12\.2026\. Eingereicht werden kann"):
        services.report_offer(report=opened, actor=officer, version=0)
    with clock.moved_to(date(2027, 1, 1)):
        hand_in(opened, officer)
    assert opened.submitted_on == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        (HalfYear(2027, 1), "Das Halbjahr 2027-H1 beginnt erst am 01.01.2027."),
        (
            HalfYear(2016, 2),
            "start.integration gibt es seit 2017-H1: Für 2016-H2 wird nichts berichtet (KS 4.3.1).",
        ),
    ],
)
def test_half_years_that_nobody_reports(town: Municipality, officer: Actor, period: HalfYear, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        services.report_open(municipality=town, period=period, actor=officer)
    assert str(refused.value) == sentence


def test_a_merged_municipality_reports_no_more(officer: Actor, town: Municipality) -> None:
    merged = municipality(2500, "Altdorf", valid_to=date(2025, 12, 31), successor=town)
    before = services.report_open(municipality=merged, period=HalfYear(2025, 2), actor=officer)
    assert before.state == "draft"
    with pytest.raises(Refused, match=r"«Altdorf» gab es nur bis 31\.12\.2025"):
        services.report_open(municipality=merged, period=SPRING, actor=officer)


def test_only_the_own_municipalities_and_the_members_that_one_leads(town: Municipality, officer: Actor) -> None:
    member, stranger = municipality(2602, "Anschluss"), municipality(2603, "Fremd")
    in_association(town, member)
    services.report_open(municipality=member, period=SPRING, actor=officer)
    with pytest.raises(Forbidden, match="Für «Fremd» sind Sie nicht zuständig"):
        services.report_open(municipality=stranger, period=SPRING, actor=officer)


@pytest.mark.parametrize("role", ["coordination", "finance_officer", "approver", "auditor"])
def test_the_canton_does_not_write_a_first_report(town: Municipality, officer: Actor, role: str) -> None:
    opened = opened_report(town, officer)
    other = actor_with(role)
    with pytest.raises(Forbidden):
        services.report_save(report=opened, figures=Figures(1), remarks="", version=0, actor=other)
    with pytest.raises(Forbidden):
        services.report_offer(report=opened, actor=other, version=0)


def test_municipal_finance_reads_but_does_not_write(town: Municipality) -> None:
    with pytest.raises(Forbidden, match="Berichte erfasst die oder der Integrationsbeauftragte"):
        opened_report(town, actor_with("municipal_finance", "bfs-2601"))


@pytest.mark.parametrize("role", ["integration_officer", "finance_officer", "approver", "auditor"])
def test_only_the_coordination_office_decides(town: Municipality, officer: Actor, role: str) -> None:
    submitted = submitted_report(town, officer)
    other = actor_with(role, "bfs-2601" if role == "integration_officer" else None)
    with pytest.raises(Forbidden):
        services.report_accept(report=submitted, actor=other, version=submitted.version)
    with pytest.raises(Forbidden):
        services.report_return(report=submitted, reasons={"remarks": "Warum?"}, actor=other, version=submitted.version)


def test_returned_with_a_reason_and_submitted_again(town: Municipality, officer: Actor, coordinator: Actor) -> None:
    submitted = submitted_report(town, officer)
    with pytest.raises(Refused, match="Zurückgeben braucht eine Begründung"):
        services.report_return(
            report=submitted, reasons={"remarks": "  "}, actor=coordinator, version=submitted.version
        )
    services.report_return(
        report=submitted,
        reasons={"first_information": "Dolmetscheinsätze fehlen.", "integration": " "},
        actor=coordinator,
        version=submitted.version,
    )
    assert (submitted.state, submitted.returned_reason) == ("returned", "Erstinformation: Dolmetscheinsätze fehlen.")
    services.report_save(
        report=submitted, figures=Figures(12, 6, 3, 1), remarks="", version=submitted.version, actor=officer
    )
    assert submitted.state == "returned"
    hand_in(submitted, officer)
    accept(submitted, coordinator)
    assert submitted.state == "accepted"


def test_what_is_submitted_or_accepted_is_not_written_any_more(
    town: Municipality, officer: Actor, coordinator: Actor
) -> None:
    submitted = submitted_report(town, officer)
    with pytest.raises(Refused, match="Speichern geht nicht: Der Stand ist «eingereicht»"):
        services.report_save(report=submitted, figures=Figures(1), remarks="", version=submitted.version, actor=officer)
    accept(submitted, coordinator)
    with pytest.raises(Refused, match="Zur Unterzeichnung geben geht nicht: Der Stand ist «angenommen»"):
        hand_in(submitted, officer)


def _both() -> Actor:
    """Somebody who is coordinator and integration officer at once."""
    officer, coordinator = actor_with("integration_officer", "bfs-2601"), actor_with("coordination")
    return Actor(officer.account_id, "Beides", "test", officer.grants | coordinator.grants)


def test_who_prepared_cannot_accept(town: Municipality) -> None:
    both = _both()
    submitted = submitted_report(town, both)
    with pytest.raises(Refused, match="eine andere Person"):
        services.report_accept(report=submitted, actor=both, version=submitted.version)


def test_who_typed_the_figures_cannot_accept_either(town: Municipality, officer: Actor) -> None:
    both = _both()
    opened = opened_report(town, officer)
    services.report_save(report=opened, figures=Figures(13), remarks="", version=0, actor=both)
    hand_in(opened, officer)
    with pytest.raises(Refused, match="eine andere Person"):
        services.report_accept(report=opened, actor=both, version=opened.version)


def test_of_two_who_accept_one_succeeds(town: Municipality, officer: Actor, coordinator: Actor) -> None:
    submitted = submitted_report(town, officer)
    stale = HalfYearReport.objects.get(pk=submitted.pk)
    accept(submitted, coordinator)
    with pytest.raises(Refused, match="Inzwischen hat jemand anders"):
        services.report_accept(report=stale, actor=actor_with("coordination"), version=stale.version)
