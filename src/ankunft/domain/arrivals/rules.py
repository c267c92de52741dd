"""AHV numbers, references, and for how long somebody else may see a person: pure rules."""

from __future__ import annotations

import random
import re
import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from stdnum.ch import ssn
from stdnum.exceptions import ValidationError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and capital letters without I, L, O and U: nothing that is misread."""
REFERENCE = re.compile(rf"P-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")
MASKED = "756.••••.••••.••"
"""What those see who may not see the number: nothing of it, because a part of it is a use as well (AHVG 153b)."""
LONGEST_ACCESS = 30
"""Days."""


def new_reference() -> str:
    """A random reference, such as P-7K3M-92QD; it says nothing of the person."""
    letters = [secrets.choice(ALPHABET) for _ in range(8)]
    return f"P-{''.join(letters[:4])}-{''.join(letters[4:])}"


def reference_in(text: str) -> str:
    """The reference that was typed, however it was; empty if it is none."""
    typed = text.strip().upper().replace(" ", "")
    return typed if REFERENCE.fullmatch(typed) else ""


def ahv_number(text: str) -> str:
    """The thirteen digits of an AHV number; ValueError if it is none (756, ten digits, check digit of EAN-13)."""
    try:
        return str(ssn.validate(text.strip()))
    except ValidationError as error:
        raise ValueError("not an AHV number") from error


def ahv_shown(number: str) -> str:
    """As it stands on the card: 756.9217.0769.85."""
    return str(ssn.format(number))


def latest_end(granted_on: date) -> date:
    """The last day that an access granted on that day may have."""
    return granted_on + timedelta(days=LONGEST_ACCESS)


def draw(references: Sequence[str], count: int, seed: str) -> list[str]:
    """So many of these, at random; with the same seed the same ones, in whatever order they are given.

    All of them where there are not more.
    """
    known = sorted(references)
    if count >= len(known):
        return known
    return sorted(random.Random(seed).sample(known, count))  # noqa: S311 - to be repeated, not to be secret
