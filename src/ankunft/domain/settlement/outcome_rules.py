"""How a payment stands with the bank, as pure functions over plain values. Source: KRS-GEF-2017/01 (KS) 4.5.2."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Standing(StrEnum):
    """How a payment stands. A payment is owed until it is at one of the ends."""

    PLANNED = "planned"
    ORDERED = "ordered"
    EXECUTED = "executed"
    RETURNED = "returned"
    PROPOSED = "proposed"
    REPLACED = "replaced"
    GIVEN_UP = "given_up"


ENDS = frozenset({Standing.EXECUTED, Standing.REPLACED, Standing.GIVEN_UP})


def standing(
    *, ordered: bool, executed: bool, returned: bool, proposed: bool, replaced: bool, given_up: bool
) -> Standing:
    """How a payment stands, from what is recorded of it. What came back was executed before, or never will be."""
    if returned:
        if replaced:
            return Standing.REPLACED
        if given_up:
            return Standing.GIVEN_UP
        return Standing.PROPOSED if proposed else Standing.RETURNED
    if executed:
        return Standing.EXECUTED
    return Standing.ORDERED if ordered else Standing.PLANNED


def is_confirmed(standings: Collection[Standing]) -> bool:
    """Whether a run is confirmed: it pays something, and nothing of it is still to come (design: the state behind
    released). What replaces a payment is a payment of the run too, and has to be executed as well."""
    return bool(standings) and all(one in ENDS for one in standings)
