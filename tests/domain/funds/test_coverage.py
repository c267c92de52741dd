"""Who bears what: the case of KIP 2, the reasons, and laws against an independent calculation (FP 2.3, 3.1)."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankunft.domain.funds.rules.coverage import Coverage, Verdict, cover
from ankunft.domain.funds.rules.purses import ByHand, FaultKind, Need, Purse, faults, in_order, workable
from ankunft.domain.funds.rules.sources import Misfit, Terms, Use, misfit

GROUPS = frozenset({"refugees"})
SINCE = date(2018, 1, 1)
KIP_2 = Purse(
    "kip2",
    "KIP 2",
    Terms(SINCE, "KIP 2", frozenset({"iim"}), GROUPS, refund_due=date(2025, 12, 31)),
    {2023: 843},
    "KIP 2",
    1,
)
KIP_2BIS = Purse("kip2bis", "KIP 2bis", Terms(SINCE, "KIP 2bis", frozenset({"iim"}), GROUPS), {2023: 30}, "KIP 2bis", 2)
KIP_3 = Purse(
    "kip3", "KIP 3", Terms(SINCE, "KIP 3", frozenset({"iim", "language"}), GROUPS, 2024), {2024: 500}, "KIP 3", 3
)
SOURCES = [KIP_3, KIP_2BIS, KIP_2]


def need(year: int, amount: int, position: str = "IIM", purpose: str = "iim") -> Need:
    return Need(position, Use(purpose, year, GROUPS), amount)


PLAN = [need(2023, 361), need(2024, 383), need(2025, 155)]


def borne(found: Coverage) -> dict[tuple[str, int], int]:
    sums: dict[tuple[str, int], int] = defaultdict(int)
    for one in found.bearings:
        sums[one.source, one.year] += one.amount
    return dict(sums)


def test_what_kip_2_lacks_is_borne_by_kip_2bis_and_then_by_kip_3() -> None:
    """FP 2.3: 8.43 for 8.99; of the 0.56 million KIP 2bis bears what it has."""
    found = cover(SOURCES, PLAN)
    assert found.order == ("kip2", "kip2bis", "kip3")
    assert borne(found) == {
        ("kip2", 2023): 361,
        ("kip2", 2024): 383,
        ("kip2", 2025): 99,
        ("kip2bis", 2025): 30,
        ("kip3", 2025): 26,
    }
    assert found.uncovered == 0
    assert found.refunded == {"kip2": 0}
    last = found.bearings[-1]
    assert [why.verdict for why in last.why] == [Verdict.BEARS, Verdict.BEARS, Verdict.BEARS]
    assert "aufgebraucht" in last.why[0].sentence
    assert "31.12.2025" in last.why[0].sentence


def test_a_source_of_unknown_amount_bears_with_that_said() -> None:
    found = cover([replace(KIP_2BIS, income=None), KIP_2, KIP_3], PLAN)
    last = found.bearings[-1]
    assert (last.source, last.amount, last.is_certain) == ("kip2bis", 56, False)
    assert "nicht erfasst" in last.why[-1].sentence
    assert all(one.is_certain for one in found.bearings[:-1])
    assert not any(source == "kip2bis" for source, _year in found.left)


def test_what_nobody_bears_is_told_with_the_reasons() -> None:
    found = cover([KIP_2, KIP_3], [*PLAN, need(2025, 7, "Deutsch", "language"), need(2026, 9, "AMI", "ami")])
    assert borne(found)["kip3", 2025] == 63
    assert [(gap.position, gap.amount) for gap in found.gaps] == [("AMI", 9)]
    assert [why.verdict for why in found.gaps[0].why] == [Verdict.NOT_ALLOWED, Verdict.NOT_ALLOWED]
    assert "Zweck" in found.gaps[0].why[0].sentence
    found = cover([KIP_2], PLAN)
    assert (found.uncovered, found.gaps[0].why[0].verdict) == (56, Verdict.BEARS)
    assert "aufgebraucht" in found.gaps[0].why[0].sentence
    found = cover([KIP_2], [need(2023, 843), need(2025, 1)])
    assert found.gaps[-1].why[0].verdict is Verdict.USED_UP


def test_what_cannot_be_used_is_refunded_at_the_deadline() -> None:
    found = cover([KIP_2], PLAN[:2])
    assert found.refunded == {}, "nobody looks as far as the deadline"
    found = cover([KIP_2], [*PLAN[:2], need(2026, 5)])
    assert found.refunded == {"kip2": 99}
    assert found.left["kip2", 2026] == 0
    assert found.uncovered == 5


def test_money_is_not_spent_before_it_is_there() -> None:
    late = replace(KIP_2, income={2024: 400})
    found = cover([late], PLAN)
    assert borne(found) == {("kip2", 2024): 383, ("kip2", 2025): 17}
    assert found.uncovered == 361 + 138


def test_the_first_year_is_not_served_at_the_cost_of_a_refund() -> None:
    """What KIP 2 alone may bear keeps its money, although another need comes earlier."""
    only_2 = need(2025, 800, "R", "iim")
    language = replace(KIP_2, terms=replace(KIP_2.terms, purposes=frozenset({"iim", "language"})))
    kip_3 = replace(KIP_3, terms=Terms(SINCE, "KIP 3", frozenset({"language"}), GROUPS), income={2023: 500})
    found = cover([language, kip_3], [need(2023, 500, "Deutsch", "language"), only_2])
    assert borne(found) == {("kip2", 2023): 43, ("kip2", 2025): 800, ("kip3", 2023): 457}
    assert found.uncovered == 0
    reserved = next(one for one in found.bearings if one.source == "kip3").why[0]
    assert reserved.verdict is Verdict.BEARS
    assert "aufgebraucht" not in reserved.sentence


def test_a_source_that_keeps_its_money_for_later_says_so() -> None:
    """Of two sources that may bear it, the first is needed elsewhere in full."""
    language = replace(KIP_2, terms=replace(KIP_2.terms, purposes=frozenset({"iim", "language"})), income={2023: 800})
    kip_3 = replace(KIP_3, terms=Terms(SINCE, "KIP 3", frozenset({"language"}), GROUPS), income={2023: 500})
    found = cover([language, kip_3], [need(2023, 500, "Deutsch", "language"), need(2025, 800, "R", "iim")])
    assert borne(found) == {("kip2", 2025): 800, ("kip3", 2023): 500}
    assert found.bearings[0].why[0].verdict is Verdict.RESERVED


def test_by_hand_is_fixed_and_says_why() -> None:
    found = cover(SOURCES, PLAN, [ByHand("kip3", "IIM", 2024, 100, "Vereinbarung mit dem SEM")])
    assert borne(found)["kip3", 2024] == 100
    assert borne(found)["kip2", 2025] == 155
    by_hand = next(one for one in found.bearings if one.is_by_hand)
    assert (by_hand.amount, by_hand.why[-1].verdict) == (100, Verdict.BY_HAND)
    assert "Vereinbarung mit dem SEM" in by_hand.why[-1].sentence


@pytest.mark.parametrize(
    ("due", "order"),
    [
        # The older vintage comes first although nobody knows when it is refunded.
        (("2025", "", "2027", ""), "abcd"),
        (("", "", "", ""), "abcd"),
        (("", "", "", "2024"), "dabc"),
        (("2027", "2025", "", ""), "bacd"),
        (("", "2025", "", ""), "abcd"),
    ],
)
def test_the_order_is_by_deadline_and_then_as_numbered(due: tuple[str, ...], order: str) -> None:
    purses = [
        Purse(
            key,
            key,
            Terms(SINCE, "x", refund_due=date(int(year), 12, 31) if year else None),
            {},
            "" if key == "d" else key,
            number,
        )
        for number, (key, year) in enumerate(zip("abcd", due, strict=True))
    ]
    assert "".join(purse.key for purse in in_order(purses[::-1])) == order


@pytest.mark.parametrize(
    ("purses", "needs", "by_hand", "kind"),
    [
        ([replace(KIP_2, income={2023: -1})], PLAN, [], FaultKind.NEGATIVE_SUPPLY),
        ([replace(KIP_2, income={2023: 10, 2024: -11, 2025: 50})], PLAN, [], FaultKind.NEGATIVE_SUPPLY),
        ([KIP_2], PLAN, [ByHand("kip3", "IIM", 2023, 1, "x")], FaultKind.UNKNOWN),
        ([KIP_2], PLAN, [ByHand("kip2", "IIM", 2022, 1, "x")], FaultKind.UNKNOWN),
        ([KIP_2], PLAN, [ByHand("kip2", "IIM", 2023, 0, "x")], FaultKind.UNKNOWN),
        ([KIP_3], PLAN, [ByHand("kip3", "IIM", 2023, 1, "x")], FaultKind.HAND_FORBIDDEN),
        ([KIP_2], PLAN, [ByHand("kip2", "IIM", 2023, 362, "x")], FaultKind.HAND_ABOVE_NEED),
        ([KIP_2BIS], PLAN, [ByHand("kip2bis", "IIM", 2023, 31, "x")], FaultKind.HAND_ABOVE_SUPPLY),
    ],
    ids=lambda value: str(value) if isinstance(value, FaultKind) else "",
)
def test_what_contradicts_itself_is_refused_and_can_be_left_out(
    purses: list[Purse], needs: list[Need], by_hand: list[ByHand], kind: FaultKind
) -> None:
    assert [fault.kind for fault in faults(purses, needs, by_hand)] == [kind]
    with pytest.raises(ValueError, match="contradict"):
        cover(purses, needs, by_hand)
    rest = workable(purses, needs, by_hand)
    assert not rest.by_hand
    assert cover(rest.purses, needs).gaps == cover(rest.purses, needs, rest.by_hand).gaps


@pytest.mark.parametrize(
    ("purses", "needs"),
    [([KIP_2], [need(2023, -1)]), ([KIP_2], [need(2023, 1), need(2023, 2)]), ([KIP_2, KIP_2], [need(2023, 1)])],
    ids=["a need below zero", "a need twice", "a source twice"],
)
def test_what_no_record_says(purses: list[Purse], needs: list[Need]) -> None:
    with pytest.raises(ValueError, match="need"):
        workable(purses, needs)


def test_a_source_below_zero_bears_nothing_until_it_is_no_longer() -> None:
    """10 at first, 11 gone in the second year, 50 in the third: nothing is free before the third."""
    overdrawn = replace(KIP_2, income={2023: 10, 2024: -11, 2025: 50})
    rest = workable([overdrawn], PLAN)
    assert [(fault.year, fault.amount) for fault in rest.faults] == [(2024, 1)]
    assert borne(cover(rest.purses, PLAN)) == {("kip2", 2025): 49}


def test_of_too_much_by_hand_the_earlier_years_stay() -> None:
    said = [ByHand("kip2bis", "IIM", year, 20, "x") for year in (2024, 2023)]
    rest = workable([KIP_2BIS, KIP_2], PLAN, said)
    assert [one.year for one in rest.by_hand] == [2023]
    assert [(fault.kind, fault.year, fault.amount) for fault in rest.faults] == [
        (FaultKind.HAND_ABOVE_SUPPLY, 2024, 10)
    ]
    assert borne(cover(rest.purses, PLAN, rest.by_hand))["kip2bis", 2023] == 20


def test_in_the_same_year_a_source_bears_its_own_plan_first() -> None:
    """KIP 3 has less than both plans need; what is needed earlier comes first all the same."""
    source = replace(KIP_3, income={2024: 100})
    others, own = Need("B", Use("iim", 2024, GROUPS), 80, "kip2"), Need("C", Use("iim", 2024, GROUPS), 60, "kip3")
    for needs in ([others, own], [own, others]):
        assert {one.position: one.amount for one in cover([source], needs).bearings} == {"B": 40, "C": 60}
    later = replace(own, use=Use("iim", 2025, GROUPS))
    assert {one.position: one.amount for one in cover([source], [later, others]).bearings} == {"B": 80, "C": 20}


def test_what_is_forbidden_by_hand_is_named() -> None:
    assert faults([KIP_3], PLAN, [ByHand("kip3", "IIM", 2023, 1, "x")])[0].misfit is Misfit.BEFORE_PERIOD


def test_nothing_is_needed_and_nothing_is_there() -> None:
    assert cover([], []).bearings == ()
    assert cover([], PLAN).uncovered == 899
    assert cover([KIP_2], []).left == {("kip2", 2023): 843}


def test_whole_rappen_also_of_very_large_amounts() -> None:
    huge = 10**12 + 7
    found = cover(
        [replace(KIP_2, income={2023: huge}), replace(KIP_3, income={2024: 3 * huge})],
        [need(2023, huge - 3), need(2024, 2 * huge + 1), need(2025, 11)],
    )
    assert borne(found)["kip2", 2023] == huge - 3
    assert sum(one.amount for one in found.bearings) == 3 * huge + 9


YEARS = (2023, 2024, 2025)
AMOUNT = st.integers(0, 50)


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[Purse], list[Need]]:
    purses = [
        Purse(
            f"s{number}",
            f"S {number}",
            Terms(
                SINCE,
                "x",
                draw(st.none() | st.sets(st.sampled_from("abc")).map(frozenset)),
                first_year=draw(st.none() | st.sampled_from(YEARS)),
                refund_due=draw(st.none() | st.sampled_from([date(year, 12, 31) for year in YEARS])),
            ),
            draw(st.dictionaries(st.sampled_from(YEARS), AMOUNT, max_size=3)),
            number=number,
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    needs = [
        Need(f"p{number}", Use(draw(st.sampled_from("abc")), draw(st.sampled_from(YEARS))), draw(AMOUNT))
        for number in range(draw(st.integers(1, 5)))
    ]
    return purses, needs


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_whatever_is_left_out_the_rest_fits_together(data: st.DataObject) -> None:
    purses, needs = data.draw(situations())
    worse = [
        replace(one, income=data.draw(st.dictionaries(st.sampled_from(YEARS), st.integers(-50, 50)))) for one in purses
    ]
    hand = st.builds(
        ByHand,
        st.sampled_from([one.key for one in purses] + ["other"]),
        st.sampled_from([one.position for one in needs] + ["other"]),
        st.sampled_from(YEARS),
        st.integers(-1, 60),
        st.just("x"),
    )
    said = data.draw(st.lists(hand, max_size=5))
    rest = workable(worse, needs, said)
    assert not faults(rest.purses, needs, rest.by_hand)
    assert len(rest.by_hand) == len(said) or rest.faults
    cover(rest.purses, needs, rest.by_hand)


@settings(deadline=None, max_examples=200)
@given(situations())
def test_nothing_is_broken_and_nothing_is_lost(situation: tuple[list[Purse], list[Need]]) -> None:
    purses, needs = situation
    found = cover(purses, needs)
    uses = {one.place: one for one in needs}
    sums: dict[tuple[str, int], int] = defaultdict(int)
    for one in found.bearings:
        assert one.amount > 0
        terms = next(purse.terms for purse in purses if purse.key == one.source)
        assert misfit(terms, uses[one.position, one.year].use) is None
        assert [why.source for why in one.why][-1] == one.source
        sums[one.position, one.year] += one.amount
    for gap in found.gaps:
        sums[gap.position, gap.year] += gap.amount
        assert not {why.verdict for why in gap.why} & {Verdict.LATER, Verdict.RESERVED}
    assert {place: amount for place, amount in sums.items() if amount} == {
        one.place: one.amount for one in needs if one.amount
    }
    used = borne(found)
    for purse in purses:
        assert purse.income is not None
        for year in YEARS:
            there = sum(amount for when, amount in purse.income.items() if when <= year)
            assert sum(used.get((purse.key, when), 0) for when in YEARS if when <= year) <= there


@settings(deadline=None, max_examples=200)
@given(situations())
def test_source_after_source_is_used_as_far_as_can_be(situation: tuple[list[Purse], list[Need]]) -> None:
    """Against augmenting paths, Rappen by Rappen, in the order of the sources: least refunded, least uncovered."""
    purses, needs = situation
    found = cover(purses, needs)
    ordered = in_order(purses)
    used: dict[str, int] = defaultdict(int)
    for one in found.bearings:
        used[one.source] += one.amount
    assert {key: amount for key, amount in used.items() if amount} == most(ordered, needs)


@settings(deadline=None, max_examples=200)
@given(situations(), st.randoms(use_true_random=False))
def test_no_greedy_way_refunds_less(situation: tuple[list[Purse], list[Need]], choosing: random.Random) -> None:
    """Whoever hands out the money need by need, in whatever order, has at least as much left at the deadlines."""
    purses, needs = situation
    found = cover(purses, needs)
    shuffled = list(needs)
    choosing.shuffle(shuffled)
    free = {(purse.key, when): amount for purse in purses for when, amount in (purse.income or {}).items()}
    for one in shuffled:
        missing = one.amount
        for purse in in_order(purses):
            if misfit(purse.terms, one.use):
                continue
            for when in YEARS:
                taken = min(missing, free.get((purse.key, when), 0)) if when <= one.use.year else 0
                free[purse.key, when] = free.get((purse.key, when), 0) - taken
                missing -= taken
    due = {purse.key: purse.terms.refund_due.year for purse in purses if purse.terms and purse.terms.refund_due}
    years = [*(one.use.year for one in needs), *(when for purse in purses for when in purse.income or {})]
    greedy = sum(
        amount
        for (key, when), amount in free.items()
        if key in due and when <= max(due[key], min(years)) and due[key] <= max(years)
    )
    ours = sum(found.refunded.values())
    assert ours <= greedy


def most(ordered: Sequence[Purse], needs: Sequence[Need]) -> Mapping[str, int]:
    """How much of each source can be used if the sources before are used as far as can be: by augmenting paths."""
    room = [one.amount for one in needs]
    flow: dict[tuple[str, int, int], int] = defaultdict(int)
    used: dict[str, int] = {}
    for purse in ordered:
        for when, amount in sorted((purse.income or {}).items()):
            for _rappen in range(amount):
                if not augment(purse, when, ordered, needs, room, flow, set()):
                    break
                used[purse.key] = used.get(purse.key, 0) + 1
    return used


def augment(
    purse: Purse,
    when: int,
    ordered: Sequence[Purse],
    needs: Sequence[Need],
    room: list[int],
    flow: dict[tuple[str, int, int], int],
    seen: set[int],
) -> bool:
    for number, one in enumerate(needs):
        if number in seen or one.use.year < when or misfit(purse.terms, one.use):
            continue
        seen.add(number)
        if room[number] > 0:
            room[number] -= 1
            flow[purse.key, when, number] += 1
            return True
        for (key, since, place), amount in list(flow.items()):
            if place == number and amount:
                other = next(one for one in ordered if one.key == key)
                if augment(other, since, ordered, needs, room, flow, seen):
                    flow[key, since, place] -= 1
                    flow[purse.key, when, number] += 1
                    return True
    return False
