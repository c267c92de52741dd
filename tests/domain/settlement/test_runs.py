"""A payment run from the draft to the release: four eyes, differences, what is settled stays settled."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from ankunft.domain.settlement import states
from ankunft.domain.settlement.models import Line, PayeeBalance, Run, Withheld
from ankunft.domain.settlement.selectors import run_as_data
from ankunft.domain.settlement.services import run_approve, run_calculate, run_check, run_release, run_send_back
from ankunft.domain.territory.models import PaymentAccount
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear, Month
from tests.domain.reporting.making import declaration, in_association, report
from tests.domain.settlement.making import (
    MARCH,
    SEPTEMBER,
    SPRING,
    WINTER,
    canton,
    lines,
    office,
    population,
    released,
    reported,
)

pytestmark = pytest.mark.django_db


def test_a_run_pays_what_was_reported_and_withholds_the_rest() -> None:
    olten, trimbach, _wisen = canton("Olten", "Trimbach", "Wisen")
    reported(olten, WINTER, 12, 5, 0, 0)
    report(trimbach, WINTER, "submitted", submitted_on=WINTER.end)
    run = run_calculate(month=MARCH, actor=Actor.operator())
    assert lines(run) == [
        ("Olten", "first_information_interpreting", "2024-H2", 5, 800_00),
        ("Olten", "first_information_interview", "2024-H2", 12, 2400_00),
    ]
    held = set(Withheld.objects.filter(run=run).values_list("municipality__name", "period", "reason"))
    assert held == {
        ("Trimbach", "2024-H2", "report_incomplete"),
        ("Wisen", "2024-H2", "report_missing"),
        ("Olten", "2025", "declaration_missing"),
        ("Trimbach", "2025", "declaration_missing"),
        ("Wisen", "2025", "declaration_missing"),
    }
    assert run.total == 3200_00
    assert run.state == states.DRAFT


def test_the_data_are_the_contract_of_the_command_line() -> None:
    (olten,) = canton("Olten")
    declaration(olten, 2025)
    population(date(2023, 12, 31), {olten: 10})
    reported(olten, WINTER, 12, 0, 0, 0)
    data = run_as_data(run_calculate(month=MARCH, actor=Actor.operator()))
    assert data == {
        "run": "2025-03",
        "state": "draft",
        "lines": [
            {
                "bfs_number": olten.bfs_number,
                "payee_bfs_number": olten.bfs_number,
                "contribution": "first_information_interview",
                "period": "2024-H2",
                "quantity": 12,
                "rate": "200.00",
                "amount": "2400.00",
                "legal_reference": "KRS-GEF-2017/01 4.3.2",
                "state": "due",
            },
            {
                "bfs_number": olten.bfs_number,
                "payee_bfs_number": olten.bfs_number,
                "contribution": "base_contribution",
                "period": "2025",
                "quantity": 10,
                "rate": "7.00",
                "amount": "70.00",
                "legal_reference": "KRS-GEF-2017/01 4.3.2",
                "state": "due",
            },
        ],
        "withheld": [],
        "payees": [
            {
                "bfs_number": olten.bfs_number,
                "credit": "2470.00",
                "reclaimed": "0.00",
                "carried": "0.00",
                "payment": "2470.00",
                "invoice": "0.00",
            }
        ],
        "total": "2470.00",
    }


def test_calculating_again_gives_the_same_lines() -> None:
    (olten,) = canton("Olten")
    reported(olten, WINTER, 12, 5, 3, 1)
    first = run_as_data(run_calculate(month=MARCH, actor=Actor.operator()))
    assert run_as_data(run_calculate(month=MARCH, actor=Actor.operator())) == first
    assert Run.objects.count() == 1


def test_a_draft_follows_what_is_known_now() -> None:
    (olten,) = canton("Olten")
    reported(olten, WINTER, 12, 0, 0, 0)
    run_calculate(month=MARCH, actor=Actor.operator())
    reported(olten, WINTER, 10, 0, 0, 0, number=2)
    run = run_calculate(month=MARCH, actor=Actor.operator())
    assert lines(run) == [("Olten", "first_information_interview", "2024-H2", 10, 2000_00)]


@pytest.mark.parametrize("month", ["2025-01", "2025-04", "2025-12"])
def test_other_months_are_refused(month: str) -> None:
    with pytest.raises(Refused, match="kein Zahlungsmonat"):
        run_calculate(month=Month.parse(month), actor=Actor.operator())
    assert not Run.objects.exists()


@pytest.mark.parametrize("month", ["2017-03", "0001-03", "2099-09"])
def test_months_outside_the_programme_are_refused(month: str) -> None:
    with pytest.raises(Refused, match="Die Zahlungsläufe gehen von 2017-09"):
        run_calculate(month=Month.parse(month), actor=Actor.operator())
    assert not Run.objects.exists()


def test_whoever_may_not_calculate_leaves_no_trace() -> None:
    people = office()
    canton("Olten")
    with pytest.raises(Refused):
        run_calculate(month=MARCH, actor=people.approver)
    assert not Run.objects.exists()


def test_a_correction_after_release_is_a_difference_of_the_next_run() -> None:
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 12, 0, 0, 0)
    first = released(MARCH, people)
    before = run_as_data(first)
    reported(olten, WINTER, 10, 0, 0, 0, number=2)
    reported(olten, SPRING, 1, 0, 0, 0)
    second = released(SEPTEMBER, people)
    assert lines(second) == [
        ("Olten", "first_information_interview", "2024-H2", -2, -400_00),
        ("Olten", "first_information_interview", "2025-H1", 1, 200_00),
    ]
    assert run_as_data(first) == before
    balance = PayeeBalance.objects.get(run=second)
    assert (balance.credit, balance.reclaimed, balance.payment, balance.invoice) == (200_00, 400_00, 0, 200_00)


def test_a_late_report_is_paid_by_the_next_run() -> None:
    people = office()
    olten, trimbach = canton("Olten", "Trimbach")
    reported(olten, WINTER, 1, 0, 0, 0)
    released(MARCH, people)
    reported(trimbach, WINTER, 4, 0, 0, 0)
    run = run_calculate(month=SEPTEMBER, actor=people.coordination)
    assert lines(run) == [("Trimbach", "first_information_interview", "2024-H2", 4, 800_00)]


def test_what_an_earlier_open_run_will_pay_is_left_to_it() -> None:
    (olten,) = canton("Olten")
    reported(olten, WINTER, 12, 0, 0, 0)
    run_calculate(month=MARCH, actor=Actor.operator())
    assert lines(run_calculate(month=SEPTEMBER, actor=Actor.operator())) == []


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0), (1, 2, 0)])
def test_drafts_do_not_disturb_each_other_in_whatever_order_they_are_calculated(order: tuple[int, ...]) -> None:
    """Two drafts that hold the same late report do not make a third one take anything back."""
    (olten,) = canton("Olten")
    reported(olten, HalfYear(2023, 2), 4, 0, 0, 0)
    for year in (2024, 2025, 2026):
        declaration(olten, year)
        population(date(year - 2, 12, 31), {olten: year})
    months = (Month(2024, 3), Month(2025, 3), Month(2026, 3))
    for position in order:
        run = run_calculate(month=months[position], actor=Actor.operator())
        base = [line for line in lines(run) if line[1] == "base_contribution"]
        assert base == [("Olten", "base_contribution", str(run.month.year), run.month.year, run.month.year * 7_00)]
        assert all(amount > 0 for *_, amount in lines(run))


def test_an_association_paid_through_its_lead() -> None:
    olten, trimbach = canton("Olten", "Trimbach")
    in_association(olten, trimbach)
    reported(trimbach, WINTER, 2, 0, 0, 0)
    run = run_calculate(month=MARCH, actor=Actor.operator())
    [line] = Line.objects.filter(run=run).select_related("payee", "municipality")
    assert (line.municipality, line.payee) == (trimbach, olten)
    assert PayeeBalance.objects.get(run=run).municipality == olten


def test_only_who_has_the_role_takes_a_step() -> None:
    people = office()
    canton("Olten")
    run = run_calculate(month=MARCH, actor=people.coordination)
    for actor in (people.coordination, people.approver, Actor.operator()):
        with pytest.raises(Refused):
            run_check(run=run, actor=actor)
    run_check(run=run, actor=people.finance)
    for actor in (people.coordination, people.finance, Actor.operator()):
        with pytest.raises(Refused):
            run_approve(run=run, actor=actor)
    run_approve(run=run, actor=people.approver)
    with pytest.raises(Refused):
        run_release(run=run, actor=people.finance)
    run_release(run=run, actor=people.approver)
    assert run.state == states.RELEASED


def test_whoever_had_a_hand_in_the_run_cannot_approve_it() -> None:
    """Four eyes hold over all steps, even for somebody who was given both roles, and after a return to the draft."""
    people = office()
    canton("Olten")
    both = Actor(people.finance.account_id, "Demo", "test", people.finance.grants | people.approver.grants)
    run = run_calculate(month=MARCH, actor=people.coordination)
    run_check(run=run, actor=both)
    with pytest.raises(Refused, match="andere Person"):
        run_approve(run=run, actor=both)
    run_send_back(run=run, actor=both, reason="Bericht Olten fehlt.")
    second = office()
    run_check(run=run, actor=second.finance)
    with pytest.raises(Refused, match="andere Person"):
        run_approve(run=run, actor=both)


def test_sending_back_needs_a_reason_and_makes_it_a_draft_again() -> None:
    people = office()
    canton("Olten")
    run = run_calculate(month=MARCH, actor=people.coordination)
    run_check(run=run, actor=people.finance)
    with pytest.raises(Refused, match="Begründung"):
        run_send_back(run=run, actor=people.approver, reason=" ")
    run_send_back(run=run, actor=people.approver, reason="Tarif prüfen.")
    assert run.state == states.DRAFT
    assert Event.objects.filter(object_key="2025-03", reason="Tarif prüfen.").exists()


def test_what_is_checked_is_not_calculated_anew() -> None:
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 1, 0, 0, 0)
    run = run_calculate(month=MARCH, actor=people.coordination)
    run_check(run=run, actor=people.finance)
    reported(olten, WINTER, 5, 0, 0, 0, number=2)
    run_calculate(month=MARCH, actor=people.coordination)
    assert lines(run) == [("Olten", "first_information_interview", "2024-H2", 1, 200_00)]


def test_releasing_twice_changes_nothing_and_pays_nobody_twice() -> None:
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 12, 5, 0, 0)
    run = released(MARCH, people)
    before = run_as_data(run)
    with pytest.raises(Refused, match="freigegeben"):
        run_release(run=run, actor=people.approver)
    assert run_as_data(run_calculate(month=MARCH, actor=people.coordination)) == before
    assert lines(run_calculate(month=SEPTEMBER, actor=people.coordination)) == []


def test_a_payee_without_account_stops_the_release_not_the_calculation() -> None:
    people = office()
    (olten,) = canton("Olten")
    PaymentAccount.objects.all().delete()
    reported(olten, WINTER, 1, 0, 0, 0)
    run = run_calculate(month=MARCH, actor=people.coordination)
    run_check(run=run, actor=people.finance)
    run_approve(run=run, actor=people.approver)
    with pytest.raises(Refused, match="Olten"), transaction.atomic():
        run_release(run=run, actor=people.approver)
    run.refresh_from_db()
    assert run.state == states.APPROVED


def test_two_runs_cannot_both_release_the_same_claim() -> None:
    """March is calculated after September and finds the claim open, as September did: the second is refused."""
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 12, 0, 0, 0)
    september = run_calculate(month=SEPTEMBER, actor=people.coordination)
    march = run_calculate(month=MARCH, actor=people.coordination)
    for run in (march, september):
        run_check(run=run, actor=people.finance)
        run_approve(run=run, actor=people.approver)
    run_release(run=march, actor=people.approver)
    with pytest.raises(Refused, match="stimmt nicht mehr"), transaction.atomic():
        run_release(run=september, actor=people.approver)
    assert Run.objects.get(payment_month="2025-09").state == states.APPROVED


@pytest.mark.parametrize("table", ["settlement_line", "settlement_withheld", "settlement_payeebalance"])
@pytest.mark.parametrize("statement", ["UPDATE {table} SET run_id = run_id", "DELETE FROM {table}"])
def test_the_database_itself_refuses_to_change_a_released_run(table: str, statement: str) -> None:
    people = office()
    olten, _ = canton("Olten", "Trimbach")
    reported(olten, WINTER, 12, 0, 0, 0)
    released(MARCH, people)
    with pytest.raises(DatabaseError, match="settled records"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table))


def test_a_released_run_itself_cannot_be_changed() -> None:
    people = office()
    canton("Olten")
    run = released(MARCH, people)
    with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(total=1)
    with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
        # Past everything that refers to it: what refuses is the database.
        Run.objects.filter(pk=run.pk)._raw_delete(using="default")


def test_every_step_is_in_the_trail() -> None:
    people = office()
    canton("Olten")
    released(MARCH, people)
    actions = list(Event.objects.filter(object_key="2025-03").order_by("pk").values_list("action", flat=True))
    steps = [f"settlement.run.{name}" for name in ("calculate", "check", "approve", "release")]
    assert actions == [*steps, "settlement.statement.keep"]
