"""Who sees what, and for whom somebody acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ankunft.domain.roles import MUNICIPAL
from ankunft.domain.territory import demo, permissions, selectors
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.remembering import remembering
from tests.support.people import actor_with

Day = Callable[[date], None]


@pytest.fixture(autouse=True)
def associations(canton: None, operator: Actor) -> None:
    demo.load_demo(operator)


def numbers(ids: set[int]) -> set[int]:
    return set(Municipality.objects.filter(pk__in=ids).values_list("bfs_number", flat=True))


@pytest.mark.parametrize(
    ("role", "at", "day", "expected"),
    [
        ("integration_officer", "bfs-2601", date(2026, 2, 1), {2601}),
        ("municipal_finance", "bfs-2601", date(2026, 2, 1), {2601}),
        ("integration_officer", "bfs-2581", date(2026, 2, 1), {2581, 2491, 2501, 2502, 2584}),
        ("integration_officer", "bfs-2581", date(2021, 12, 31), {2581}),
        ("integration_officer", "bfs-2501", date(2026, 2, 1), {2501}),
        ("strategic_lead", "bfs-2525", date(2026, 2, 1), {2525, 2520, 2529}),
        ("coordination", None, date(2026, 2, 1), set()),
        ("auditor", None, date(2026, 2, 1), set()),
    ],
)
def test_entrusted_to(role: str, at: str | None, day: date, expected: set[int]) -> None:
    organisations = actor_with(role, at).organisations(*MUNICIPAL)
    assert numbers(selectors.entrusted_to(organisations, day)) == expected


def test_predecessors_of_the_members_too() -> None:
    assert {2456, 2441, 2465} <= numbers(selectors.entrusted_to(frozenset({"bfs-2465"}), date(2026, 2, 1)))


@pytest.mark.parametrize("day", [date(2021, 12, 31), date(2023, 12, 31), date(2026, 2, 1)])
def test_who_acts_for_a_municipality_is_whom_it_is_entrusted_to(day: date) -> None:
    """Lists ask one way round, single records the other: both must give the same."""
    codes = {place.pk: permissions.organisation_code(place.bfs_number) for place in Municipality.objects.all()}
    entrusted = {code: selectors.entrusted_to(frozenset({code}), day) for code in codes.values()}
    for municipality in codes:
        acting = {code for code, ids in entrusted.items() if municipality in ids}
        assert selectors.acting_for(municipality, day) == acting


def test_who_will_be_merged_belongs_to_nobody_else_until_then() -> None:
    olten, winznau = (Municipality.objects.get(bfs_number=number) for number in (2581, 2501))
    Municipality.objects.filter(pk=winznau.pk).update(valid_to=date(2026, 12, 31), successor=olten)
    before = frozenset({"bfs-2501"})
    assert selectors.acting_for(winznau.pk, date(2021, 12, 31)) == before
    assert winznau.pk not in selectors.entrusted_to(frozenset({"bfs-2581"}), date(2021, 12, 31))
    assert winznau.pk in selectors.entrusted_to(frozenset({"bfs-2581"}), date(2027, 1, 1))


def test_the_register_is_seen_by_whoever_is_signed_in() -> None:
    assert visible_to(actor_with("body_member"), Municipality).count() == 124


@pytest.mark.parametrize(
    ("role", "at", "contacts", "account"),
    [
        ("coordination", None, True, True),
        ("finance_officer", None, True, True),
        ("approver", None, True, True),
        ("auditor", None, True, True),
        ("integration_officer", "bfs-2501", True, True),
        ("municipal_finance", "bfs-2501", True, True),
        ("strategic_lead", "bfs-2501", True, False),
        ("integration_officer", "bfs-2581", True, False),
        ("integration_officer", "bfs-2601", False, False),
        ("body_member", None, False, False),
        ("migration_office", None, False, False),
    ],
)
def test_contacts_and_account_of_winznau(role: str, at: str | None, contacts: bool, account: bool) -> None:
    winznau = Municipality.objects.get(bfs_number=2501)
    actor = actor_with(role, at)
    assert bool(can(actor, permissions.SEE_CONTACTS, winznau)) is contacts
    assert bool(can(actor, permissions.SEE_ACCOUNT, winznau)) is account


def test_lead_of_each() -> None:
    by_number = selectors.municipality_by_bfs()
    leads = selectors.lead_of_each(date(2026, 2, 1))
    assert leads[by_number[2501].pk] == by_number[2581].pk
    assert by_number[2581].pk not in leads


def test_entrusted_to_takes_a_constant_number_of_queries(
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    with django_assert_max_num_queries(2):
        selectors.entrusted_to(frozenset({"bfs-2581"}), date(2026, 2, 1))


def test_while_somebody_reads_the_same_is_asked_once(django_assert_num_queries: Callable[[int], object]) -> None:
    organisations = frozenset({"bfs-2581"})
    with remembering(), django_assert_num_queries(3):
        for _time in range(3):
            assert selectors.entrusted_to(organisations, date(2026, 2, 1))
            assert selectors.owned_by(organisations)
    with django_assert_num_queries(2):
        selectors.entrusted_to(organisations, date(2026, 2, 1))
