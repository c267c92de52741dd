"""Agreement, instalments and their payment: the plan is the grant, and each is paid once by two people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.grants import services
from ankunft.domain.grants.explain import explain
from ankunft.domain.grants.models import Agreement, Instalment, Project
from ankunft.domain.grants.rules import PlanFault, plan_fault
from ankunft.domain.grants.selectors import credit_standing
from ankunft.domain.grants.services import Planned
from ankunft.domain.roles import FINANCE_OFFICER
from ankunft.domain.settlement.models import DecisionKind, Payment, PaymentFile
from ankunft.domain.settlement.selectors import credit_standing as year_standing
from ankunft.domain.settlement.services import return_confirm, return_propose
from ankunft.domain.settlement.services.orders import order_pay
from ankunft.domain.settlement.services.outcomes import Told, executions_record, return_record
from ankunft.domain.territory.models import Municipality, PaymentAccount
from ankunft.foundation.documents.iso20022 import pain001, schemas
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.grants.making import PAPER, PLAN, People, granted, proposed, running, surplus
from tests.domain.settlement.making import Office, account, office
from tests.domain.settlement.test_payments import payer
from tests.support.people import actor_with

DAY = date(2026, 11, 22)
AMOUNTS = st.lists(st.integers(1, 10**9), min_size=1, max_size=12)


@pytest.fixture
def people(town: Municipality) -> People:
    account(town)
    return People(town)


@pytest.fixture
def bank(db: None) -> Office:
    """The canton's account, and whoever keeps it."""
    keepers = office()
    payer(keepers)
    return keepers


class TestThePlan:
    @given(AMOUNTS)
    def test_what_adds_up_in_order_is_sound(self, amounts: list[int]) -> None:
        plan = [(amount, date(2026, 11, 22 + number % 2)) for number, amount in enumerate(sorted(amounts))][:1]
        plan += [(amount, date(2027, 1, 1)) for amount in sorted(amounts)[1:]]
        assert plan_fault(sum(amounts), DAY, plan) is None
        assert plan_fault(sum(amounts) + 1, DAY, plan) is PlanFault.NOT_THE_SUM

    @pytest.mark.parametrize(
        ("plan", "fault"),
        [
            ([], PlanFault.EMPTY),
            ([(10, DAY), (0, DAY)], PlanFault.NO_AMOUNT),
            ([(11, DAY), (-1, DAY)], PlanFault.NO_AMOUNT),
            ([(9, DAY)], PlanFault.NOT_THE_SUM),
            ([(10, date(2026, 11, 21))], PlanFault.BEFORE_AGREEMENT),
            ([(5, date(2027, 2, 1)), (5, date(2027, 1, 1))], PlanFault.NOT_IN_ORDER),
            ([(5, DAY), (5, DAY)], None),
        ],
        ids=["nothing", "a zero", "below zero", "too little", "too early", "not in order", "on one day"],
    )
    def test_what_is_wrong_is_found(self, plan: Sequence[tuple[int, date]], fault: PlanFault | None) -> None:
        assert plan_fault(10, DAY, plan) is fault


