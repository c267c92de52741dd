"""Who stands for a municipality on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.territory.rules import (
    IbanFault,
    Lead,
    Place,
    acting_for,
    compact_iban,
    iban_fault,
    payee_on,
    predecessors_of,
    responsible_lead,
    roll_up,
    successor_on,
)
from ankunft.foundation.documents.iso20022.characters import can_be_paid
from ankunft.foundation.kernel.dated import Dated

START = date(1960, 1, 1)
KRIEGSTETTEN, HALTEN, OEKINGEN, BUCHEGG, LUETERSWIL, GAECHLIWIL, OLTEN = range(1, 8)
PLACES = {
    KRIEGSTETTEN: Place(KRIEGSTETTEN, 2525, "Kriegstetten", START, None, None),
    HALTEN: Place(HALTEN, 2520, "Halten", START, date(2025, 12, 31), KRIEGSTETTEN),
    OEKINGEN: Place(OEKINGEN, 2529, "Oekingen", START, date(2025, 12, 31), KRIEGSTETTEN),
    BUCHEGG: Place(BUCHEGG, 2465, "Buchegg", date(2014, 1, 1), None, None),
    LUETERSWIL: Place(LUETERSWIL, 2456, "Lüterswil-Gächliwil", date(1995, 1, 1), date(2023, 12, 31), BUCHEGG),
    GAECHLIWIL: Place(GAECHLIWIL, 2448, "Gächliwil", START, date(1994, 12, 31), LUETERSWIL),
    OLTEN: Place(OLTEN, 2581, "Olten", START, None, None),
}


@pytest.mark.parametrize(
    ("municipality", "day", "carrier"),
    [
        (HALTEN, date(2025, 12, 31), HALTEN),
        (HALTEN, date(2026, 1, 1), KRIEGSTETTEN),
        (GAECHLIWIL, date(1994, 12, 31), GAECHLIWIL),
        (GAECHLIWIL, date(1995, 1, 1), LUETERSWIL),
        (GAECHLIWIL, date(2024, 1, 1), BUCHEGG),
        (OLTEN, date(2100, 1, 1), OLTEN),
        (BUCHEGG, date(2000, 1, 1), BUCHEGG),
    ],
)
def test_successor(municipality: int, day: date, carrier: int) -> None:
    assert successor_on(PLACES, municipality, day) == carrier


def test_who_ended_without_a_successor_stands_for_itself() -> None:
    places = {1: Place(1, 100, "Weg", START, date(2000, 1, 1), None)}
    assert successor_on(places, 1, date(2020, 1, 1)) == 1


def test_a_circle_is_noticed() -> None:
    ended = date(2000, 1, 1)
    places = {1: Place(1, 100, "A", START, ended, 2), 2: Place(2, 200, "B", START, ended, 1)}
    with pytest.raises(ValueError, match="circle"):
        successor_on(places, 1, date(2020, 1, 1))


def test_predecessors_through_several_mergers() -> None:
    assert predecessors_of(PLACES, [BUCHEGG]) == {LUETERSWIL, GAECHLIWIL}
    assert predecessors_of(PLACES, [OLTEN]) == set()


@pytest.mark.parametrize(
    ("municipality", "day", "acting"),
    [
        (GAECHLIWIL, date(2024, 1, 1), {GAECHLIWIL, LUETERSWIL, BUCHEGG}),
        (GAECHLIWIL, date(2023, 12, 31), {GAECHLIWIL, LUETERSWIL}),
        (HALTEN, date(2025, 12, 31), {HALTEN}),
        (HALTEN, date(2026, 1, 1), {HALTEN, KRIEGSTETTEN, OLTEN}),
        (KRIEGSTETTEN, date(2026, 1, 1), {KRIEGSTETTEN, OLTEN}),
        (OLTEN, date(2026, 1, 1), {OLTEN}),
    ],
)
def test_who_acts_for_a_municipality(municipality: int, day: date, acting: set[int]) -> None:
    assert acting_for(PLACES, {KRIEGSTETTEN: OLTEN}, municipality, day) == acting


MEMBER = Dated[Lead | None]([(date(2022, 1, 1), Lead(HALTEN, True)), (date(2027, 1, 1), None)])


@pytest.mark.parametrize(
    ("day", "lead"),
    [
        (date(2021, 12, 31), None),
        (date(2022, 1, 1), HALTEN),
        (date(2026, 1, 1), KRIEGSTETTEN),
        (date(2027, 1, 1), None),
    ],
)
def test_responsible_lead(day: date, lead: int | None) -> None:
    assert responsible_lead(PLACES, MEMBER, OLTEN, day) == lead


def test_a_member_merged_with_its_lead_has_none() -> None:
    leads = Dated[Lead | None]([(START, Lead(KRIEGSTETTEN, True))])
    assert responsible_lead(PLACES, leads, HALTEN, date(2025, 6, 1)) == KRIEGSTETTEN
    assert responsible_lead(PLACES, leads, HALTEN, date(2026, 6, 1)) is None


@pytest.mark.parametrize(
    ("lead", "municipality", "payment_date", "payee"),
    [
        (None, OLTEN, date(2026, 3, 31), OLTEN),
        (None, HALTEN, date(2026, 3, 31), KRIEGSTETTEN),
        (Lead(KRIEGSTETTEN, True), OLTEN, date(2025, 3, 31), KRIEGSTETTEN),
        (Lead(HALTEN, True), OLTEN, date(2026, 3, 31), KRIEGSTETTEN),
        (Lead(KRIEGSTETTEN, False), OLTEN, date(2026, 3, 31), OLTEN),
        (Lead(OLTEN, False), HALTEN, date(2026, 3, 31), KRIEGSTETTEN),
    ],
)
def test_payee(lead: Lead | None, municipality: int, payment_date: date, payee: int) -> None:
    leads = Dated[Lead | None]([(date(2022, 1, 1), lead)])
    assert payee_on(PLACES, leads, municipality, date(2025, 12, 31), payment_date) == payee


def test_the_association_of_the_day_counts_not_that_of_the_payment() -> None:
    left = Dated[Lead | None]([(START, Lead(OLTEN, True)), (date(2026, 1, 1), None)])
    assert payee_on(PLACES, left, BUCHEGG, date(2025, 12, 31), date(2026, 3, 31)) == OLTEN


@st.composite
def registers(draw: st.DrawFn) -> dict[int, Place]:
    """Registers in which every successor outlives the municipality that was merged into it."""
    size = draw(st.integers(1, 12))
    ends = sorted(draw(st.lists(st.integers(0, 5000), min_size=size, max_size=size)))
    places = {}
    for key, end in enumerate(ends):
        later = [other for other in range(key + 1, size) if ends[other] > end]
        successor = draw(st.sampled_from([*later, None]))
        last = None if successor is None else START + timedelta(days=end)
        places[key] = Place(key, 1000 + key, f"G{key}", START, last, successor)
    return places


@given(registers(), st.data())
def test_rolling_up_loses_nothing_and_counts_nothing_twice(places: dict[int, Place], data: st.DataObject) -> None:
    values = data.draw(st.dictionaries(st.sampled_from(sorted(places)), st.integers(0, 10_000)))
    day = START + timedelta(days=data.draw(st.integers(0, 6000)))
    carried = roll_up(places, values, day)
    assert sum(sum(parts.values()) for parts in carried.values()) == sum(values.values())
    assert sorted(key for parts in carried.values() for key in parts) == sorted(values)
    assert all(places[carrier].exists_on(day) for carrier in carried)


def test_a_municipality_s_own_value_comes_first() -> None:
    carried = roll_up(PLACES, {HALTEN: 76, OEKINGEN: 60, KRIEGSTETTEN: 198}, date(2026, 1, 1))
    assert carried == {KRIEGSTETTEN: {KRIEGSTETTEN: 198, HALTEN: 76, OEKINGEN: 60}}
    assert next(iter(carried[KRIEGSTETTEN])) == KRIEGSTETTEN


@pytest.mark.parametrize(
    ("iban", "fault"),
    [
        ("CH93 0076 2011 6238 5295 7", None),
        ("ch5380005000010283664", None),
        ("LI21088100002324013AA", None),
        ("CH5380005000010288664", IbanFault.CHECKSUM),
        ("CH4412345123000889012", IbanFault.CHECKSUM),
        ("CH44319991230008890", IbanFault.FORMAT),
        ("", IbanFault.FORMAT),
        ("Konto 12-345-6", IbanFault.FORMAT),
        ("DE62007620110623852957", IbanFault.COUNTRY),
        ("CH4431999123000889012", IbanFault.QR),
        ("CH7730000001250094239", IbanFault.QR),
    ],
)
def test_iban(iban: str, fault: IbanFault | None) -> None:
    assert iban_fault(compact_iban(iban)) == fault


@pytest.mark.parametrize(
    ("text", "possible"), [("Zürich, Łódź €", True), ("Αθήνα", False), ("a\tb", False), ("😀", False)]
)
def test_what_a_payment_can_carry(text: str, possible: bool) -> None:
    assert can_be_paid(text) is possible
