"""When an interview counts: cases from KRS-GEF-2017/01 (KS) 2, 3.2, 3.4.5, 4.3.1, 4.3.2, 6, and what always holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.interviews.rules import (
    CASE_SINCE,
    FIRST_INFORMATION,
    INTEGRATION,
    MENDABLE,
    PARAGRAPHS,
    PARTNER,
    Candidate,
    Facts,
    Taking,
    Verdict,
    case_verdict,
    counting,
    interpreting_verdict,
    paragraph,
)

FOREIGNER = Taking(permit="02")
SWISS = Taking(is_swiss=True)
FROM_BERN = Taking(from_abroad=False, permit="02")
WEEKENDS = Taking(main_residence=False, permit="02")
PROTECTED = Taking(permit="09")

FIRST = Facts(FIRST_INFORMATION, date(2026, 3, 10), (FOREIGNER,), has_evidence=True)
LATER = Facts(INTEGRATION, date(2026, 3, 10), (FOREIGNER,), has_evidence=True)


def both(facts: Facts) -> tuple[str, str]:
    case = case_verdict(facts)
    return case.value, interpreting_verdict(facts, case).value


def judged(facts: Facts, **changes: object) -> str:
    return case_verdict(replace(facts, **changes)).value


# 4.3.1: what is subsidised since when.
@pytest.mark.parametrize(
    ("facts", "held_on", "expected"),
    [
        (FIRST, date(2016, 12, 31), "not_yet_subsidised"),
        (FIRST, date(2017, 1, 1), "counts"),
        (LATER, date(2021, 12, 31), "not_yet_subsidised"),
        (LATER, date(2022, 1, 1), "counts"),
        (FIRST, date(2021, 12, 31), "counts"),
    ],
)
def test_since_when(facts, held_on, expected):
    assert judged(facts, held_on=held_on) == expected


# 3.2 no. 2, footnote 1, and 2: for whom.
@pytest.mark.parametrize(
    ("taking_part", "first", "integration"),
    [
        ((FOREIGNER,), "counts", "counts"),
        ((SWISS,), "swiss", "swiss"),
        ((FROM_BERN,), "not_from_abroad", "counts"),
        ((WEEKENDS,), "not_main_residence", "counts"),
        ((PROTECTED,), "status_s", "status_s"),
        ((PROTECTED, SWISS), "status_s", "status_s"),
        ((FROM_BERN, SWISS), "not_from_abroad", "counts"),
        ((SWISS, FOREIGNER), "counts", "counts"),
        ((PROTECTED, FOREIGNER), "counts", "counts"),
        ((replace(PROTECTED, is_swiss=True),), "swiss", "swiss"),
        ((), "counts", "counts"),
    ],
)
def test_for_whom(taking_part, first, integration):
    assert judged(FIRST, taking_part=taking_part) == first
    assert judged(LATER, taking_part=taking_part) == integration


# 3.4.5, 4.3.1 conditions, 6: how it was held, and by what it can be verified.
@pytest.mark.parametrize(
    ("changes", "first", "integration"),
    [
        ({"outsourced": True}, "outsourced", "outsourced"),
        ({"led_by_responsible": False}, "counts", "not_by_responsible"),
        ({"has_need": False}, "counts", "no_need"),
        ({"has_evidence": False}, "no_evidence", "no_evidence"),
        ({"already_counted": True}, "second", "counts"),
        # What can never be mended comes before what can.
        ({"outsourced": True, "has_evidence": False}, "outsourced", "outsourced"),
        ({"already_counted": True, "has_evidence": False}, "second", "no_evidence"),
        ({"has_need": False, "has_evidence": False}, "no_evidence", "no_need"),
        ({"taking_part": (SWISS,), "has_evidence": False}, "swiss", "swiss"),
        ({"outsourced": True, "held_on": date(2015, 1, 1)}, "not_yet_subsidised", "not_yet_subsidised"),
    ],
)
def test_how_it_was_held(changes, first, integration):
    assert judged(FIRST, **changes) == first
    assert judged(LATER, **changes) == integration


# 4.3.1: interpreting, only if ordered from the contract partner.
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("counts", "no_interpreter")),
        ({"interpreting": "other", "interpreting_order": "77"}, ("counts", "not_by_partner")),
        ({"interpreting": PARTNER, "interpreting_order": "LD-1"}, ("counts", "counts")),
        ({"interpreting": PARTNER, "interpreting_order": "  "}, ("counts", "no_order")),
        (
            {"interpreting": PARTNER, "interpreting_order": "LD-1", "has_evidence": False},
            ("no_evidence", "no_evidence"),
        ),
        (
            {"interpreting": PARTNER, "interpreting_order": "LD-1", "outsourced": True},
            ("outsourced", "case_does_not_count"),
        ),
        ({"interpreting": PARTNER, "interpreting_order": "LD-1", "already_counted": True}, None),
        (
            {"interpreting": PARTNER, "interpreting_order": "LD-1", "held_on": date(2016, 5, 1)},
            ("not_yet_subsidised", "not_yet_subsidised"),
        ),
    ],
)
def test_interpreting(changes, expected):
    assert both(replace(FIRST, **changes)) == (expected or ("second", "case_does_not_count"))
    if expected:
        assert both(replace(LATER, **changes)) == expected


def test_each_verdict_has_its_paragraph():
    assert set(PARAGRAPHS) == set(Verdict)
    assert paragraph(Verdict.NO_EVIDENCE, FIRST_INFORMATION) == "6"
    assert paragraph(Verdict.NO_EVIDENCE, INTEGRATION) == "4.3.1"
    assert paragraph(Verdict.SWISS, FIRST_INFORMATION) == "3.2 Ziffer 2"


takings = st.builds(
    Taking,
    is_swiss=st.booleans(),
    from_abroad=st.booleans(),
    main_residence=st.booleans(),
    permit=st.sampled_from(["", "01", "02", "03", "08", "09"]),
)
everything = st.builds(
    Facts,
    kind=st.sampled_from([FIRST_INFORMATION, INTEGRATION]),
    held_on=st.dates(date(2015, 1, 1), date(2027, 12, 31)),
    taking_part=st.lists(takings, max_size=4).map(tuple),
    outsourced=st.booleans(),
    led_by_responsible=st.booleans(),
    has_need=st.booleans(),
    already_counted=st.booleans(),
    has_evidence=st.booleans(),
    interpreting=st.sampled_from(["none", PARTNER, "other"]),
    interpreting_order=st.sampled_from(["", " ", "LD-1"]),
)


@given(everything)
def test_what_counts_fulfils_every_condition(facts):
    """The conditions once more, independently of the order in which the rule asks for them."""
    integration = facts.kind == INTEGRATION
    someone = not facts.taking_part or any(
        not one.is_swiss and one.permit != "09" and (integration or (one.from_abroad and one.main_residence))
        for one in facts.taking_part
    )
    fulfilled = (
        facts.held_on >= CASE_SINCE[facts.kind]
        and not facts.outsourced
        and someone
        and facts.has_evidence
        and (facts.led_by_responsible and facts.has_need if integration else not facts.already_counted)
    )
    case = case_verdict(facts)
    assert (case is Verdict.COUNTS) == fulfilled
    interpreting = interpreting_verdict(facts, case)
    assert (interpreting is Verdict.COUNTS) == (
        fulfilled and facts.interpreting == PARTNER and bool(facts.interpreting_order.strip())
    )


@given(everything)
def test_what_can_be_mended_counts_once_it_is(facts):
    """Yellow is a promise: with what is missing it counts."""
    mended = replace(facts, has_evidence=True, has_need=True, interpreting_order="LD-1")
    if (case := case_verdict(facts)) in MENDABLE:
        assert case_verdict(mended) is Verdict.COUNTS
    if interpreting_verdict(facts, case) in MENDABLE:
        assert interpreting_verdict(mended, case_verdict(mended)) is Verdict.COUNTS


@given(everything, takings)
def test_one_more_in_the_family_never_takes_away(facts, another):
    if facts.taking_part and case_verdict(facts) is Verdict.COUNTS:
        assert case_verdict(replace(facts, taking_part=(*facts.taking_part, another))) is Verdict.COUNTS


@given(everything, st.randoms())
def test_the_order_of_the_family_does_not_matter(facts, random):
    mixed = list(facts.taking_part)
    random.shuffle(mixed)
    assert case_verdict(facts) == case_verdict(replace(facts, taking_part=tuple(mixed)))


def candidate(key: int, day: int, *arrivals: object, qualifies: bool = True) -> Candidate:
    return Candidate(key, date(2026, 1, day), frozenset(arrivals), qualifies)


@pytest.mark.parametrize(
    ("candidates", "count", "second"),
    [
        ([], set(), set()),
        ([candidate(1, 5, "a")], {1}, set()),
        ([candidate(1, 5, "a"), candidate(2, 6, "a")], {1}, {2}),
        # The day decides, not the order in which they were recorded; on one day the first recorded.
        ([candidate(1, 9, "a"), candidate(2, 6, "a")], {2}, {1}),
        ([candidate(1, 6, "a"), candidate(2, 6, "a")], {1}, {2}),
        # Without evidence the first does not stand in the way of the second, and needs none any more.
        ([candidate(1, 5, "a", qualifies=False), candidate(2, 6, "a")], {2}, {1}),
        ([candidate(1, 5, "a", qualifies=False)], set(), set()),
        # Somebody who came later is informed together with somebody who was informed before.
        ([candidate(1, 5, "a"), candidate(2, 6, "a", "b")], {1, 2}, set()),
        ([candidate(1, 5, "a"), candidate(2, 6, "b"), candidate(3, 7, "a", "b")], {1, 2}, {3}),
        # Of nobody's arrival is anything known.
        ([candidate(1, 5), candidate(2, 6)], {1, 2}, set()),
    ],
)
def test_an_arrival_counts_once(candidates, count, second):
    assert counting(candidates) == (count, second)


some = st.lists(st.tuples(st.integers(1, 28), st.sets(st.integers(1, 4), max_size=3), st.booleans()), max_size=8).map(
    lambda rows: [candidate(number, day, *who, qualifies=ok) for number, (day, who, ok) in enumerate(rows)]
)


@given(some, st.randoms())
def test_never_more_interviews_than_arrivals(candidates, random):
    count, second = counting(candidates)
    known = [one for one in candidates if one.arrivals]
    assert len(count & {one.key for one in known}) <= len(frozenset().union(*(one.arrivals for one in known)))
    assert not count & second
    assert all(one.qualifies for one in candidates if one.key in count)
    # Every arrival for which one qualifies is covered by one that counts.
    covered = frozenset().union(*(one.arrivals for one in candidates if one.key in count))
    assert all(one.arrivals <= covered for one in candidates if one.qualifies)
    # Whoever neither counts nor is second lacks something.
    assert all(not one.qualifies for one in candidates if one.key not in count | second)
    mixed = list(candidates)
    random.shuffle(mixed)
    assert counting(mixed) == (count, second)
