"""Corrections: a new version beside the accepted one, which stays as it is."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from ankunft.domain.reporting import services
from ankunft.domain.reporting.models import CurrentReport, HalfYearReport
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.reporting.selectors import figures_of
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.reporting.making import FIGURES, accept, accepted_report, hand_in, opened_report, report
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db


def test_a_correction_is_a_new_version_that_counts_once_accepted(
    town: Municipality, officer: Actor, coordinator: Actor
) -> None:
    first = accepted_report(town, officer, coordinator)
    correction = services.report_correct(report=first, reason="Zahlendreher.", actor=officer)
    assert (correction.number, correction.state, figures_of(correction)) == (2, "draft", FIGURES)
    assert CurrentReport.objects.get(municipality=town).report == first
    services.report_save(report=correction, figures=Figures(21, 4, 3, 1), remarks="", version=0, actor=officer)
    hand_in(correction, officer)
    accept(correction, coordinator)
    assert CurrentReport.objects.get(municipality=town).report == correction
    first.refresh_from_db()
    assert (first.state, figures_of(first)) == ("accepted", FIGURES)
    event = Event.objects.get(object_key="2601/2026-H1/2", action="reporting.report.accept")
    assert event.after["replaces"] == {"number": 1, **FIGURES._asdict(), "remarks": ""}


def test_the_coordination_office_corrects_and_somebody_else_there_accepts(
    town: Municipality, officer: Actor, coordinator: Actor
) -> None:
    first = accepted_report(town, officer, coordinator)
    correction = services.report_correct(report=first, reason="Beleg geprüft.", actor=coordinator)
    services.report_submit(report=correction, actor=coordinator, version=0)
    with pytest.raises(Refused, match="eine andere Person"):
        accept(correction, coordinator)
    accept(correction, actor_with("coordination"))
    assert correction.state == "accepted"


def test_a_correction_needs_a_reason_and_is_one_at_a_time(
    town: Municipality, officer: Actor, coordinator: Actor
) -> None:
    first = accepted_report(town, officer, coordinator)
    with pytest.raises(Refused, match="Eine Korrektur braucht eine Begründung"):
        services.report_correct(report=first, reason=" ", actor=officer)
    services.report_correct(report=first, reason="Zahlendreher.", actor=officer)
    with pytest.raises(Refused, match="Für 2026-H1 ist schon eine Korrektur offen"):
        services.report_correct(report=first, reason="Noch einmal.", actor=officer)


def test_corrected_is_only_what_counts(town: Municipality, officer: Actor) -> None:
    first = report(town)
    report(town, number=2, figures=Figures(1))
    with pytest.raises(Refused, match="Korrigiert wird die Fassung, die zählt"):
        services.report_correct(report=first, reason="Zu spät.", actor=officer)


def test_a_correction_begun_by_mistake_is_discarded_and_the_next_one_has_its_own_number(
    town: Municipality, officer: Actor, coordinator: Actor
) -> None:
    first = accepted_report(town, officer, coordinator)
    correction = services.report_correct(report=first, reason="Irrtum.", actor=officer)
    services.report_discard(report=correction, actor=officer, version=0)
    assert correction.state == "discarded"
    assert services.report_correct(report=first, reason="Diesmal wirklich.", actor=officer).number == 3


def test_the_report_itself_cannot_be_discarded(town: Municipality, officer: Actor) -> None:
    opened = opened_report(town, officer)
    with pytest.raises(Refused, match="Verworfen werden nur Korrekturen"):
        services.report_discard(report=opened, actor=officer, version=0)


@pytest.mark.parametrize("state", ["accepted", "discarded"])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_what_is_settled(town: Municipality, state: str, change: str) -> None:
    number = 1 if state == "accepted" else 2
    settled = HalfYearReport.objects.filter(pk=report(town, state=state, number=number).pk)
    CurrentReport.objects.all().delete()
    with pytest.raises(DatabaseError, match="settled records are not changed"), transaction.atomic():
        settled.update(remarks="heimlich") if change == "update" else settled.delete()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "unknown"},
        {"state": "submitted"},
        {"state": "accepted"},
        {"state": "returned"},
        {"state": "draft", "number": 2},
        {"state": "draft", "first_information_interviews": -1},
    ],
)
def test_the_database_refuses_versions_that_make_no_sense(town: Municipality, fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        HalfYearReport.objects.create(municipality=town, period="2026-H1", **fields)


def test_one_version_is_open_at_a_time(town: Municipality) -> None:
    report(town, state="draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        report(town, state="submitted", number=2)
