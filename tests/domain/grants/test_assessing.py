"""Two people assess, each alone; another one decides within the credit for projects (KS 4.3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from ankunft.domain.grants import services
from ankunft.domain.grants.criteria import criteria
from ankunft.domain.grants.models import Assessment, Project, ProjectState
from ankunft.domain.grants.selectors import credit_standing
from ankunft.domain.grants.services import Answer
from ankunft.domain.roles import AUDITOR, FINANCE_OFFICER, STRATEGIC_LEAD
from ankunft.domain.settlement.models import YearEnd
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.grants.making import People, assessed, assessed_by, complete, granted, running, submitted, surplus
from tests.support.people import actor_with

CODES = [one.code for one in criteria().criteria]


@pytest.fixture
def people(town: Municipality) -> People:
    return People(town)


class TestAssessing:
    def test_with_the_second_it_is_ready_to_be_decided_on(self, people: People) -> None:
        project = complete(people)
        assessed_by(project, people.first)
        assert project.state == ProjectState.COMPLETE
        assessed_by(project, people.second, "less", 3_000_00)
        assert project.state == ProjectState.ASSESSED
        found = [(one.number, one.recommendation, one.amount, one.points, one.most) for one in Assessment.objects.all()]
        assert found == [(1, "grant", 5_000_00, 15, 20), (2, "less", 3_000_00, 15, 20)]

    def test_until_both_are_given_each_sees_the_own_alone(self, people: People) -> None:
        project = complete(people)
        assessed_by(project, people.first)
        others = [people.second, people.approver, people.lead, actor_with(AUDITOR), actor_with(FINANCE_OFFICER)]
        assert visible_to(people.first, Assessment).count() == 1
        assert [visible_to(actor, Assessment).count() for actor in others] == [0] * 5
        assessed_by(project, people.second)
        assert [visible_to(actor, Assessment).count() for actor in others] == [2, 2, 0, 2, 2]

    def test_the_trail_does_not_tell_either(self, people: People) -> None:
        project = complete(people)
        assessed_by(project, people.first, "reject")
        event = Event.objects.get(action="grants.project.assess")
        assert event.after == {"state": "complete", "municipality": "bfs-2601", "number": 1}
        assert event.reason == ""

    def test_nobody_gives_both(self, people: People) -> None:
        project = complete(people)
        assessed_by(project, people.first)
        with pytest.raises(Forbidden, match="andere Person"):
            assessed_by(project, people.first)

    def test_what_was_given_never_changes(self, people: People) -> None:
        project = complete(people)
        assessed_by(project, people.first)
        with pytest.raises(DatabaseError), transaction.atomic():
            Assessment.objects.update(recommendation="reject", amount=None)

    def test_only_what_is_complete_is_assessed(self, people: People) -> None:
        with pytest.raises(Forbidden, match="eingereicht"):
            assessed_by(submitted(people), people.first)

    @pytest.mark.parametrize(
        ("answers", "recommendation", "amount", "reasoning", "sentence"),
        [
            ([Answer(code, 2) for code in CODES[1:]], "grant", None, "x", "Jedes Kriterium"),
            ([Answer(code, 2) for code in (*CODES, "more")], "grant", None, "x", "Jedes Kriterium"),
            ([Answer(code, 2) for code in (*CODES, CODES[0])], "grant", None, "x", "Jedes Kriterium"),
            ([Answer(code, 5) for code in CODES], "grant", None, "x", "Jedes Kriterium"),
            ([Answer(code, -1) for code in CODES], "grant", None, "x", "Jedes Kriterium"),
            ([Answer(code, 2) for code in CODES], "perhaps", None, "x", "Wählen Sie"),
            ([Answer(code, 2) for code in CODES], "less", None, "x", "Weniger heisst"),
            ([Answer(code, 2) for code in CODES], "less", 5_000_00, "x", "Weniger heisst"),
            ([Answer(code, 2) for code in CODES], "grant", None, " ", "Begründen"),
        ],
        ids=[
            "one missing",
            "one unknown",
            "one twice",
            "above",
            "below",
            "no word",
            "no amount",
            "not less",
            "no reason",
        ],
    )
    def test_what_is_not_whole_is_refused(
        self,
        people: People,
        answers: Sequence[Answer],
        recommendation: str,
        amount: int | None,
        reasoning: str,
        sentence: str,
    ) -> None:
        project = complete(people)
        with pytest.raises(Refused, match=sentence):
            services.project_assess(
                project=project,
                answers=answers,
                recommendation=recommendation,
                amount=amount,
                reasoning=reasoning,
                actor=people.first,
            )
        assert not Assessment.objects.exists()


class TestDeciding:
    def test_granted_it_is_committed(self, people: People) -> None:
        surplus(6_000_00)
        project = granted(people)
        assert (project.state, project.granted, project.decision) == ("granted", 5_000_00, "Demo-Verfügung 1")
        standing = credit_standing()
        assert (standing.income, standing.committed, standing.free) == (6_000_00, 5_000_00, 1_000_00)

    def test_less_than_asked_can_be_granted_more_cannot(self, people: People) -> None:
        surplus(90_000_00)
        with pytest.raises(Refused, match="höchstens, was beantragt ist"):
            granted(people, 5_000_01)
        assert granted(People(people.place), 4_999_99).granted == 4_999_99

    def test_above_what_is_free_it_is_refused_with_the_figures(self, people: People) -> None:
        surplus(2_000_00, 2023)
        surplus(2_999_99, 2024)
        project = assessed(people)
        with pytest.raises(Refused) as refused:
            services.project_grant(
                project=project, amount=5_000_00, decision="Demo", reason="Demo", actor=people.approver
            )
        said = refused.value.reason.replace("\xa0", " ")
        assert [part for part in ("CHF 4'999.99", "CHF 0.01") if part not in said] == []
        assert Project.objects.get().state == ProjectState.ASSESSED
        surplus(1, 2025)
        services.project_grant(project=project, amount=5_000_00, decision="Demo", reason="Demo", actor=people.approver)

    def test_a_year_end_that_nobody_confirmed_brings_nothing(self, people: People) -> None:
        YearEnd.objects.create(
            state="proposed", year=2024, granted=9, paid=0, surplus=9, decision="x", decided_on="2025-12-01"
        )
        assert credit_standing().income == 0

    def test_what_another_scheme_leaves_is_not_for_projects(self, people: People) -> None:
        YearEnd.objects.create(
            state="confirmed", scheme="demo", year=2024, granted=9, paid=0, surplus=9, decision="x",
            decided_on="2025-12-01",
        )  # fmt: skip
        assert credit_standing().income == 0

    def test_rejected_with_a_reason_nothing_is_committed(self, people: People) -> None:
        project = assessed(people)
        services.project_reject(project=project, decision="Demo 2", reason="Kein Bedarf", actor=people.approver)
        assert (project.state, project.granted, project.reason) == ("rejected", None, "Kein Bedarf")
        assert credit_standing().committed == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Project.objects.update(state="assessed")

    @pytest.mark.parametrize(("decision", "reason"), [(" ", "x"), ("x", " ")], ids=["no decision", "no reason"])
    def test_without_words_nothing_is_decided(self, people: People, decision: str, reason: str) -> None:
        surplus(6_000_00)
        project = assessed(people)
        for decide in (
            lambda: services.project_reject(project=project, decision=decision, reason=reason, actor=people.approver),
            lambda: services.project_grant(
                project=project, amount=1, decision=decision, reason=reason, actor=people.approver
            ),
        ):
            with pytest.raises(Refused, match="fehlt"):
                decide()

    def test_who_assessed_does_not_decide_whatever_roles_they_have(self, people: People) -> None:
        surplus(6_000_00)
        project = assessed(people)
        both = replace(people.second, grants=people.second.grants | people.approver.grants)
        with pytest.raises(Forbidden, match="andere Person"):
            services.project_grant(project=project, amount=1, decision="x", reason="x", actor=both)

    @pytest.mark.parametrize(
        "changes",
        [
            {"granted": 1},
            {"decision": "Demo: eine andere"},
            {"decided_on": date(2026, 1, 1)},
            {"reason": "Demo: anders"},
            {"conditions": "Demo"},
            {"goal": "Demo"},
            {"asked": 9_000_00},
            {"submitted_on": None},
        ],
        ids=lambda changes: next(iter(changes)),
    )
    def test_what_was_decided_stays_while_the_project_runs(self, people: People, changes: dict[str, object]) -> None:
        project = running(people)
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            Project.objects.filter(pk=project.pk).update(**changes)

    @pytest.mark.parametrize("changes", [{"goal": "Demo"}, {"asked": 1}, {"title": "Demo"}, {"ends_on": None}])
    def test_what_was_signed_stays_while_it_is_assessed(self, people: People, changes: dict[str, object]) -> None:
        project = assessed(people)
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            Project.objects.filter(pk=project.pk).update(**changes)
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            Project.objects.filter(pk=project.pk)._raw_delete("default")

    def test_neither_the_office_nor_the_municipality_decides(self, people: People) -> None:
        project = assessed(people)
        for actor in (people.first, people.lead, actor_with(FINANCE_OFFICER), actor_with(STRATEGIC_LEAD, "bfs-2601")):
            with pytest.raises(Forbidden):
                services.project_grant(project=project, amount=1, decision="x", reason="x", actor=actor)
        assert Project.objects.get().state == "assessed"
