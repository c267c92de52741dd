"""What the bank's word about a payment does: only a rejection has an effect, and only on what nothing contradicts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.bank.status_rules import ACCEPTED, Effect, Meaning, Ordered, meaning, told_of
from ankunft.foundation.documents.iso20022.pain002 import About, Status

NOTED, REJECTED = Meaning(Effect.NOTED), Meaning(Effect.REJECTED)


def waits(why: str) -> Meaning:
    return Meaning(Effect.WAITING, why)


@pytest.mark.parametrize(
    ("status", "payment", "amount", "follows"),
    [
        ("ACCP", Ordered(5), None, NOTED),
        ("ACWC", Ordered(5, executed=True), 5, NOTED),
        ("ACSP", Ordered(5, returned=True), None, NOTED),
        ("", Ordered(5), None, NOTED),
        ("RJCT", Ordered(5), None, REJECTED),
        ("RJCT", Ordered(5), 5, REJECTED),
        ("RJCT", Ordered(5), 6, waits("other_amount")),
        ("ACCP", Ordered(5), 6, waits("other_amount")),
        ("RJCT", Ordered(5, executed=True), None, waits("executed")),
        ("RJCT", Ordered(5, returned=True), None, waits("returned")),
        ("RJCT", Ordered(5, executed=True, returned=True), None, waits("returned")),
        ("RJCT", Ordered(5, rejected=True), None, NOTED),
        ("CANC", Ordered(5), None, waits("unknown_status")),
        ("RJCT", None, None, waits("unknown_payment")),
        ("ACCP", None, None, waits("unknown_payment")),
    ],
)
def test_what_follows(status: str, payment: Ordered | None, amount: int | None, follows: Meaning) -> None:
    assert meaning(About("a", Status(status), amount), payment) == follows


def test_a_whole_that_is_rejected_rejects_every_payment_but_those_that_are_accepted() -> None:
    ordered = {"a": Ordered(1), "b": Ordered(2), "c": Ordered(3, executed=True)}
    told = told_of([About("b", Status("ACCP"))], Status("RJCT", "FF01"), ordered)
    assert [(one.end_to_end, one.said.code, found) for one, found in told] == [
        ("b", "", NOTED),
        ("a", "FF01", REJECTED),
        ("c", "FF01", waits("executed")),
    ]


def test_what_nobody_knows_of_a_whole_is_said_once() -> None:
    told = told_of([], Status("CANC"), {"a": Ordered(1), "b": Ordered(2)})
    assert told == [(About("", Status("CANC")), waits("unknown_status"))]
    assert told_of([], Status("PART"), {"a": Ordered(1)}) == []


STATUSES = st.sampled_from(["RJCT", "CANC", *sorted(ACCEPTED)])
SAID = st.lists(st.builds(About, st.sampled_from("abcx"), st.builds(Status, STATUSES)), max_size=6)
KNOWN = st.dictionaries(
    st.sampled_from("abc"), st.builds(Ordered, st.just(1), st.booleans(), st.booleans(), st.booleans())
)


@given(about=SAID, whole=st.builds(Status, STATUSES), ordered=KNOWN)
def test_a_payment_is_rejected_once_and_never_against_what_is_known(
    about: list[About], whole: Status, ordered: dict[str, Ordered]
) -> None:
    told = told_of(about, whole, ordered)
    rejected = [one.end_to_end for one, found in told if found.effect is Effect.REJECTED]
    assert len(rejected) == len(set(rejected))
    free = {key for key, one in ordered.items() if not (one.executed or one.returned or one.rejected)}
    assert set(rejected) <= free
    assert {one.end_to_end for one in about} <= {one.end_to_end for one, _found in told}
    assert all(found.misfit for _one, found in told if found.effect is Effect.WAITING)
