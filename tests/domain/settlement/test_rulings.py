"""Reclaims and refusals (KS 4.7): two people decide, an objection stops the netting, and what is settled is settled."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from ankunft.domain.roles import APPROVER, COORDINATION
from ankunft.domain.settlement import ruling_states as states
from ankunft.domain.settlement import services
from ankunft.domain.settlement.models import (
    Line,
    ObjectionOutcome,
    PayeeBalance,
    Reclaim,
    ReclaimObjection,
    Refusal,
    RulingState,
    Run,
    Withheld,
)
from ankunft.domain.settlement.selectors import run_as_data
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Month
from tests.domain.reporting.making import declaration, in_association
from tests.domain.settlement.making import (
    MARCH,
    SEPTEMBER,
    SPRING,
    WINTER,
    Office,
    canton,
    lines,
    office,
    population,
    released,
    reported,
)
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

PARAGRAPH = "KRS-GEF-2017/01 4.7"
INTERVIEWS = "first_information_interview"


def proposed(people: Office, place: Municipality, amount: int = 400_00, **more: str) -> Reclaim:
    said = {"reason": "Zwei Gespräche ohne Nachweis.", "paragraph": PARAGRAPH, "origin": "Stichprobe 1", **more}
    return services.reclaim_propose(municipality=place, amount=amount, actor=people.coordination, **said)


def decided(people: Office, place: Municipality, amount: int = 400_00, **more: str) -> Reclaim:
    reclaim = proposed(people, place, amount, **more)
    services.reclaim_decide(reclaim=reclaim, actor=people.approver)
    return reclaim


def contested(people: Office, reclaim: Reclaim) -> ReclaimObjection:
    return services.reclaim_contest(
        reclaim=reclaim, raised_on=clock.today(), ground="Die Nachweise liegen bei.", actor=people.coordination
    )


def refused(people: Office, place: Municipality, period: str = str(WINTER), contribution: str = "") -> Refusal:
    refusal = services.refusal_propose(
        municipality=place,
        period=period,
        contribution=contribution,
        reason="Keine Anlaufstelle.",
        paragraph=PARAGRAPH,
        origin="Standortgespräch",
        actor=people.coordination,
    )
    services.refusal_decide(refusal=refusal, actor=people.approver)
    return refusal


def reclaims_in(run: Run) -> list[tuple[str, int]]:
    """The reclaim lines of a run: reference and Rappen."""
    found = Line.objects.filter(run=run, contribution="reclaim").order_by("period", "rate")
    return list(found.values_list("period", "amount"))


def balances(run: Run) -> dict[str, tuple[int, int, int, int]]:
    rows = PayeeBalance.objects.filter(run=run)
    return {
        name: (credit, reclaimed, payment, invoice)
        for name, credit, reclaimed, payment, invoice in rows.values_list(
            "municipality__name", "credit", "reclaimed", "payment", "invoice"
        )
    }


class TestNetting:
    def test_a_decided_reclaim_is_netted_with_the_next_payment(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 12, 0, 0, 0)
        reclaim = decided(people, olten)
        run = services.run_calculate(month=MARCH, actor=people.coordination)
        assert lines(run) == [
            ("Olten", INTERVIEWS, "2024-H2", 12, 2400_00),
            ("Olten", "reclaim", reclaim.reference, -1, -400_00),
        ]
        assert balances(run) == {"Olten": (2400_00, 400_00, 2000_00, 0)}

    def test_what_exceeds_the_credit_is_invoiced(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 1, 0, 0, 0)
        decided(people, olten, 500_00)
        run = services.run_calculate(month=MARCH, actor=people.coordination)
        assert balances(run) == {"Olten": (200_00, 500_00, 0, 300_00)}

    def test_the_data_of_the_command_line_name_it(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reclaim = decided(people, olten)
        data = run_as_data(services.run_calculate(month=MARCH, actor=people.coordination))
        assert data["lines"] == [
            {
                "bfs_number": olten.bfs_number,
                "payee_bfs_number": olten.bfs_number,
                "contribution": "reclaim",
                "period": reclaim.reference,
                "quantity": -1,
                "rate": "400.00",
                "amount": "-400.00",
                "legal_reference": PARAGRAPH,
                "state": "due",
            }
        ]
        assert data["total"] == "-400.00"

    def test_it_says_what_it_is_for(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reclaim = decided(people, olten, period="2024-H2", contribution=INTERVIEWS)
        run = services.run_calculate(month=MARCH, actor=people.coordination)
        explained = Line.objects.get(run=run).explanation
        assert explained["label"] == f"Rückforderung {reclaim.reference}"
        assert explained["note"] == "Erstinformationsgespräche 2024-H2: Zwei Gespräche ohne Nachweis."
        assert explained["reference"] == PARAGRAPH
        assert explained["sources"][0]["key"] == reclaim.reference

    def test_it_is_taken_back_once(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        decided(people, olten)
        reported(olten, WINTER, 12, 0, 0, 0)
        released(MARCH, people)
        assert reclaims_in(released(SEPTEMBER, people)) == []

    def test_an_open_earlier_run_keeps_it(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        decided(people, olten)
        services.run_calculate(month=MARCH, actor=people.coordination)
        assert reclaims_in(services.run_calculate(month=SEPTEMBER, actor=people.coordination)) == []

    def test_two_of_the_same_amount_are_two_lines(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        both = [decided(people, olten), decided(people, olten)]
        run = services.run_calculate(month=MARCH, actor=people.coordination)
        assert reclaims_in(run) == [(one.reference, -400_00) for one in both]

    def test_whoever_received_the_contribution_owes_it(self) -> None:
        people = office()
        olten, trimbach = canton("Olten", "Trimbach")
        in_association(olten, trimbach)
        reclaim = decided(people, trimbach, period="2024-H2")
        assert reclaim.payee == olten
        run = services.run_calculate(month=MARCH, actor=people.coordination)
        assert balances(run) == {"Olten": (0, 400_00, 0, 400_00)}

    def test_a_merged_payee_is_followed(self) -> None:
        people = office()
        olten, wisen = canton("Olten", "Wisen")
        decided(people, wisen)
        Municipality.objects.filter(pk=wisen.pk).update(valid_to=date(2024, 12, 31), successor=olten)
        run = services.run_calculate(month=MARCH, actor=people.coordination)
        assert balances(run) == {"Olten": (0, 400_00, 0, 400_00)}

    @pytest.mark.parametrize("wanted", [RulingState.PROPOSED, RulingState.WITHDRAWN])
    def test_what_nobody_decided_is_not_netted(self, wanted: RulingState) -> None:
        people = office()
        (olten,) = canton("Olten")
        reclaim = proposed(people, olten)
        if wanted == RulingState.WITHDRAWN:
            services.reclaim_withdraw(reclaim=reclaim, actor=people.coordination, reason="Irrtum.")
        assert reclaims_in(services.run_calculate(month=MARCH, actor=people.coordination)) == []


class TestObjections:
    def test_an_open_objection_stops_the_netting(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reclaim = decided(people, olten)
        contested(people, reclaim)
        assert reclaims_in(services.run_calculate(month=MARCH, actor=people.coordination)) == []

    def test_one_raised_after_the_calculation_stops_the_release(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 12, 0, 0, 0)
        reclaim = decided(people, olten)
        run = services.run_calculate(month=MARCH, actor=people.coordination)
        services.run_check(run=run, actor=people.finance)
        services.run_approve(run=run, actor=people.approver)
        contested(people, reclaim)
        with pytest.raises(Refused, match=reclaim.reference):
            services.run_release(run=run, actor=people.approver)
        run.refresh_from_db()
        services.run_send_back(run=run, actor=people.approver, reason="Einsprache.")
        assert reclaims_in(released(MARCH, people)) == []

    def test_dismissed_it_is_netted_by_the_next_run(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reclaim = decided(people, olten)
        contested(people, reclaim)
        services.reclaim_dismiss(reclaim=reclaim, actor=people.approver, reason="Keine Nachweise.")
        run = services.run_calculate(month=MARCH, actor=people.coordination)
        assert reclaims_in(run) == [(reclaim.reference, -400_00)]

    def test_upheld_after_release_it_comes_back_with_the_next_run(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 12, 0, 0, 0)
        reclaim = decided(people, olten)
        march = released(MARCH, people)
        contested(people, reclaim)
        # Contested it stays as it is settled: neither given back nor taken again.
        assert reclaims_in(services.run_calculate(month=SEPTEMBER, actor=people.coordination)) == []
        services.reclaim_uphold(reclaim=reclaim, actor=people.approver, reason="Die Nachweise sind da.")
        assert reclaims_in(released(SEPTEMBER, people)) == [(reclaim.reference, 400_00)]
        assert reclaims_in(march) == [(reclaim.reference, -400_00)]

    def test_lowered_after_release_the_difference_comes_back(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 12, 0, 0, 0)
        reclaim = decided(people, olten)
        released(MARCH, people)
        contested(people, reclaim)
        services.reclaim_lower(reclaim=reclaim, amount=150_00, actor=people.approver, reason="Ein Nachweis ist da.")
        run = released(SEPTEMBER, people)
        assert sum(amount for _reference, amount in reclaims_in(run)) == 250_00
        objection = reclaim.objections.get()
        assert (objection.amount_before, objection.amount_after) == (400_00, 150_00)
        assert objection.outcome == ObjectionOutcome.PARTLY

    @pytest.mark.parametrize("amount", [0, -1, 400_00, 500_00])
    def test_lowered_means_less_and_not_nothing(self, amount: int) -> None:
        people = office()
        (olten,) = canton("Olten")
        reclaim = decided(people, olten)
        contested(people, reclaim)
        with pytest.raises(Refused, match="unter CHF 400"):
            services.reclaim_lower(reclaim=reclaim, amount=amount, actor=people.approver, reason="Teils.")

    def test_whoever_recorded_it_does_not_decide_on_it(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reclaim = decided(people, olten)
        other = actor_with(COORDINATION)
        services.reclaim_contest(reclaim=reclaim, raised_on=clock.today(), ground="Falsch.", actor=other)
        with pytest.raises(Forbidden, match="eine andere Person"):
            services.reclaim_uphold(reclaim=reclaim, actor=other, reason="Richtig.")

    @pytest.mark.parametrize(("raised_on", "ground"), [(date(2999, 1, 1), "Falsch."), (date(2020, 1, 1), "Falsch.")])
    def test_it_is_raised_between_the_decision_and_today(self, raised_on: date, ground: str) -> None:
        people = office()
        (olten,) = canton("Olten")
        reclaim = decided(people, olten)
        with pytest.raises(Refused, match="geht nicht"):
            services.reclaim_contest(reclaim=reclaim, raised_on=raised_on, ground=ground, actor=people.coordination)

    def test_what_is_final_is_contested_no_more_and_never_changes(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reclaim = decided(people, olten)
        services.reclaim_finalise(reclaim=reclaim, actor=people.approver)
        with pytest.raises(Forbidden, match="rechtskräftig"):
            contested(people, reclaim)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE settlement_reclaim SET amount = 1")
        run = services.run_calculate(month=MARCH, actor=people.coordination)
        assert reclaims_in(run) == [(reclaim.reference, -400_00)]

    def test_a_decided_objection_never_changes(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reclaim = decided(people, olten)
        contested(people, reclaim)
        services.reclaim_dismiss(reclaim=reclaim, actor=people.approver, reason="Keine Nachweise.")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE settlement_reclaimobjection SET outcome = 'upheld'")


class TestProposing:
    def test_whoever_proposed_does_not_decide(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reclaim = proposed(people, olten)
        with pytest.raises(Forbidden, match="eine andere Person"):
            services.reclaim_decide(reclaim=reclaim, actor=people.coordination)

    @pytest.mark.parametrize("field", ["reason", "paragraph", "origin"])
    def test_it_says_why_by_which_paragraph_and_on_what_ground(self, field: str) -> None:
        people = office()
        (olten,) = canton("Olten")
        with pytest.raises(Refused, match="fehlt"):
            proposed(people, olten, **{field: "  "})

    @pytest.mark.parametrize("amount", [0, -100])
    def test_it_takes_something(self, amount: int) -> None:
        people = office()
        (olten,) = canton("Olten")
        with pytest.raises(Refused, match="über null"):
            proposed(people, olten, amount)

    @pytest.mark.parametrize(
        ("period", "contribution", "said"),
        [
            ("2024", INTERVIEWS, "Halbjahr"),
            ("2024-H1", "base_contribution", "Halbjahr"),
            ("", INTERVIEWS, "Periode"),
            ("2024-H3", "", "keine Periode"),
            ("gestern", "", "keine Periode"),
            ("2024-H1", "reclaim", "nicht aus"),
        ],
    )
    def test_a_contribution_has_its_kind_of_period(self, period: str, contribution: str, said: str) -> None:
        people = office()
        (olten,) = canton("Olten")
        with pytest.raises(Refused, match=said):
            proposed(people, olten, period=period, contribution=contribution)

    def test_no_more_is_asked_back_than_was_paid(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 3, 0, 0, 0)
        released(MARCH, people)
        proposed(people, olten, 400_00, period="2024-H2")
        with pytest.raises(Refused, match="ist zu viel"):
            proposed(people, olten, 300_00, period="2024-H2", contribution=INTERVIEWS)
        proposed(people, olten, 200_00, period="2024-H2", contribution=INTERVIEWS)

    def test_other_roles_may_not(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        people.coordination = actor_with(APPROVER)
        with pytest.raises(Forbidden):
            proposed(people, olten)
        assert not Reclaim.objects.exists()

    def test_every_step_is_in_the_trail(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reclaim = decided(people, olten)
        told = Event.objects.filter(object_type="settlement.reclaim", object_key=reclaim.reference).order_by("pk")
        assert list(told.values_list("action", flat=True)) == [
            "settlement.reclaim.propose",
            "settlement.reclaim.decide",
        ]


class TestRefusals:
    def test_what_is_refused_is_withheld_with_its_reason(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 12, 5, 0, 0)
        refusal = refused(people, olten, contribution=INTERVIEWS)
        run = services.run_calculate(month=MARCH, actor=people.coordination)
        assert lines(run) == [("Olten", "first_information_interpreting", "2024-H2", 5, 800_00)]
        held = Withheld.objects.get(run=run, reason="refused")
        assert (held.contribution, held.period) == (INTERVIEWS, "2024-H2")
        assert held.message == (f"CHF 2'400.00 verweigert, Entscheid {refusal.reference} (KS 4.7): Keine Anlaufstelle.")

    def test_without_a_contribution_all_of_the_period_are_refused(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 12, 5, 0, 0)
        reported(olten, SPRING, 1, 0, 0, 0)
        refused(people, olten)
        released(MARCH, people)
        run = services.run_calculate(month=SEPTEMBER, actor=people.coordination)
        assert lines(run) == [("Olten", INTERVIEWS, "2025-H1", 1, 200_00)]
        # It would be paid now, so it is said again that it is not.
        assert Withheld.objects.filter(run=run, reason="refused", period="2024-H2").count() == 2

    @pytest.mark.parametrize("how", ["lift", "uphold"])
    def test_lifted_it_is_paid_by_the_next_run(self, how: str) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 12, 0, 0, 0)
        refusal = refused(people, olten)
        released(MARCH, people)
        if how == "uphold":
            services.refusal_contest(
                refusal=refusal, raised_on=clock.today(), ground="Doch.", actor=people.coordination
            )
            assert lines(services.run_calculate(month=SEPTEMBER, actor=people.coordination)) == []
            services.refusal_uphold(refusal=refusal, actor=people.approver, reason="Es gibt sie.")
        else:
            services.refusal_lift(refusal=refusal, actor=people.approver, reason="Nachgeholt.")
        assert lines(released(SEPTEMBER, people)) == [("Olten", INTERVIEWS, "2024-H2", 12, 2400_00)]

    def test_a_base_contribution_that_was_refused_in_its_year_is_paid_after_it(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        declaration(olten, 2025)
        population(date(2023, 12, 31), {olten: 10})
        refusal = refused(people, olten, "2025", "base_contribution")
        released(MARCH, people)
        released(SEPTEMBER, people)
        services.refusal_lift(refusal=refusal, actor=people.approver, reason="Nachgeholt.")
        run = services.run_calculate(month=Month(2026, 3), actor=people.coordination)
        assert lines(run) == [("Olten", "base_contribution", "2025", 10, 70_00)]

    def test_a_dismissed_objection_leaves_it_refused(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 12, 0, 0, 0)
        refusal = refused(people, olten)
        services.refusal_contest(refusal=refusal, raised_on=clock.today(), ground="Doch.", actor=people.coordination)
        services.refusal_dismiss(refusal=refusal, actor=people.approver, reason="Nein.")
        assert refusal.state == states.DECIDED
        assert lines(services.run_calculate(month=MARCH, actor=people.coordination)) == []

    def test_what_is_paid_is_not_refused_but_reclaimed(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 12, 0, 0, 0)
        released(MARCH, people)
        with pytest.raises(Refused, match="wird zurückgefordert"):
            refused(people, olten)

    def test_nothing_is_refused_twice(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        first = refused(people, olten)
        with pytest.raises(Refused, match=first.reference):
            refused(people, olten, contribution=INTERVIEWS)

    def test_whoever_proposed_does_not_lift(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        refusal = refused(people, olten)
        with pytest.raises(Forbidden, match="eine andere Person"):
            services.refusal_lift(refusal=refusal, actor=people.coordination, reason="Nachgeholt.")
