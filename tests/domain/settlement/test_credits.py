"""The credit of a year: what it allows, what is left, and the end of the year (KS 4.3.4)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.settlement import services, states
from ankunft.domain.settlement.credits import Standing, is_over, lapses
from ankunft.domain.settlement.models import Contribution, Credit, PaymentFile, YearEnd
from ankunft.domain.settlement.selectors import credit_standing, credit_standings, unpaid_in
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Month
from tests.domain.settlement.making import MARCH, SEPTEMBER, SPRING, WINTER, Office, canton, office, released, reported
from tests.domain.settlement.test_payments import approved, payer
from tests.domain.settlement.test_rulings import decided

francs = st.integers(0, 10**9)


@given(granted=francs, paid=francs, payments=francs)
def test_what_a_run_pays_beyond_the_rest_is_what_is_missing(granted: int, paid: int, payments: int) -> None:
    standing = Standing(2025, granted, paid, 0)
    missing = standing.exceeded_by(payments)
    assert missing >= 0
    assert (missing == 0) == (paid + payments <= granted)
    assert Standing(2025, granted + missing, paid, 0).exceeded_by(payments) == 0


@given(paid=francs, payments=francs)
def test_without_a_credit_nothing_is_exceeded(paid: int, payments: int) -> None:
    assert Standing(2025, None, paid, 0).exceeded_by(payments) == 0


@pytest.mark.parametrize(
    ("released_months", "over"),
    [
        ((), False),
        ((MARCH,), False),
        ((SEPTEMBER,), False),
        ((MARCH, SEPTEMBER), True),
        ((Month(2024, 3), MARCH), False),
    ],
)
def test_a_year_is_over_when_both_its_runs_are_released(released_months: tuple[Month, ...], over: bool) -> None:
    assert is_over(2025, released_months) is over


def test_only_the_base_contribution_lapses_with_its_year() -> None:
    assert [one.value for one in Contribution if lapses(one)] == ["base_contribution"]


def credit(people: Office, francs: int, year: int = 2025) -> Credit:
    """A confirmed credit."""
    found = services.credit_propose(
        year=year, amount=francs * 100, decision="Demo-RRB 1", decided_on=date(2024, 12, 10), actor=people.finance
    )
    services.credit_confirm(credit=found, actor=people.approver)
    return found


def ended(people: Office, year: int = 2025) -> YearEnd:
    return services.year_end_propose(year=year, decision="Demo-RRB 2", decided_on=clock.today(), actor=people.finance)


@pytest.mark.django_db
class TestReleasing:
    def test_a_run_within_the_credit_is_released(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        credit(people, 2400)
        reported(olten, WINTER, 12, 0, 0, 0)
        released(MARCH, people)
        standing = credit_standing(2025)
        assert (standing.granted, standing.paid, standing.rest) == (2400_00, 2400_00, 0)

    def test_one_beyond_it_is_refused_with_the_figures_and_nothing_is_lost(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        payer(people)
        credit(people, 3000)
        reported(olten, WINTER, 12, 0, 0, 0)
        reported(olten, SPRING, 4, 0, 0, 0)
        released(MARCH, people)
        run = approved_september(people)
        with pytest.raises(Refused) as refused:
            services.run_release(run=run, actor=people.approver)
        for figure in ("CHF 3'000.00", "CHF 2'400.00", "CHF 800.00", "CHF 200.00"):
            assert figure in refused.value.reason.replace("\xa0", " ")
        run.refresh_from_db()
        assert run.state == states.APPROVED
        assert not PaymentFile.objects.filter(run=run).exists()
        credit(people, 200)
        services.run_release(run=run, actor=people.approver)

    def test_without_a_credit_nothing_is_refused(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 12, 0, 0, 0)
        released(MARCH, people)
        assert [(one.year, one.granted, one.paid) for one in credit_standings()] == [(2025, None, 2400_00)]

    def test_one_only_proposed_allows_and_forbids_nothing(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 12, 0, 0, 0)
        services.credit_propose(
            year=2025, amount=100, decision="Demo", decided_on=date(2025, 1, 1), actor=people.finance
        )
        released(MARCH, people)

    def test_another_year_s_credit_does_not_count(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        credit(people, 1, year=2024)
        reported(olten, WINTER, 12, 0, 0, 0)
        released(MARCH, people)

    def test_netted_reclaims_need_no_credit(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        credit(people, 2000)
        reported(olten, WINTER, 12, 0, 0, 0)
        decided(people, olten, 400_00)
        released(MARCH, people)
        assert credit_standing(2025).rest == 0

    def test_what_is_checked_or_approved_is_committed(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        credit(people, 5000)
        reported(olten, WINTER, 12, 0, 0, 0)
        run = approved(people)
        assert credit_standing(2025).committed == 2400_00
        assert credit_standing(2025, besides=run).committed == 0
        assert [(one.paid, one.committed) for one in credit_standings()] == [(0, 2400_00)]


def approved_september(people: Office):
    run = services.run_calculate(month=SEPTEMBER, actor=people.coordination)
    services.run_check(run=run, actor=people.finance)
    services.run_approve(run=run, actor=people.approver)
    return run


@pytest.mark.django_db
class TestCredits:
    def test_whoever_proposed_does_not_confirm(self) -> None:
        people = office()
        found = services.credit_propose(
            year=2025, amount=100, decision="Demo", decided_on=date(2025, 1, 1), actor=people.finance
        )
        with pytest.raises(Forbidden, match="eine andere Person"):
            services.credit_confirm(credit=found, actor=people.finance)

    @pytest.mark.parametrize(
        ("amount", "year", "decision", "said"),
        [(0, 2025, "Demo", "über null"), (100, 1999, "Demo", "1999"), (100, 2025, " ", "Beschluss fehlt")],
    )
    def test_what_is_no_credit_is_refused(self, amount: int, year: int, decision: str, said: str) -> None:
        with pytest.raises(Refused, match=said):
            services.credit_propose(
                year=year, amount=amount, decision=decision, decided_on=date(2025, 1, 1), actor=office().finance
            )

    def test_a_confirmed_credit_never_changes(self) -> None:
        credit(office(), 100)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE settlement_credit SET amount = 1")


@pytest.mark.django_db
class TestTheEndOfTheYear:
    def test_what_is_left_is_booked_by_two_people_and_never_changes(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        credit(people, 5000)
        reported(olten, WINTER, 12, 0, 0, 0)
        released(MARCH, people)
        released(SEPTEMBER, people)
        end = ended(people)
        assert (end.granted, end.paid, end.surplus) == (5000_00, 2400_00, 2600_00)
        with pytest.raises(Forbidden, match="eine andere Person"):
            services.year_end_confirm(end=end, actor=people.finance)
        services.year_end_confirm(end=end, actor=people.approver)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE settlement_yearend SET surplus = 1, granted = 240001")
        with pytest.raises(Refused, match="ist abgeschlossen"):
            credit(people, 1)

    def test_a_year_that_still_pays_is_not_closed(self) -> None:
        people = office()
        canton("Olten")
        credit(people, 5000)
        released(MARCH, people)
        with pytest.raises(Refused, match="noch nicht zu Ende"):
            ended(people)

    def test_a_year_without_a_credit_has_no_surplus(self) -> None:
        people = office()
        canton("Olten")
        released(MARCH, people)
        released(SEPTEMBER, people)
        with pytest.raises(Refused, match="kein Kredit bestätigt"):
            ended(people)

    def test_it_is_closed_once(self) -> None:
        people = office()
        canton("Olten")
        credit(people, 5000)
        released(MARCH, people)
        released(SEPTEMBER, people)
        services.year_end_withdraw(end=ended(people), actor=people.finance)
        ended(people)
        with pytest.raises(Refused, match="vorgeschlagen"):
            ended(people)

    def test_a_credit_confirmed_meanwhile_is_noticed(self) -> None:
        people = office()
        canton("Olten")
        credit(people, 5000)
        released(MARCH, people)
        released(SEPTEMBER, people)
        end = ended(people)
        credit(people, 10)
        with pytest.raises(Refused, match="geändert"):
            services.year_end_confirm(end=end, actor=people.approver)

    def test_what_was_not_paid_has_lapsed_or_is_paid_later(self) -> None:
        people = office()
        olten, trimbach = canton("Olten", "Trimbach")
        reported(olten, WINTER, 12, 0, 0, 0)
        released(MARCH, people)
        reported(trimbach, WINTER, 1, 0, 0, 0)
        before = {(one.municipality, one.period): one.lapsed for one in unpaid_in(2025)}
        assert before == {("Olten", "2025"): False, ("Trimbach", "2025"): False, ("Trimbach", "2024-H2"): False}
        released(SEPTEMBER, people)
        after = {(one.municipality, one.period): one.lapsed for one in unpaid_in(2025)}
        assert after == {
            ("Olten", "2025"): True,
            ("Trimbach", "2025"): True,
            ("Olten", "2025-H1"): False,
            ("Trimbach", "2025-H1"): False,
        }
