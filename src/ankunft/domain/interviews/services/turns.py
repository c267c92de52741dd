"""Whoever writes an interview of a municipality does it alone: what was looked at before still holds at the end."""

from __future__ import annotations

from ankunft.foundation.turns import in_turn

from ..models import Interview


def take_turn(*municipalities: int) -> None:
    """Wait until nobody else writes an interview of these municipalities (by id), to the end of the transaction.

    Taken before anything is written, so that two who wait for each other's rows cannot be.
    """
    for municipality in sorted(set(municipalities)):
        in_turn(f"interviews.{municipality}")


def as_stored(interview: Interview) -> Interview:
    """The interview as it is stored by now: it stays so for whoever has the turn."""
    take_turn(interview.municipality_id)
    return Interview.objects.get(pk=interview.pk)
