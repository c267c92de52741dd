"""Numbers that stand in an address or a search field, as whoever sent them typed them."""

from __future__ import annotations

MOST_DIGITS = 9
"""What has more digits is no number of ours: no key and no year is as large."""


def whole_number(text: str) -> int | None:
    """The number that these digits are; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def numbered(prefix: str, typed: str) -> int | None:
    """The number of what people call `B-12`; None where it does not begin like that, in capitals or not."""
    text = typed.strip().upper()
    return whole_number(text.removeprefix(prefix)) if text.startswith(prefix) else None
