"""What a source may bear, what it gets, what it demands: tables of cases and laws (Art. 58 AIG, FP 1, 2.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.funds.rules.sources import (
    Counted,
    Matching,
    Misfit,
    Standing,
    Terms,
    TermsFault,
    TrancheFault,
    Use,
    is_extension,
    misfit,
    misfit_sentence,
    standings,
    terms_fault,
    tranche,
)
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.explained import Explained
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import HalfYear

REFUGEES, ADMITTED = "refugees", "provisionally_admitted"
FIRST = Terms(
    date(2018, 1, 1),
    "KIP 2 2018-2021",
    purposes=frozenset({"iim", "programme_r"}),
    groups=frozenset({REFUGEES, ADMITTED}),
    first_year=2018,
    refund_due=date(2023, 12, 31),
)
EXTENDED = replace(
    FIRST,
    valid_from=date(2023, 8, 22),
    refund_due=date(2025, 12, 31),
    condition="Vierteljährliches Reporting",
    decision="RRB 2023/1268",
)
IIM = Use("iim", 2024, frozenset({REFUGEES}))


@pytest.mark.parametrize(
    ("terms", "use", "found"),
    [
        (EXTENDED, IIM, None),
        (EXTENDED, replace(IIM, year=2025), None),
        (EXTENDED, replace(IIM, year=2026), Misfit.AFTER_DEADLINE),
        (EXTENDED, replace(IIM, year=2017), Misfit.BEFORE_PERIOD),
        (FIRST, IIM, Misfit.AFTER_DEADLINE),
        (replace(EXTENDED, last_year=2023), IIM, Misfit.AFTER_PERIOD),
        (EXTENDED, replace(IIM, purpose="interpreting"), Misfit.PURPOSE),
        (EXTENDED, replace(IIM, groups=frozenset({REFUGEES, "residents"})), Misfit.GROUPS),
        (EXTENDED, replace(IIM, groups=frozenset()), Misfit.GROUPS),
        (EXTENDED, replace(IIM, groups=None), None),
        (replace(EXTENDED, groups=frozenset()), IIM, Misfit.GROUPS),
        (replace(EXTENDED, groups=None), replace(IIM, groups=frozenset()), None),
        (replace(EXTENDED, purposes=None), replace(IIM, purpose="anything"), None),
        (None, IIM, Misfit.NO_TERMS),
        # Accounts are closed by years: of a year in whose middle the refund is due nothing is over by then.
        (replace(EXTENDED, refund_due=date(2025, 6, 30)), replace(IIM, year=2025), Misfit.AFTER_DEADLINE),
        (replace(EXTENDED, refund_due=date(2025, 6, 30)), IIM, None),
    ],
)
def test_what_a_source_may_bear(terms: Terms | None, use: Use, found: Misfit | None) -> None:
    assert misfit(terms, use) == found


@pytest.mark.parametrize("found", list(Misfit))
def test_every_misfit_has_a_sentence_that_names_the_source(found: Misfit) -> None:
    sentence = misfit_sentence("KIP 2", EXTENDED, found)
    assert "KIP 2" in sentence
    assert sentence.endswith(".")
    assert "None" not in misfit_sentence("KIP 2", replace(EXTENDED, first_year=2018, last_year=2025), found)


@pytest.mark.parametrize(
    ("before", "new", "found"),
    [
        (None, FIRST, None),
        (FIRST, EXTENDED, None),
        (FIRST, replace(EXTENDED, decision=" "), TermsFault.NO_DECISION),
        (FIRST, replace(EXTENDED, condition=""), TermsFault.NO_CONDITION),
        (FIRST, replace(EXTENDED, valid_from=date(2024, 1, 1)), TermsFault.LAPSED),
        (FIRST, replace(EXTENDED, valid_from=date(2023, 12, 31)), None),
        (FIRST, replace(EXTENDED, refund_due=None, decision=""), TermsFault.NO_DECISION),
        (FIRST, replace(FIRST, valid_from=date(2023, 8, 22)), None),
        (FIRST, replace(FIRST, valid_from=date(2024, 8, 22), purposes=None), None),
        (FIRST, replace(EXTENDED, valid_from=FIRST.valid_from), TermsFault.NOT_LATER),
        (None, replace(FIRST, legal_basis=" "), TermsFault.NO_BASIS),
        (None, replace(FIRST, first_year=2024), TermsFault.PERIOD_BACKWARDS),
        (None, replace(FIRST, refund_due=None, last_year=2017), TermsFault.PERIOD_BACKWARDS),
    ],
)
def test_terms_follow_each_other_soundly(before: Terms | None, new: Terms, found: TermsFault | None) -> None:
    assert terms_fault(before, new) == found


def test_an_earlier_deadline_is_no_extension() -> None:
    assert is_extension(FIRST, EXTENDED)
    assert not is_extension(EXTENDED, replace(FIRST, valid_from=date(2024, 1, 1)))
    assert not is_extension(None, EXTENDED)


RATES = Dated([(date(2019, 5, 1), 18_000_00), (date(2024, 1, 1), 19_000_00)])
MONTHLY = Dated([(date(2022, 3, 1), 250_00)])
H1_2024 = HalfYear(2024, 1)


def test_a_tranche_is_persons_times_rate_less_what_programme_s_paid() -> None:
    found = tranche(Counted(H1_2024, persons=100, months=40), RATES, MONTHLY)
    assert isinstance(found, Explained)
    assert found.amount == Money.francs(100 * 19_000 - 40 * 250)
    assert [part.amount for part in found.children] == [Money.francs(1_900_000), Money.francs(-10_000)]
    assert "2bis" in found.children[1].reference


@pytest.mark.parametrize(
    ("counted", "fault"),
    [
        (Counted(HalfYear(2018, 2), 1), TrancheFault.NO_RATE),
        (Counted(HalfYear(2019, 1), 1), TrancheFault.RATE_CHANGES),
        (Counted(HalfYear(2020, 1), 1, 1), TrancheFault.NO_MONTHLY_RATE),
        (Counted(H1_2024, -1), TrancheFault.NEGATIVE),
        (Counted(H1_2024, 1, -1), TrancheFault.NEGATIVE),
        (Counted(H1_2024, 1, 77), TrancheFault.REDUCED_BELOW_ZERO),
    ],
)
def test_a_tranche_is_never_guessed(counted: Counted, fault: TrancheFault) -> None:
    assert tranche(counted, RATES, MONTHLY) is fault


def test_a_reduction_may_take_everything() -> None:
    found = tranche(Counted(H1_2024, 1, 76), RATES, MONTHLY)
    assert isinstance(found, Explained)
    assert found.amount == Money.zero()


@pytest.mark.parametrize(
    ("federal", "canton", "municipalities", "lacking"),
    [(100, 60, 40, 0), (100, 60, 39, 1), (100, 200, 0, 0), (0, 0, 0, 0), (100, 0, 0, 100)],
)
def test_canton_and_municipalities_match_the_federation(
    federal: int, canton: int, municipalities: int, lacking: int
) -> None:
    found = Matching(federal, canton, municipalities)
    assert found.lacking == lacking
    assert ("fehlen" in found.explained().note) == bool(lacking)
    assert found.explained().amount == Money(canton + municipalities)


AMOUNTS = st.integers(-(10**10), 10**10)
FLOWS = st.lists(st.tuples(st.integers(2020, 2026), AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS), max_size=12)


@given(AMOUNTS, FLOWS)
def test_balances_follow_each_other_to_the_rappen(opening: int, flows: list[tuple[int, int, int, int, int]]) -> None:
    found = standings(opening, range(2021, 2026), flows)
    assert [one.year for one in found] == [2021, 2022, 2023, 2024, 2025]
    assert found[0].opening == opening
    assert all(later.opening == one.closing for one, later in pairwise(found))
    inside = [flow for flow in flows if 2021 <= flow[0] <= 2025]
    assert found[-1].closing == opening + sum(
        received + moved - spent - refunded for _year, received, moved, spent, refunded in inside
    )


def test_the_balances_of_kip_2_as_the_government_decided_them() -> None:
    """FP 2.1: 8.43, less 3.61, 3.83 and 1.55."""
    spent = [(2023, 0, 0, 361, 0), (2024, 0, 0, 383, 0), (2025, 0, 0, 155, 0)]
    assert [one.closing for one in standings(843, (2023, 2024, 2025), spent)] == [482, 99, -56]
    assert standings(843, (2023,), ())[0] == Standing(2023, 843, 0, 0, 0)
