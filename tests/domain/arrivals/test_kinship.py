"""Who belongs to one family: the pure rule, by examples and by what must always hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.arrivals.kinship import Member, Tie, families


def test_parents_and_children_who_live_together_are_one_family():
    members = [Member(1, 10, "Demo-A"), Member(2, 10, "Demo-B"), Member(3, 10, "Demo-A", is_child=True)]
    assert families(members, [Tie(1, 2), Tie(3, 1)]) == [{1, 2, 3}]


def test_who_lives_elsewhere_is_another_family():
    assert families([Member(1, 10), Member(2, 11)], [Tie(1, 2)]) == [{1}, {2}]


def test_where_no_household_is_known_the_relation_decides():
    assert families([Member(1), Member(2, 11), Member(3)], [Tie(1, 2)]) == [{1, 2}, {3}]


def test_a_shared_flat_is_no_family():
    assert families([Member(1, 10, "Demo-A"), Member(2, 10, "Demo-B")], []) == [{1}, {2}]


def test_a_shared_name_in_a_household_is_a_family_if_nobody_said_more():
    assert families([Member(1, 10, "Demo-A"), Member(2, 10, " demo-a ")], []) == [{1, 2}]
    # Two couples of the same name stay two.
    members = [Member(number, 10, "Demo-A") for number in (1, 2, 3, 4)]
    assert families(members, [Tie(1, 2), Tie(3, 4)]) == [{1, 2}, {3, 4}]


def test_a_child_of_another_name_belongs_to_the_only_family():
    child = Member(3, 10, "Demo-C", is_child=True)
    assert families([Member(1, 10, "Demo-A"), Member(2, 10, "Demo-B"), child], [Tie(1, 2)]) == [{1, 2, 3}]
    assert families([Member(1, 10, "Demo-A"), Member(2, 10, "Demo-B"), child], []) == [{1}, {2}, {3}]


def test_relations_to_people_who_are_not_there_tie_nobody():
    assert families([Member(1, 10)], [Tie(1, 99), Tie(98, 99)]) == [{1}]


_MEMBERS = st.lists(
    st.builds(
        Member, st.integers(1, 12), st.none() | st.integers(1, 3), st.sampled_from(["", "A", "B"]), st.booleans()
    ),
    unique_by=lambda one: one.id,
    max_size=12,
)
_TIES = st.lists(st.builds(Tie, st.integers(1, 14), st.integers(1, 14)), max_size=10)


@given(_MEMBERS, _TIES, st.randoms())
def test_everybody_is_in_one_family_whatever_the_order(members, ties, random):
    found = families(members, ties)
    assert sorted(one for family in found for one in family) == sorted(one.id for one in members)
    for one, other in ties:
        homes = {member.id: member.household for member in members}
        if one in homes and other in homes and homes[one] == homes[other]:
            assert any({one, other} <= family for family in found)
    shuffled, mixed = list(members), list(ties)
    random.shuffle(shuffled)
    random.shuffle(mixed)
    assert families(shuffled, mixed) == found
