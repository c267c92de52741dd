"""A half-year whose report is handed in: an interview of it is recorded, changed or taken back only with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ankunft.domain.interviews import guards, services
from ankunft.domain.interviews.content import content_of
from ankunft.domain.interviews.history import history_of
from ankunft.domain.interviews.models import Interview
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.reporting.making import accepted_report, opened_report
from tests.support.people import actor_with

from .making import FIRST, again, arrived, conduct, held, planned
from .test_imports import take

__all__ = ["take"]

SPRING, AUTUMN = date(2026, 6, 30), date(2026, 7, 1)
LATE = "Das Protokoll lag beim Dolmetscher"


@pytest.fixture
def accepted(town: Municipality, officer: Actor) -> None:
    """The report of the first half-year is accepted."""
    accepted_report(town, officer, actor_with("coordination", "ags"))


def newcomer(town: Municipality, **values: Any) -> Any:
    return arrived(town, on=date(2026, 5, 1), **values)


@pytest.mark.usefixtures("accepted")
class TestAccepted:
    def test_what_was_held_then_is_recorded_with_a_reason(self, town: Municipality, officer: Actor) -> None:
        one = newcomer(town)
        with pytest.raises(Refused, match=r"2026-H1 ist angenommen.*Begründen Sie, warum"):
            held([one], officer, SPRING)
        assert not Interview.objects.exists()
        interview = services.interview_record(
            persons=[one], kind=FIRST, entry=conduct(SPRING), actor=officer, reason=f" {LATE} "
        )
        (change,) = content_of(interview).changes
        assert (change.why, change.by, interview.half_year) == (LATE, officer.label, "2026-H1")
        assert LATE in {happened.reason for happened in history_of(interview)}

    def test_an_appointment_of_then_is_kept_with_a_reason(self, town: Municipality, officer: Actor) -> None:
        interview = planned([newcomer(town)], officer)
        with pytest.raises(Refused, match="Begründen Sie, warum"):
            services.interview_hold(interview=interview, entry=conduct(SPRING), actor=officer)
        assert again(interview).state == "planned"
        services.interview_hold(interview=again(interview), entry=conduct(SPRING), actor=officer, reason=LATE)
        assert content_of(again(interview)).changes[0].why == LATE

    def test_the_first_day_after_it_asks_for_none(self, town: Municipality, officer: Actor) -> None:
        interview = held([newcomer(town)], officer, AUTUMN)
        assert (interview.half_year, content_of(interview).changes) == ("2026-H2", ())

    def test_nothing_is_moved_into_it_or_taken_out_of_it_silently(self, town: Municipality, officer: Actor) -> None:
        inside = services.interview_record(
            persons=[newcomer(town)], kind=FIRST, entry=conduct(SPRING), actor=officer, reason=LATE
        )
        outside = held([newcomer(town)], officer, AUTUMN)
        for interview, day in ((inside, AUTUMN), (outside, SPRING)):
            entry = services.entry_of(interview)._replace(held_on=day)
            with pytest.raises(Refused, match="Begründen Sie, warum"):
                services.interview_change(interview=interview, entry=entry, actor=officer)
            assert services.interview_change(
                interview=again(interview), entry=entry, actor=officer, reason="Tippfehler"
            ).half_year.endswith("2" if day == AUTUMN else "1")

    def test_it_is_corrected_twice_and_taken_back(self, town: Municipality, officer: Actor) -> None:
        interview = planned([newcomer(town)], officer)
        interview = services.interview_hold(interview=interview, entry=conduct(SPRING), actor=officer, reason=LATE)
        for changes in (
            {"outsourced": True},
            {"outsourced": False, "interpreting": "partner", "interpreting_order": "LD-1"},
        ):
            entry = services.entry_of(interview)._replace(**changes)
            interview = services.interview_change(interview=interview, entry=entry, actor=officer, reason=str(changes))
        assert len(content_of(interview).changes) == 3
        with pytest.raises(Refused, match="Begründen Sie, warum"):
            services.interview_undo(interview=interview, actor=officer)
        services.interview_undo(interview=interview, actor=officer, reason="verwechselt")
        assert (again(interview).state, again(interview).half_year) == ("planned", "")
        assert [change.why for change in content_of(again(interview)).changes][::3] == [LATE, "verwechselt"]

    def test_a_table_says_so_and_notes_it(self, town: Municipality, take: Callable[..., Any], officer: Actor) -> None:
        rows = [
            {"interview_id": f"g-{number}", "held_on": day.isoformat(), "arrival_id": "", "kind": "integration"}
            for number, day in enumerate((SPRING, SPRING, AUTUMN))
        ]
        result = take(*rows)
        (warning,) = [one for one in result.warnings if "2026-H1" in one]
        assert "Nachträglich erfasst: 2" in warning
        noted = [content_of(one).changes for one in Interview.objects.order_by("held_on", "pk")]
        assert [[change.why for change in changes] for changes in noted] == [["Import aus einer Tabelle"]] * 2 + [[]]
        again_read = take(*rows)
        assert (again_read.unchanged, again_read.warnings) == (3, [])


def test_while_the_report_is_being_filled_in_nothing_is_asked(town: Municipality, officer: Actor) -> None:
    opened_report(town, officer)
    assert held([newcomer(town)], officer, SPRING).half_year == "2026-H1"


@pytest.mark.usefixtures("accepted")
def test_what_is_asked_is_known_before(town: Municipality) -> None:
    assert "2026-H1" in guards.settled_on(town, SPRING)
    assert guards.settled_on(town, AUTUMN) == ""
