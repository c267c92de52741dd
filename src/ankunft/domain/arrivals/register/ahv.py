"""AHV numbers as registers tell them, and as they are stored. Reader processes use this: no model may be imported."""

from __future__ import annotations

import re
from typing import NamedTuple

from ankunft.foundation.encryption import blind_index, encrypt

from .. import rules

_DIGITS = re.compile("756[0-9]{10}")
AHV_INDEX = "ahv"
"""As `selectors.AHV_INDEX`, which reader processes cannot import."""


class Number(NamedTuple):
    """An AHV number of thirteen digits, encrypted, and the digest by which it is found; all empty for none."""

    digits: str = ""
    encrypted: str = ""
    digest: str = ""


def ahv_digits(text: str) -> str:
    """The AHV number, if it is a right one; empty otherwise: a wrong one would be somebody else's."""
    if not text:
        return ""
    if _DIGITS.fullmatch(text):
        # As registers write it: the check digit of EAN-13 (eCH-0044), by itself because it is asked of every message.
        figures = [int(figure) for figure in text]
        return text if (sum(figures[::2]) + 3 * sum(figures[1::2])) % 10 == 0 else ""
    try:
        return rules.ahv_number(text)
    except ValueError:
        return ""


def number_of(told: str) -> Number:
    """A number as it is stored; empty where none was told, and for a wrong one."""
    digits = ahv_digits(told)
    return Number(digits, encrypt(digits), digest(digits)) if digits else Number()


def digest(digits: str) -> str:
    """By what a number is found; empty for none."""
    return blind_index(digits, purpose=AHV_INDEX) if digits else ""
