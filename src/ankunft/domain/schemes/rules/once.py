"""In which period a contribution is paid that a municipality gets once."""

from __future__ import annotations

from collections.abc import Collection


def period_of_the_one(claimed: Collection[str], settled: Collection[str]) -> str | None:
    """The period that is paid: the one in which it was settled, else the first one that gives a claim.

    `claimed` are the periods in which the conditions are met as known now, `settled` those of which released runs hold
    something. A claim that was settled and is one no more makes room for another. None where nothing is to be paid.
    """
    return min((period for period in settled if period in claimed), default=min(claimed, default=None))
