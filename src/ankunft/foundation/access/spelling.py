"""What is made by chance and read out or typed by somebody."""

from __future__ import annotations

import secrets

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter and no digit among them is taken for another one."""


def by_chance(*, groups: int) -> str:
    """So many groups of four characters, joined by hyphens; each group has nearly 20 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(groups))
