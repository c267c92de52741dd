"""A municipality reports about its project: the officer writes, the strategic lead signs, papers prove it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from ankunft.domain.grants import services
from ankunft.domain.grants.models import BudgetLine, FinalReport, Project, ReportFile, ReportLine, ReportState
from ankunft.domain.grants.selectors import is_report_being_written, report_begun, report_lines
from ankunft.domain.grants.values import LineEntry
from ankunft.domain.roles import AUDITOR, COORDINATION, INTEGRATION_OFFICER, MUNICIPAL_FINANCE
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.grants.making import (
    AS_PLANNED,
    PAPER,
    People,
    begun,
    granted,
    reported,
    running,
    said,
    surplus,
    written,
)
from tests.support.people import actor_with


@pytest.fixture
def people(town: Municipality) -> People:
    return People(town)


@pytest.fixture
def project(people: People) -> Project:
    return running(people)


def state_of(project: Project) -> str:
    return Project.objects.get(pk=project.pk).state


class TestWriting:
    def test_what_was_typed_is_kept_complete_or_not(self, people: People, project: Project) -> None:
        report = report_begun(people.officer, project)
        half = replace(said(project, {"Raum": 0}, [LineEntry("third", "Kollekte", 55)]), reached="")
        services.report_write(report=report, reported=half, actor=people.officer)
        rows = [(one.side, one.number, one.label, one.amount) for one in report_lines(report)]
        assert rows == [
            ("cost", 1, "Kursleitung", None),
            ("cost", 2, "Raum", 0),
            ("own", 1, "Gemeinde", None),
            ("third", 1, "Stiftung Demo", None),
            ("third", 2, "Kollekte", 55),
        ]
        assert (report.state, state_of(project)) == (ReportState.DRAFT, "running")

    def test_writing_again_replaces_the_lines_and_keeps_the_papers(self, people: People, project: Project) -> None:
        report = begun(people, project)
        services.report_write(report=report, reported=said(project, {"Raum": 5}), actor=people.officer)
        assert {one.label: one.amount for one in report_lines(report)}["Raum"] == 5
        assert ReportLine.objects.count() == len(AS_PLANNED)
        assert ReportFile.objects.count() == 1

    @pytest.mark.parametrize(
        ("actual", "further", "sentence"),
        [
            ({"Raum": -1}, (), "zwischen null"),
            ({"Raum": 10**18}, (), "zwischen null"),
            ({}, (LineEntry("cost", " ", 1),), "Jede Zeile"),
            ({}, (LineEntry("cost", "x", 0),), "Jede Zeile"),
            ({}, (LineEntry("canton", "x", 1),), "Jede Zeile"),
            ({}, (LineEntry("cost", "x", 1),) * 41, "höchstens 40 weitere"),
        ],
        ids=["below zero", "a slip", "no words", "no amount", "no such side", "too many"],
    )
    def test_what_makes_no_sense_is_refused(
        self, people: People, project: Project, actual: dict[str, int], further: tuple[LineEntry, ...], sentence: str
    ) -> None:
        report = report_begun(people.officer, project)
        with pytest.raises(Refused, match=sentence):
            services.report_write(report=report, reported=said(project, actual, further), actor=people.officer)
        assert not FinalReport.objects.exists()

    def test_a_line_of_another_project_is_refused(self, people: People, project: Project) -> None:
        other = BudgetLine.objects.filter(project=written(people)).first()
        assert other is not None
        stranger = replace(said(project), actual={other.pk: 5})
        with pytest.raises(Refused, match="nicht zum Budget"):
            services.report_write(report=report_begun(people.officer, project), reported=stranger, actor=people.officer)

    def test_somebody_else_was_faster(self, people: People, project: Project) -> None:
        first, second = (report_begun(people.officer, Project.objects.get(pk=project.pk)) for _each in range(2))
        services.report_write(report=first, reported=said(project), actor=people.officer)
        with pytest.raises(Refused, match="Inzwischen hat jemand anders diesen Bericht begonnen"):
            services.report_write(report=second, reported=said(project, {}), actor=people.officer)
        stale = FinalReport.objects.get()
        services.report_write(report=first, reported=said(project), actor=people.officer)
        with pytest.raises(Refused, match="Inzwischen hat jemand anders"):
            services.report_write(report=stale, reported=said(project, {}), actor=people.officer)
        assert ReportLine.objects.exclude(amount=None).count() == len(AS_PLANNED)

    def test_only_of_a_project_that_runs(self, people: People) -> None:
        surplus(6_000_00)
        with pytest.raises(Forbidden, match="solange es läuft"):
            begun(people, granted(people))

    @pytest.mark.parametrize("who", ["lead", "first", "approver"])
    def test_nobody_else_writes(self, people: People, project: Project, who: str) -> None:
        actor: Actor = getattr(people, who)
        with pytest.raises(Forbidden):
            services.report_write(report=report_begun(actor, project), reported=said(project), actor=actor)


class TestPapers:
    def test_they_lie_encrypted_and_come_back_as_they_were(self, people: People, project: Project) -> None:
        begun(people, project)
        file = ReportFile.objects.get()
        assert PAPER not in bytes(file.content)
        assert services.report_file_open(file=file, actor=people.officer) == PAPER

    @pytest.mark.parametrize(
        ("label", "content", "sentence"),
        [("Abrechnung", b"MZ", "PDF-Datei oder ein Bild"), ("Abrechnung", b"", "PDF-Datei"), (" ", PAPER, "was die")],
        ids=["a program", "nothing", "no words"],
    )
    def test_what_is_no_paper_is_refused(
        self, people: People, project: Project, label: str, content: bytes, sentence: str
    ) -> None:
        report = report_begun(people.officer, project)
        with pytest.raises(Refused, match=sentence):
            services.report_file_add(report=report, label=label, content=content, actor=people.officer)
        assert not FinalReport.objects.exists()

    def test_one_that_was_exchanged_is_not_shown(self, people: People, project: Project) -> None:
        begun(people, project)
        file = ReportFile.objects.get()
        file.sha256 = "0" * 64
        with pytest.raises(Refused, match="Prüfsumme"):
            services.report_file_open(file=file, actor=people.officer)

    def test_taken_away_it_leaves_its_checksum(self, people: People, project: Project) -> None:
        begun(people, project)
        file = ReportFile.objects.get()
        services.report_file_remove(file=file, actor=people.officer)
        assert not ReportFile.objects.exists()
        event = Event.objects.filter(action="grants.report.write").last()
        assert event is not None
        assert event.after["removed"] == file.sha256

    def test_another_paper_takes_back_what_waits_to_be_signed(self, people: People, project: Project) -> None:
        report = begun(people, project)
        services.report_offer(report=report, actor=people.officer)
        services.report_file_add(report=report, label="Rechnung", content=PAPER, actor=people.officer)
        assert report.state == ReportState.DRAFT

    def test_a_draft_is_opened_by_nobody_else(self, people: People, project: Project) -> None:
        begun(people, project)
        for actor in (people.first, actor_with(INTEGRATION_OFFICER, "bfs-2581")):
            with pytest.raises(Forbidden, match="Nachweise sehen"):
                services.report_file_open(file=ReportFile.objects.get(), actor=actor)


class TestHandingIn:
    def test_signed_it_is_reported(self, people: People, project: Project) -> None:
        report = reported(people, project)
        assert (report.state, state_of(project)) == (ReportState.SUBMITTED, "reported")
        assert report.submitted_on is not None
        actions = list(Event.objects.filter(object_type="grants.report").values_list("action", flat=True))
        assert [one.rpartition(".")[2] for one in actions] == ["write", "write", "offer", "sign"]

    def test_what_is_not_complete_is_refused_with_all_that_is_lacking(self, people: People, project: Project) -> None:
        report = report_begun(people.officer, project)
        services.report_write(report=report, reported=said(project, {"Raum": 5}), actor=people.officer)
        with pytest.raises(Refused) as refused:
            services.report_offer(report=report, actor=people.officer)
        parts = ("«Kursleitung», «Gemeinde», «Stiftung Demo»", "fehlt ein Nachweis")
        assert [part for part in parts if part not in refused.value.reason] == []

    def test_whoever_wrote_does_not_sign_whatever_roles_they_have(self, people: People, project: Project) -> None:
        report = begun(people, project)
        services.report_offer(report=report, actor=people.officer)
        both = replace(people.officer, grants=people.officer.grants | people.lead.grants)
        with pytest.raises(Forbidden, match="andere Person"):
            services.report_sign(report=report, actor=both)

    def test_without_somebody_to_sign_it_is_not_offered(
        self, people: People, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        report = begun(people, project)
        monkeypatch.setattr("ankunft.domain.grants.services.handing_in.signatories", lambda *_of: [])
        with pytest.raises(Refused, match="kann niemand unterzeichnen"):
            services.report_offer(report=report, actor=people.officer)

    @pytest.mark.parametrize("name", ["report_take_back", "report_return"])
    def test_given_back_the_project_runs_again(self, people: People, project: Project, name: str) -> None:
        report = reported(people, project)
        actor = people.lead if name == "report_take_back" else people.first
        with pytest.raises(Refused, match="Begründung"):
            getattr(services, name)(report=report, reason=" ", actor=actor)
        getattr(services, name)(report=report, reason="Beleg fehlt", actor=actor)
        assert state_of(project) == "running"
        # What the canton returned it has seen; what the municipality took back, it has not.
        assert visible_to(people.first, FinalReport).exists() is (name == "report_return")
        for model in (ReportLine, ReportFile):
            assert visible_to(people.officer, model).exists(), model
            assert not visible_to(people.first, model).exists(), model
        assert not is_report_being_written(people.officer, report)
        services.report_write(
            report=FinalReport.objects.get(), reported=said(project, {**AS_PLANNED, "Raum": 7}), actor=people.officer
        )
        again = FinalReport.objects.get()
        services.report_offer(report=again, actor=people.officer)
        services.report_sign(report=again, actor=people.lead)
        assert state_of(project) == "reported"

    def test_declined_it_is_improved(self, people: People, project: Project) -> None:
        report = begun(people, project)
        services.report_offer(report=report, actor=people.officer)
        services.report_decline(report=report, reason="Zahl falsch", actor=people.lead)
        assert (report.state, state_of(project)) == (ReportState.RETURNED, "running")

    def test_what_is_handed_in_nobody_changes_and_nothing_comes_or_goes(self, people: People, project: Project) -> None:
        report = reported(people, project)
        with pytest.raises(Forbidden, match="eingereicht"):
            services.report_write(report=report, reported=said(project), actor=people.officer)
        for change in (
            lambda: ReportLine.objects.update(amount=1),
            lambda: ReportLine.objects.all()._raw_delete(connection.alias),
            lambda: FinalReport.objects.update(reached="x"),
            lambda: FinalReport.objects.update(deviations="x"),
            lambda: ReportLine.objects.create(report=report, side="cost", number=9, label="x", amount=1),
            lambda: ReportFile.objects.update(label="x"),
            lambda: ReportFile.objects.all()._raw_delete(connection.alias),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


class TestSeeing:
    def test_a_draft_is_the_municipality_s_own(self, people: People, project: Project) -> None:
        begun(people, project)
        others = [actor_with(AUDITOR), actor_with(COORDINATION), actor_with(INTEGRATION_OFFICER, "bfs-2581")]
        for model in (FinalReport, ReportLine, ReportFile):
            assert visible_to(people.officer, model).exists()
            assert [visible_to(actor, model).count() for actor in others] == [0, 0, 0], model

    def test_what_is_handed_in_the_canton_sees_too(self, people: People, project: Project) -> None:
        reported(people, project)
        seeing = [actor_with(AUDITOR), actor_with(COORDINATION), actor_with(MUNICIPAL_FINANCE, "bfs-2601")]
        for model in (FinalReport, ReportLine, ReportFile):
            assert all(visible_to(actor, model).exists() for actor in seeing), model
            assert not visible_to(actor_with(INTEGRATION_OFFICER, "bfs-2581"), model).exists(), model
