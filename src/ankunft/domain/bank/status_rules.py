"""What the bank's word about a payment does: pure decisions over plain values. Source: Swiss Payment Standards.

Only a rejection has an effect, and only on a payment that nothing else is known of: whatever does not fit is left to
people, as with movements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ankunft.foundation.documents.iso20022.pain002 import REJECTED, About, Status

ACCEPTED = frozenset({"RCVD", "PDNG", "PART", "ACTC", "ACCP", "ACFC", "ACWC", "ACWP", "ACSP", "ACSC", "ACCC", ""})
"""What says nothing but that the order goes on. What single payments are not accepted, the same report says of them."""


class Effect(StrEnum):
    """What follows from a word."""

    NOTED = "noted"
    REJECTED = "rejected"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Ordered:
    """A payment of the file: its amount in Rappen, and what else the bank said of it."""

    amount: int
    executed: bool = False
    returned: bool = False
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """What follows, and why nothing does where people have to look."""

    effect: Effect
    misfit: str = ""


def meaning(said: About, payment: Ordered | None) -> Meaning:
    """What the bank's word about a payment means; None is a payment that the file does not have."""
    if payment is None:
        return Meaning(Effect.WAITING, "unknown_payment")
    if said.amount is not None and said.amount != payment.amount:
        return Meaning(Effect.WAITING, "other_amount")
    status = said.said.status
    if status in ACCEPTED:
        return Meaning(Effect.NOTED)
    if status != REJECTED:
        return Meaning(Effect.WAITING, "unknown_status")
    if payment.rejected:
        # The bank may say it once more, or have said it on the telephone before.
        return Meaning(Effect.NOTED)
    if payment.returned:
        return Meaning(Effect.WAITING, "returned")
    return Meaning(Effect.WAITING, "executed") if payment.executed else Meaning(Effect.REJECTED)


def told_of(about: Sequence[About], whole: Status, ordered: Mapping[str, Ordered]) -> list[tuple[About, Meaning]]:
    """What follows from a report: for each payment that it names, and for all others where the whole is rejected.

    A payment that is named twice is rejected once. What else is said of the whole and nobody knows is said once.
    """
    known, told = dict(ordered), []
    said = list(about)
    if whole.status == REJECTED:
        named = {one.end_to_end for one in about}
        said += [About(reference, whole) for reference in ordered if reference not in named]
    for one in said:
        found = meaning(one, known.get(one.end_to_end))
        if found.effect is Effect.REJECTED:
            known[one.end_to_end] = replace(known[one.end_to_end], rejected=True)
        told.append((one, found))
    if whole.status not in ACCEPTED | {REJECTED}:
        told.append((About("", whole), Meaning(Effect.WAITING, "unknown_status")))
    return told
