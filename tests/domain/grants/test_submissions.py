"""What was signed is kept as it was signed, and the next version says what it says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.grants import services
from ankunft.domain.grants.fitness import submissions
from ankunft.domain.grants.models import Project, Submission
from ankunft.domain.grants.selectors import submission_before, submissions_of
from ankunft.domain.grants.submission_rules import Difference, checksum, differences
from ankunft.domain.grants.values import LineEntry
from ankunft.domain.roles import AUDITOR
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.grants.making import (
    APPLICATION,
    CHEAPER,
    LINES,
    People,
    reported,
    running,
    said,
    submitted,
    written_again,
)
from tests.support.people import actor_with

APPLIED: dict[str, Any] = {
    "title": "Demo",
    "goal": "Kennenlernen",
    "target_group": "40 Erwachsene",
    "measures": "Abende",
    "begins_on": "2027-01-01",
    "ends_on": "2027-12-31",
    "asked": 500,
    "lines": [
        {"side": "cost", "label": "Raum", "amount": 300},
        {"side": "cost", "label": "Raum", "amount": 100},
        {"side": "own", "label": "Gemeinde", "amount": 200},
    ],
}


def with_lines(*lines: tuple[str, str, int]) -> dict[str, Any]:
    kept = [{"side": side, "label": label, "amount": amount} for side, label, amount in lines]
    return {**APPLIED, "lines": kept}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (APPLIED, []),
        ({**APPLIED, "goal": "Sprache"}, [Difference("goal", "", "Kennenlernen", "Sprache")]),
        ({**APPLIED, "asked": 400}, [Difference("asked", "", 500, 400)]),
        ({**APPLIED, "ends_on": "2027-06-30"}, [Difference("ends_on", "", "2027-12-31", "2027-06-30")]),
        (
            with_lines(("cost", "Raum", 300), ("cost", "Raum", 150), ("own", "Gemeinde", 200)),
            [Difference("cost", "Raum", 100, 150)],
        ),
        (
            with_lines(("cost", "Raum", 300), ("own", "Gemeinde", 200)),
            [Difference("cost", "Raum", 100, None)],
        ),
        (
            with_lines(("cost", "Raum", 300), ("cost", "Raum", 100), ("third", "Gemeinde", 200)),
            [Difference("third", "Gemeinde", None, 200), Difference("own", "Gemeinde", 200, None)],
        ),
        (with_lines(("own", "Gemeinde", 200), ("cost", "Raum", 300), ("cost", "Raum", 100)), []),
    ],
    ids=["nothing", "words", "amount", "day", "second of the same words", "gone", "another side", "only moved"],
)
def test_what_the_later_one_says_otherwise(after: dict[str, Any], expected: list[Difference]) -> None:
    assert differences(APPLIED, after) == expected


def test_papers_are_told_apart_by_their_checksums() -> None:
    before = {"reached": "", "deviations": "", "lines": [], "files": [{"label": "Abrechnung", "sha256": "a"}]}
    other = {**before, "files": [{"label": "Abrechnung", "sha256": "b"}, {"label": "Belege", "sha256": "c"}]}
    assert differences(before, other) == [
        Difference("file", "Abrechnung", "a", "b"),
        Difference("file", "Belege", None, "c"),
    ]
    assert differences(other, before)[-1] == Difference("file", "Belege", "c", None)


BUDGETS = st.lists(
    st.tuples(st.sampled_from(["cost", "own", "third"]), st.sampled_from(["Raum", "Kurs"]), st.integers(1, 9)),
    max_size=6,
).map(lambda lines: with_lines(*lines))


@given(before=BUDGETS, after=BUDGETS)
def test_the_differences_of_lines_are_the_difference_of_their_sums(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    found = differences(before, after)
    told = sum(int(one.now or 0) - int(one.was or 0) for one in found)
    assert told == sum(line["amount"] for line in after["lines"]) - sum(line["amount"] for line in before["lines"])
    assert differences(before, before) == []


@pytest.fixture
def people(town: Municipality) -> People:
    return People(town)


def returned(people: People, goal: str) -> Project:
    """A project that was returned, and signed once more with another goal and a line less."""
    project = submitted(people)
    services.project_return(project=project, reason="Ziel unklar", actor=people.first)
    signed_again(people, project, goal)
    return project


def signed_again(people: People, project: Project, goal: str) -> None:
    lines = (LineEntry("cost", "Kursleitung", 8_000_00), *LINES[2:])
    written_again(people, project, replace(APPLICATION, goal=goal, lines=lines))


class TestKeeping:
    def test_with_the_signature_a_copy_is_kept_and_the_trail_knows_its_checksum(self, people: People) -> None:
        project = submitted(people)
        kept = Submission.objects.get()
        assert (kept.kind, kept.number, kept.signed_by) == ("application", 1, people.lead.label)
        assert kept.content["goal"] == APPLICATION.goal
        assert kept.content["begins_on"] == "2027-01-01"
        assert [(one["side"], one["label"], one["amount"]) for one in kept.content["lines"]] == [
            (line.side, line.label, line.amount) for line in LINES
        ]
        signed = Event.objects.get(action="grants.project.sign", object_key=project.reference)
        assert signed.after["sha256"] == kept.sha256 == checksum(kept.content)

    def test_what_is_written_anew_leaves_it_as_it_was(self, people: People) -> None:
        project = returned(people, "Sprache üben")
        first, second = submissions_of(people.officer, project, "application")
        assert (first.content["goal"], second.content["goal"]) == (APPLICATION.goal, "Sprache üben")
        assert differences(first.content, second.content) == [
            Difference("goal", "", APPLICATION.goal, "Sprache üben"),
            Difference("cost", "Kursleitung", 6_000_00, 8_000_00),
            Difference("cost", "Raum", 2_000_00, None),
        ]

    def test_a_signature_that_is_refused_keeps_nothing(self, people: People) -> None:
        project = submitted(people)
        stale = Project.objects.get(pk=project.pk)
        services.project_return(project=project, reason="Ziel unklar", actor=people.first)
        services.project_write(project=project, application=APPLICATION, actor=people.officer)
        services.project_offer(project=project, actor=people.officer)
        stale.state = "offered"
        with pytest.raises(Refused, match="Inzwischen hat jemand anders"):
            services.project_sign(project=stale, actor=people.lead)
        assert Submission.objects.count() == 1

    @pytest.mark.parametrize(
        "change",
        [
            lambda rows: rows.update(content={}),
            lambda rows: rows.update(signed_by="Demo"),
            lambda rows: rows.update(number=7),
            lambda rows: rows._raw_delete(connection.alias),
        ],
        ids=["content", "who", "number", "gone"],
    )
    def test_the_database_refuses_to_change_it(self, people: People, change: Callable[[Any], object]) -> None:
        submitted(people)
        with pytest.raises(DatabaseError), transaction.atomic():
            change(Submission.objects.all())

    def test_a_report_is_kept_with_its_lines_and_the_checksums_of_its_papers(self, people: People) -> None:
        project = running(people)
        report = reported(people, project, CHEAPER)
        kept = submissions_of(people.first, project, "report").get()
        assert kept.content["lines"][0] == {
            "side": "cost",
            "label": "Kursleitung",
            "planned": 6_000_00,
            "amount": 4_800_00,
        }
        paper = report.files.get()
        assert kept.content["files"] == [{"label": "Abrechnung", "sha256": paper.sha256}]
        assert Event.objects.get(action="grants.report.sign").after["sha256"] == kept.sha256

    def test_a_report_that_was_returned_is_kept_beside_the_next_one(self, people: People) -> None:
        project = running(people)
        report = reported(people, project)
        services.report_return(report=report, reason="Beleg fehlt", actor=people.first)
        services.report_write(report=report, reported=said(project, CHEAPER), actor=people.officer)
        services.report_offer(report=report, actor=people.officer)
        services.report_sign(report=report, actor=people.lead)
        first, second = submissions_of(people.first, project, "report")
        told = [one.label for one in differences(first.content, second.content)]
        assert told == ["Kursleitung", "Raum", "Gemeinde"]


class TestSeeing:
    def test_the_canton_reads_what_it_gave_back_while_the_municipality_writes(self, people: People) -> None:
        project = submitted(people)
        services.project_return(project=project, reason="Ziel unklar", actor=people.first)
        services.project_write(project=project, application=replace(APPLICATION, goal="Halbe"), actor=people.officer)
        for actor in (people.first, actor_with(AUDITOR), people.officer):
            assert submissions_of(actor, project, "application").get().content["goal"] == APPLICATION.goal

    def test_strangers_see_none(self, people: People, stranger: Actor) -> None:
        assert not submissions_of(stranger, submitted(people), "application").exists()

    def test_what_was_taken_back_is_the_municipality_s_own(self, people: People) -> None:
        project = submitted(people)
        services.project_take_back(project=project, reason="Zahl falsch", actor=people.lead)
        signed_again(people, project, "Sprache üben")
        assert [one.number for one in submissions_of(people.officer, project, "application")] == [1, 2]
        last = submissions_of(people.first, project, "application").get()
        assert last.number == 2
        assert submission_before(people.first, last) is None, "nothing to compare it with"
        before = submission_before(people.officer, last)
        assert before is not None
        assert (before.number, before.withdrawn_at is None, last.withdrawn_at) == (1, False, None)

    def test_that_it_was_taken_back_is_said_once(self, people: People) -> None:
        project = submitted(people)
        services.project_take_back(project=project, reason="Zahl falsch", actor=people.lead)
        with pytest.raises(DatabaseError), transaction.atomic():
            Submission.objects.filter(project=project).update(withdrawn_at=None)

    def test_a_report_that_was_taken_back_too(self, people: People) -> None:
        project = running(people)
        report = reported(people, project)
        services.report_take_back(report=report, reason="Zahl falsch", actor=people.lead)
        assert submissions_of(people.officer, project, "report").get().withdrawn_at is not None
        assert not submissions_of(people.first, project, "report").exists()
        assert submissions_of(people.first, project, "application").exists()


class TestCheck:
    def test_the_check_of_the_installation_finds_them_unaltered(self, people: People) -> None:
        assert list(submissions()) == []
        submitted(people)
        assert [finding.level for finding in submissions()] == ["ok"]

    def test_one_that_is_not_what_was_signed_is_named(self, people: People) -> None:
        project = submitted(people)
        Submission.objects.create(
            project=project,
            kind="report",
            number=1,
            content={"reached": "Demo: anderes"},
            sha256=checksum({"reached": "Demo"}),
            submitted_at=clock.now(),
            signed_by="Demo",
        )
        found = list(submissions())
        assert [finding.level for finding in found] == ["fault", "ok"]
        assert f"Schlussbericht {project.reference}, Fassung 1, ist nicht mehr" in found[0].sentence
