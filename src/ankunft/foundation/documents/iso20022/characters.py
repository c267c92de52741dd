"""The characters that Swiss banks take (Swiss Payment Standards, chapter 3.1; the type SPSText of their schema)."""

from __future__ import annotations


def can_be_paid(text: str) -> bool:
    """Whether a payment file can carry every character (SIX: Latin-1, Latin Extended-A, Ș ș Ț ț and €)."""
    return all(character.isprintable() and (ord(character) <= 0x17F or character in "ȘșȚț€") for character in text)