class TestAgreeing:
    def test_with_the_paper_and_the_plan_the_project_runs(self, people: People) -> None:
        project = running(people)
        assert project.state == "running"
        assert [(one.reference, one.amount, one.state) for one in project.instalments.all()] == [
            (f"{project.reference}/1", 3_000_00, "planned"),
            (f"{project.reference}/2", 2_000_00, "planned"),
        ]
        agreement = Agreement.objects.get()
        assert PAPER not in bytes(agreement.content), "kept encrypted"
        assert services.agreement_open(agreement=agreement, actor=people.officer) == PAPER

    @pytest.mark.parametrize(
        ("concluded_on", "content", "plan", "sentence"),
        [
            (date(2026, 11, 21), PAPER, PLAN, "nach dem Entscheid"),
            (date(2026, 11, 23), PAPER, PLAN, "nicht in der Zukunft"),
            (DAY, b"MZ", PLAN, "PDF-Datei oder ein Bild"),
            (DAY, b"", PLAN, "PDF-Datei oder ein Bild"),
            (DAY, PAPER, PLAN[:1], "bewilligt sind"),
            (DAY, PAPER, (), "mindestens eine Rate"),
            (DAY, PAPER, (Planned(1, DAY),) * 13, "höchstens 12 Raten"),
        ],
        ids=["before", "tomorrow", "a program", "nothing", "half", "no plan", "too many"],
    )
    def test_what_does_not_fit_is_refused(
        self, people: People, concluded_on: date, content: bytes, plan: Sequence[Planned], sentence: str
    ) -> None:
        surplus(6_000_00)
        project = granted(people)
        with pytest.raises(Refused, match=sentence):
            services.project_agree(
                project=project, concluded_on=concluded_on, content=content, plan=plan, actor=people.first
            )
        assert Project.objects.get().state == "granted"

    def test_paper_and_plan_never_change(self, people: People) -> None:
        running(people)
        for change in (
            lambda: Agreement.objects.update(concluded_on=date(2026, 1, 1)),
            lambda: Instalment.objects.update(amount=1),
            lambda: Instalment.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()

    def test_a_paper_that_was_exchanged_is_not_shown(self, people: People) -> None:
        running(people)
        agreement = Agreement.objects.get()
        agreement.sha256 = "0" * 64
        with pytest.raises(Refused, match="Prüfsumme"):
            services.agreement_open(agreement=agreement, actor=people.officer)


class TestPaying:
    def test_released_it_is_paid_in_a_file_of_its_own(self, people: People, bank: Office) -> None:
        instalment = proposed(people, bank.finance)
        services.instalment_release(instalment=instalment, actor=people.approver)
        payment = Payment.objects.get()
        reference = instalment.reference.replace("/", "-")
        assert (payment.run, payment.origin, payment.reference, payment.amount) == (
            None,
            instalment.reference,
            reference,
            3_000_00,
        )
        file = PaymentFile.objects.get()
        assert (file.reference, file.total, file.pay_on) == (f"ANKUNFT-{reference}", 3_000_00, date(2026, 11, 23))
        if schemas.is_there():
            schemas.require_valid(file.content.encode(), pain001.SCHEMA)
        assert instalment.payment == payment
        standing = credit_standing()
        assert (standing.committed, standing.paid, standing.to_pay) == (5_000_00, 3_000_00, 2_000_00)
        assert year_standing(2026).paid == 0, "the credit of the year is another one"

    def test_what_is_paid_never_changes(self, people: People, bank: Office) -> None:
        instalment = proposed(people, bank.finance)
        services.instalment_release(instalment=instalment, actor=people.approver)
        for change in (
            lambda: Payment.objects.update(amount=1),
            lambda: PaymentFile.objects.update(origin="P-9/9"),
            lambda: Instalment.objects.filter(pk=instalment.pk).update(explanation={}),
            lambda: Instalment.objects.filter(pk=instalment.pk).update(payable=1),
            lambda: Instalment.objects.filter(pk=instalment.pk).update(state="planned", payment=None),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
        with pytest.raises(Forbidden, match="ausbezahlt"):
            services.instalment_release(instalment=instalment, actor=people.approver)

    def test_what_came_back_is_paid_again_to_the_same_order(self, people: People, bank: Office) -> None:
        instalment = proposed(people, bank.finance)
        services.instalment_release(instalment=instalment, actor=people.approver)
        first = Payment.objects.get()
        executions_record(told=[Told(first, date(2026, 11, 23), "B-1")], actor=bank.finance)
        back = return_record(
            payment=first, amount=first.amount, code="AC04", text="", returned_on=DAY, told_by="B-2",
            actor=bank.finance,
        )  # fmt: skip
        decision = return_propose(returned=back, kind=DecisionKind.AGAIN, reason="Demo", actor=bank.finance)
        return_confirm(decision=decision, actor=people.approver)
        again = Payment.objects.get(number=2)
        assert (again.run, again.origin, again.reference, again.replaces) == (
            None,
            first.origin,
            f"{first.reference}-2",
            first,
        )
        assert again.file is not None
        assert again.file.reference == f"ANKUNFT-{first.reference}-2"
        assert credit_standing().paid == 3_000_00, "paid again is not paid twice"

    def test_nobody_pays_the_same_order_twice(self, people: People, bank: Office) -> None:
        for _again in range(2):
            outcome = None
            try:
                order_pay(origin="P-1/1", payee=people.place, amount=5, message="Demo", actor=people.approver)
            except Refused as refused:
                outcome = refused.reason
        assert outcome == "P-1/1 ist schon bezahlt."
        assert Payment.objects.count() == 1

    def test_without_an_account_nothing_is_lost(self, people: People, bank: Office) -> None:
        instalment = proposed(people, bank.finance)
        PaymentAccount.objects.all()._raw_delete("default")
        with pytest.raises(Refused, match="hat kein Konto mit Adresse"):
            services.instalment_release(instalment=instalment, actor=people.approver)
        assert Instalment.objects.get(pk=instalment.pk).state == "proposed"
        assert not Payment.objects.exists()

    def test_without_an_account_of_the_canton_neither(self, people: People) -> None:
        instalment = proposed(people, actor_with(FINANCE_OFFICER))
        with pytest.raises(Refused, match="von dem der Kanton zahlt"):
            services.instalment_release(instalment=instalment, actor=people.approver)

    def test_a_condition_is_answered_before_it_is_proposed(self, people: People, bank: Office) -> None:
        second = running(people).instalments.get(number=2)
        with pytest.raises(Refused, match="Zwischenbericht liegt vor"):
            services.instalment_propose(instalment=second, actor=bank.finance)

    def test_who_proposed_does_not_release_whatever_roles_they_have(self, people: People, bank: Office) -> None:
        instalment = proposed(people, bank.finance)
        both = replace(bank.finance, grants=bank.finance.grants | people.approver.grants)
        with pytest.raises(Forbidden, match="andere Person"):
            services.instalment_release(instalment=instalment, actor=both)

    def test_sent_back_it_is_proposed_anew(self, people: People, bank: Office) -> None:
        instalment = proposed(people, bank.finance)
        services.instalment_send_back(instalment=instalment, reason="Zu früh", actor=people.approver)
        assert instalment.state == "planned"
        services.instalment_propose(instalment=instalment, actor=bank.finance)
        services.instalment_release(instalment=instalment, actor=people.approver)
        assert instalment.state == "paid"

    @pytest.mark.parametrize("who", ["officer", "lead", "first"])
    def test_nobody_else_pays(self, people: People, bank: Office, who: str) -> None:
        instalment = proposed(people, bank.finance)
        actor: Actor = getattr(people, who)
        with pytest.raises(Forbidden):
            services.instalment_release(instalment=instalment, actor=actor)
        assert not Payment.objects.exists()

    def test_nothing_is_paid_before_it_is_due(self, people: People, bank: Office) -> None:
        surplus(6_000_00)
        project = granted(people)
        due = date(2026, 12, 1)
        services.project_agree(
            project=project, concluded_on=DAY, content=PAPER, plan=(Planned(5_000_00, due),), actor=people.first
        )
        instalment = project.instalments.get()
        services.instalment_propose(instalment=instalment, actor=bank.finance)
        with pytest.raises(Forbidden, match=r"erst am 01\.12\.2026 fällig"):
            services.instalment_release(instalment=instalment, actor=people.approver)
        with clock.moved_to(due):
            services.instalment_release(instalment=instalment, actor=people.approver)
        assert instalment.state == "paid"

    def test_no_instalment_is_paid_before_an_earlier_one(self, people: People, bank: Office) -> None:
        second = proposed(people, bank.finance, 2)
        first = second.project.instalments.get(number=1)
        sentence = f"Zuerst ist {first.reference} freizugeben"
        with pytest.raises(Forbidden, match=sentence):
            services.instalment_release(instalment=second, actor=people.approver)
        services.instalment_propose(instalment=first, actor=bank.finance)
        with pytest.raises(Forbidden, match=sentence):
            services.instalment_release(instalment=second, actor=people.approver)
        services.instalment_release(instalment=first, actor=people.approver)
        services.instalment_release(instalment=second, actor=people.approver)
        assert credit_standing().paid == 5_000_00


class TestExplaining:
    def test_from_the_instalment_to_credit_and_paragraph(self, people: People, bank: Office) -> None:
        instalment = proposed(people, bank.finance)
        services.instalment_release(instalment=instalment, actor=people.approver)
        told = explain(instalment.reference).replace("\xa0", " ")
        parts = (
            "CHF 3'000.00",
            "KRS-GEF-2017/01 4.3.4",
            "Demo-Verfügung 1 vom 22.11.2026",
            "Vereinbarung vom 22.11.2026",
            "Überschuss 2024: CHF 6'000.00, Demo-RRB 2024",
            f"Datei ANKUNFT-{instalment.reference.replace('/', '-')}",
        )
        assert [part for part in parts if part not in told] == []
        assert explain(instalment.project.reference).count("Rate ") == 2

    @pytest.mark.parametrize("reference", ["P-", "P-x", "P-1/x", "P-99999999999999999999", "P-1/1"])
    def test_what_is_not_there_is_said(self, db: None, reference: str) -> None:
        with pytest.raises(Refused, match="P-3/1"):
            explain(reference)
