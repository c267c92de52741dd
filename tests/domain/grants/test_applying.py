"""A municipality applies: the officer prepares, the strategic lead signs, the canton sees what is handed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from ankunft.domain.grants import services
from ankunft.domain.grants.models import BudgetLine, Project, ProjectState, Side
from ankunft.domain.grants.selectors import (
    credit_standing,
    granted_for,
    is_being_written,
    project_budget,
    projects_listed,
)
from ankunft.domain.grants.values import Application, LineEntry
from ankunft.domain.roles import AUDITOR, COORDINATION, INTEGRATION_OFFICER, MUNICIPAL_FINANCE
from ankunft.domain.territory.models import EntitlementRecord, Municipality
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.selectors import steps_of
from tests.domain.grants.making import (
    APPLICATION,
    LINES,
    People,
    complete,
    granted,
    running,
    submitted,
    surplus,
    written,
)
from tests.domain.reporting.making import in_association
from tests.support.people import actor_with


@pytest.fixture
def people(town: Municipality) -> People:
    return People(town)


class TestWriting:
    def test_what_was_typed_is_kept_complete_or_not(self, people: People) -> None:
        project = written(people, Application(title="Demo", lines=[LineEntry(Side.COST, "Raum", 5)]))
        project.refresh_from_db()
        assert (project.state, project.asked, project.submitted_on) == (ProjectState.DRAFT, 0, None)
        assert [(line.side, line.number, line.amount) for line in project.lines.all()] == [("cost", 1, 5)]

    def test_writing_again_replaces_the_lines(self, people: People) -> None:
        project = written(people)
        services.project_write(project=project, application=replace(APPLICATION, lines=LINES[:1]), actor=people.officer)
        assert project_budget(project).costs == 6_000_00
        assert project.lines.count() == 1

    def test_somebody_else_was_faster(self, people: People) -> None:
        project = written(people)
        stale = Project.objects.get(pk=project.pk)
        services.project_write(project=project, application=APPLICATION, actor=people.officer)
        with pytest.raises(Refused, match="Inzwischen hat jemand anders"):
            services.project_write(
                project=stale, application=replace(APPLICATION, title="Anders", lines=()), actor=people.officer
            )
        assert project.lines.count() == len(LINES)

    @pytest.mark.parametrize(
        ("application", "sentence"),
        [
            (replace(APPLICATION, title=" "), "Der Titel fehlt"),
            (replace(APPLICATION, asked=-1), "zwischen null"),
            (replace(APPLICATION, asked=10**11), "zwischen null"),
            (replace(APPLICATION, lines=[LineEntry(Side.COST, " ", 1)]), "Jede Zeile"),
            (replace(APPLICATION, lines=[LineEntry(Side.COST, "x", 0)]), "Jede Zeile"),
            (replace(APPLICATION, lines=[LineEntry(Side.COST, "x", 10**18)]), "Jede Zeile"),
            (replace(APPLICATION, lines=[LineEntry(Side.COST, "x", 1)] * 41), "höchstens 40 Zeilen"),
        ],
        ids=["no title", "below zero", "beyond measure", "no words", "no amount", "a slip", "too many"],
    )
    def test_what_makes_no_sense_is_refused(self, people: People, application: Application, sentence: str) -> None:
        project = written(people)
        with pytest.raises(Refused, match=sentence):
            services.project_write(project=project, application=application, actor=people.officer)
        assert Project.objects.get(pk=project.pk).version == project.version

    def test_for_another_municipality_nobody_writes(self, people: People, olten: Municipality) -> None:
        with pytest.raises(Forbidden, match="andere Gemeinde"):
            services.project_open(municipality=olten, title="Demo", actor=people.officer)

    def test_one_that_was_merged_away_begins_nothing(self, people: People) -> None:
        people.place.valid_to = date(2025, 12, 31)
        with pytest.raises(Refused, match="Nachfolgerin"):
            services.project_open(municipality=people.place, title="Demo", actor=people.officer)

    def test_the_lead_municipality_writes_for_a_member(self, people: People, olten: Municipality) -> None:
        in_association(people.place, olten)
        assert services.project_open(municipality=olten, title="Demo", actor=people.officer).municipality == olten


class TestHandingIn:
    def test_prepared_signed_and_handed_in(self, people: People) -> None:
        project = submitted(people)
        assert (project.state, project.submitted_on) == (ProjectState.SUBMITTED, date(2026, 11, 22))
        taken = [step.name for step in steps_of("grants.project", project.reference)]
        assert taken == ["write", "write", "offer", "sign"]
        signed = Event.objects.filter(action="grants.project.sign").get()
        assert signed.after["asked"] == 5_000_00
        assert "Begegnungscafé" not in str(Event.objects.values_list("after", flat=True))

    def test_what_is_not_complete_is_refused_with_all_that_is_lacking(self, people: People) -> None:
        project = written(people, replace(APPLICATION, goal="", asked=4_000_00))
        with pytest.raises(Refused) as refused:
            services.project_offer(project=project, actor=people.officer)
        assert "Das Ziel fehlt" in refused.value.reason
        assert "gehen nicht auf" in refused.value.reason

    def test_who_is_not_entitled_gets_nothing_from_this_credit(self, people: People) -> None:
        project = written(people)
        EntitlementRecord.objects.create(
            municipality=people.place, valid_from=date(2026, 1, 1), entitled=False, reason="Demo: keine Stelle"
        )
        with pytest.raises(Refused, match="Demo: keine Stelle"):
            services.project_offer(project=project, actor=people.officer)

    def test_it_is_looked_at_again_when_it_is_signed(self, people: People) -> None:
        project = written(people)
        services.project_offer(project=project, actor=people.officer)
        EntitlementRecord.objects.create(
            municipality=people.place, valid_from=date(2026, 1, 1), entitled=False, reason="Demo"
        )
        with pytest.raises(Refused, match=r"KS 4\.2"):
            services.project_sign(project=project, actor=people.lead)

    def test_without_somebody_to_sign_it_is_not_offered(self, town: Municipality, officer: object) -> None:
        project = services.project_open(municipality=town, title="Demo", actor=officer)  # type: ignore[arg-type]
        services.project_write(project=project, application=APPLICATION, actor=officer)  # type: ignore[arg-type]
        with pytest.raises(Refused, match="kann niemand unterzeichnen"):
            services.project_offer(project=project, actor=officer)  # type: ignore[arg-type]

    def test_whoever_wrote_does_not_sign_whatever_roles_they_have(self, people: People) -> None:
        project = written(people)
        services.project_offer(project=project, actor=people.officer)
        both = replace(people.officer, grants=people.officer.grants | people.lead.grants)
        with pytest.raises(Forbidden, match="andere Person"):
            services.project_sign(project=project, actor=both)

    def test_changing_what_waits_to_be_signed_takes_it_back(self, people: People) -> None:
        project = written(people)
        services.project_offer(project=project, actor=people.officer)
        services.project_write(project=project, application=APPLICATION, actor=people.officer)
        assert project.state == ProjectState.DRAFT

    def test_what_is_handed_in_nobody_changes_and_no_line_comes_or_goes(self, people: People) -> None:
        project = submitted(people)
        with pytest.raises(Forbidden, match="eingereicht"):
            services.project_write(project=project, application=APPLICATION, actor=people.officer)
        line = project.lines.first()
        assert line is not None
        for change in (
            lambda: BudgetLine.objects.filter(pk=line.pk).update(amount=1),
            lambda: BudgetLine.objects.filter(pk=line.pk)._raw_delete(connection.alias),
            lambda: BudgetLine.objects.create(project=project, side="cost", number=9, label="x", amount=1),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()

    def test_taken_back_it_is_not_handed_in(self, people: People) -> None:
        project = submitted(people)
        services.project_take_back(project=project, reason="Zahl falsch", actor=people.lead)
        assert (project.state, project.submitted_on) == (ProjectState.DRAFT, None)
        assert not visible_to(people.first, Project).exists()

    def test_returned_by_the_canton_it_is_worked_on_and_the_canton_still_sees_it(self, people: People) -> None:
        project = submitted(people)
        services.project_return(project=project, reason="Zielgruppe unklar", actor=people.first)
        services.project_write(project=project, application=APPLICATION, actor=people.officer)
        assert project.state == ProjectState.DRAFT
        assert visible_to(people.first, Project).exists()
        assert is_being_written(people.first, project)
        assert not visible_to(people.first, BudgetLine).exists(), "half a budget is the municipality's own"
        assert projects_listed(people.first).get().asked_read is None
        assert not is_being_written(people.officer, project)
        assert projects_listed(people.officer).get().asked_read == APPLICATION.asked
        assert visible_to(people.officer, BudgetLine).count() == len(LINES)
        services.project_offer(project=project, actor=people.officer)
        services.project_sign(project=project, actor=people.lead)
        assert project.state == ProjectState.SUBMITTED
        assert not is_being_written(people.first, project)
        assert visible_to(people.first, BudgetLine).count() == len(LINES)

    def test_a_return_needs_a_reason(self, people: People) -> None:
        project = submitted(people)
        with pytest.raises(Refused, match="Begründung"):
            services.project_return(project=project, reason=" ", actor=people.first)

    def test_abandoned_it_stays_and_never_moves_again(self, people: People) -> None:
        project = complete(people)
        services.project_abandon(project=project, reason="Kein Raum", actor=people.officer)
        assert project.state == ProjectState.ABANDONED
        with pytest.raises(DatabaseError), transaction.atomic():
            Project.objects.filter(pk=project.pk).update(state="draft")

    def test_given_up_before_the_agreement_a_grant_is_free_again(self, people: People) -> None:
        surplus(6_000_00)
        project = granted(people)
        assert credit_standing().free == 1_000_00
        services.project_abandon(project=project, reason="Kein Raum", actor=people.lead)
        standing = credit_standing()
        assert (project.state, standing.committed, standing.free) == (ProjectState.ABANDONED, 0, 6_000_00)
        assert not granted_for(actor_with(AUDITOR)).exists()
        assert granted(people).state == ProjectState.GRANTED, "another one takes what is free again"

    def test_once_agreed_it_is_reported_about_and_not_abandoned(self, people: People) -> None:
        project = running(people)
        with pytest.raises(Forbidden, match="läuft"):
            services.project_abandon(project=project, reason="Kein Raum", actor=people.officer)
        assert credit_standing().committed == 5_000_00


class TestSeeing:
    def test_a_draft_is_the_municipality_s_own(self, people: People, stranger: object) -> None:
        written(people)
        seen = {
            "officer": people.officer,
            "lead": people.lead,
            "stranger": stranger,
            "office": people.first,
            "audit": actor_with(AUDITOR),
        }
        counts = {name: visible_to(actor, Project).count() for name, actor in seen.items()}  # type: ignore[arg-type]
        assert counts == {"officer": 1, "lead": 1, "stranger": 0, "office": 0, "audit": 0}
        assert visible_to(people.first, BudgetLine).count() == 0

    def test_what_is_handed_in_the_canton_sees_too(self, people: People, stranger: object) -> None:
        submitted(people)
        roles = [(COORDINATION, None), (AUDITOR, None), (MUNICIPAL_FINANCE, "bfs-2601")]
        for role, code in roles:
            actor = actor_with(role, code) if code else actor_with(role)
            assert visible_to(actor, Project).count() == 1, role
        assert visible_to(stranger, Project).count() == 0  # type: ignore[arg-type]
        assert visible_to(actor_with(INTEGRATION_OFFICER, "bfs-2601"), BudgetLine).count() == len(LINES)
