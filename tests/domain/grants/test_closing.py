"""A project is closed by its account: what is still paid, what lapses, what is asked back, and where it comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from ankunft.domain.grants import services
from ankunft.domain.grants.explain import explain
from ankunft.domain.grants.models import ClosingAccount, FinalReport, Instalment, Project
from ankunft.domain.grants.selectors import credit_standing, paid_of
from ankunft.domain.roles import COORDINATION
from ankunft.domain.settlement.loader import load_tariffs
from ankunft.domain.settlement.models import Contribution, DecisionKind, Line, Payment, Reclaim, YearEnd
from ankunft.domain.settlement.selectors import credit_standing as year_standing
from ankunft.domain.settlement.services import reclaim_decide, return_confirm, return_propose, year_end_confirm
from ankunft.domain.settlement.services.outcomes import Told, executions_record, return_record
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear, Month
from tests.domain.grants.making import AS_PLANNED, CHEAPER, People, paid, reported
from tests.domain.reporting.making import in_association
from tests.domain.settlement import making as settled
from tests.domain.settlement.making import Office, account, office
from tests.domain.settlement.test_credits import credit, ended
from tests.domain.settlement.test_payments import payer
from tests.support.people import actor_with


@pytest.fixture
def people(town: Municipality) -> People:
    account(town)
    return People(town)


@pytest.fixture
def bank(db: None) -> Office:
    keepers = office()
    payer(keepers)
    return keepers


def instalments(project: Project) -> list[tuple[str, int, int | None]]:
    return [(one.state, one.amount, one.payable) for one in project.instalments.order_by("number")]


class TestClosing:
    def test_as_planned_nothing_changes_and_the_rest_is_paid(self, people: People, bank: Office) -> None:
        project = paid(people, bank.finance)
        found = services.project_close(report=reported(people, project), actor=people.first)
        assert (found.used, found.paid, found.to_pay, found.lapsed, found.reclaimed) == (
            5_000_00,
            3_000_00,
            2_000_00,
            0,
            0,
        )
        assert instalments(project) == [("paid", 3_000_00, None), ("planned", 2_000_00, None)]
        assert (Project.objects.get().state, FinalReport.objects.get().state) == ("closed", "accepted")
        assert not Reclaim.objects.exists()
        last = project.instalments.get(number=2)
        services.instalment_propose(instalment=last, reason="Abgerechnet", actor=bank.finance)
        services.instalment_release(instalment=last, actor=people.approver)
        assert (credit_standing().paid, credit_standing().to_pay) == (5_000_00, 0)

    def test_cheaper_the_last_instalment_is_lowered_and_the_rest_free_at_once(
        self, people: People, bank: Office
    ) -> None:
        project = paid(people, bank.finance)
        before = credit_standing().free
        services.project_close(report=reported(people, project, CHEAPER), actor=people.first)
        assert instalments(project) == [("paid", 3_000_00, None), ("planned", 2_000_00, 1_000_00)]
        standing = credit_standing()
        assert (standing.free - before, standing.committed, standing.to_pay) == (1_000_00, 4_000_00, 1_000_00)
        last = project.instalments.get(number=2)
        services.instalment_propose(instalment=last, reason="Abgerechnet", actor=bank.finance)
        services.instalment_release(instalment=last, actor=people.approver)
        assert Payment.objects.get(origin=last.reference).amount == 1_000_00
        assert credit_standing().paid == 4_000_00
        assert "davon CHF 1'000.00" in explain(last.reference).replace("\xa0", " ")

    def test_paid_too_much_it_is_proposed_for_reclaim_and_another_decides(self, people: People, bank: Office) -> None:
        project = paid(people, bank.finance, 1, 2)
        before = credit_standing()
        found = services.project_close(report=reported(people, project, CHEAPER), actor=people.first)
        reclaim = Reclaim.objects.get()
        assert (found.reclaim, found.reclaimed, found.lapsed) == (reclaim, 1_000_00, 0)
        assert (reclaim.amount, reclaim.origin, reclaim.state) == (1_000_00, project.reference, "proposed")
        assert "4.7" in reclaim.paragraph
        assert credit_standing() == before, "what was paid stays taken: it comes back through the year that nets it"
        with pytest.raises(Forbidden, match="andere Person"):
            reclaim_decide(reclaim=reclaim, actor=people.first)
        reclaim_decide(reclaim=reclaim, actor=people.second)
        assert Reclaim.objects.get().state == "decided"

    def test_nothing_is_left_to_pay_and_the_instalment_lapses(self, people: People, bank: Office) -> None:
        project = paid(people, bank.finance)
        services.project_close(report=reported(people, project, dict.fromkeys(AS_PLANNED, 0)), actor=people.first)
        assert instalments(project) == [("paid", 3_000_00, None), ("lapsed", 2_000_00, 0)]
        assert Reclaim.objects.get().amount == 3_000_00
        assert credit_standing().committed == 3_000_00
        with pytest.raises(Forbidden, match="entfällt"):
            services.instalment_propose(instalment=project.instalments.get(number=2), reason="Demo", actor=bank.finance)

    def test_the_account_is_explained(self, people: People, bank: Office) -> None:
        project = paid(people, bank.finance, 1, 2)
        services.project_close(report=reported(people, project, CHEAPER), actor=people.first)
        told = explain(project.reference).replace("\xa0", " ")
        parts = (
            "Schlussabrechnung",
            "CHF 4'000.00",
            "Zurückgefordert werden CHF 1'000.00 (KS 4.7)",
            "Rückforderung F-",
        )
        assert [part for part in parts if part not in told] == []

    def test_what_is_closed_never_changes(self, people: People, bank: Office) -> None:
        project = paid(people, bank.finance)
        services.project_close(report=reported(people, project), actor=people.first)
        for change in (
            lambda: ClosingAccount.objects.update(used=1),
            lambda: ClosingAccount.objects.all()._raw_delete("default"),
            lambda: FinalReport.objects.update(reached="Anders"),
            lambda: Project.objects.update(title="Anders"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


class TestWhoCloses:
    @pytest.mark.parametrize("who", ["officer", "lead", "approver"])
    def test_nobody_but_the_office(self, people: People, bank: Office, who: str) -> None:
        report = reported(people, paid(people, bank.finance))
        with pytest.raises(Forbidden):
            services.project_close(report=report, actor=getattr(people, who))

    def test_whose_hands_wrote_or_signed_does_not_accept(self, people: People, bank: Office) -> None:
        report = reported(people, paid(people, bank.finance))
        office_too = actor_with(COORDINATION).grants
        for hand in (people.officer, people.lead):
            with pytest.raises(Forbidden, match="andere Person"):
                services.project_close(report=report, actor=replace(hand, grants=hand.grants | office_too))
        assert not ClosingAccount.objects.exists()


class TestWhatWaits:
    def test_while_there_is_a_report_nothing_is_paid(self, people: People, bank: Office) -> None:
        project = paid(people, bank.finance)
        second = project.instalments.get(number=2)
        services.instalment_propose(instalment=second, reason="Demo", actor=bank.finance)
        report = reported(people, project)
        second = Instalment.objects.get(pk=second.pk)
        with pytest.raises(Forbidden, match="Zuerst wird abgerechnet"):
            services.instalment_release(instalment=second, actor=people.approver)
        with pytest.raises(Refused, match=f"{second.reference} ist zur Freigabe vorgeschlagen"):
            services.project_close(report=report, actor=people.first)
        services.instalment_send_back(instalment=second, reason="Zuerst abrechnen", actor=people.approver)
        services.project_close(report=FinalReport.objects.get(), actor=people.first)
        assert Project.objects.get().state == "closed"

    def test_what_came_back_is_decided_first_and_what_is_given_up_was_not_paid(
        self, people: People, bank: Office
    ) -> None:
        project = paid(people, bank.finance)
        payment = Payment.objects.get()
        executions_record(told=[Told(payment, clock.today(), "B-1")], actor=bank.finance)
        back = return_record(
            payment=payment, amount=payment.amount, code="AC04", text="", returned_on=clock.today(), told_by="B-2",
            actor=bank.finance,
        )  # fmt: skip
        report = reported(people, project, dict.fromkeys(AS_PLANNED, 0))
        with pytest.raises(Refused, match="kam zurück"):
            services.project_close(report=report, actor=people.first)
        decision = return_propose(returned=back, kind=DecisionKind.GIVE_UP, reason="Demo", actor=bank.finance)
        return_confirm(decision=decision, actor=people.approver)
        assert paid_of(project) == 0
        found = services.project_close(report=FinalReport.objects.get(), actor=people.first)
        assert (found.paid, found.reclaimed, found.lapsed) == (0, 0, 5_000_00)
        assert (credit_standing().committed, credit_standing().to_pay) == (0, 0)


class TestWhereItComesBack:
    def test_whoever_received_it_owes_it_and_not_the_association(
        self, people: People, bank: Office, olten: Municipality
    ) -> None:
        project = paid(people, bank.finance)
        in_association(olten, people.place)
        services.project_close(report=reported(people, project, dict.fromkeys(AS_PLANNED, 0)), actor=people.first)
        assert Reclaim.objects.get().payee == people.place

    def test_netted_it_lowers_what_the_run_pays_and_comes_back_with_the_surplus(
        self, people: People, bank: Office
    ) -> None:
        """CHF 6'000 in the credit, all 5'000 of a grant paid, 4'000 used: in the end 2'000 are free, and once."""
        project = paid(people, bank.finance, 1, 2)
        services.project_close(report=reported(people, project, CHEAPER), actor=people.first)
        reclaim_decide(reclaim=Reclaim.objects.get(), actor=people.second)
        assert credit_standing().free == 1_000_00
        load_tariffs(Actor.operator())
        settled.reported(people.place, HalfYear(2025, 2), 10, 0, 0, 0)
        year = _year_of(bank)
        line = Line.objects.get(contribution=Contribution.RECLAIM)
        assert (line.amount, line.payee) == (-1_000_00, people.place)
        contributions = sum(Line.objects.exclude(pk=line.pk).values_list("amount", flat=True))
        assert year_standing(2026).paid == contributions - 1_000_00
        assert year.surplus == year.granted - contributions + 1_000_00
        standing = credit_standing()
        assert standing.income == 6_000_00 + year.surplus
        assert standing.free == 1_000_00 + 1_000_00 + (year.granted - contributions)


def _year_of(bank: Office) -> YearEnd:
    """The year 2026 paid by both its runs, and closed by two people."""
    credit(bank, 100_000, 2026)
    for month in (Month(2026, 3), Month(2026, 9)):
        settled.released(month, bank)
    end = ended(bank, 2026)
    year_end_confirm(end=end, actor=bank.approver)
    return end
