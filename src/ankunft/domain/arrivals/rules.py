"""AHV numbers, references, who is outside, what may be announced, and for how long somebody may see: pure rules."""

from __future__ import annotations

import random
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from stdnum.ch import ssn
from stdnum.exceptions import ValidationError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and capital letters without I, L, O and U: nothing that is misread."""
REFERENCE = re.compile(rf"P-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")
ARRIVAL_REFERENCE = re.compile(rf"Z-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")
_LETTERS = bytes(ord(ALPHABET[byte & 31]) for byte in range(256))
"""Thirty-two letters: five bits of each byte say which."""
PERSON, ARRIVAL = "P", "Z"
"""With what the references of persons and of arrivals begin."""
SWITZERLAND = "CH"
SWISS, WITHIN_SWITZERLAND, SECONDARY_RESIDENCE = "swiss", "within_switzerland", "secondary_residence"
MAIN_RESIDENCE, SECOND_RESIDENCE, OTHER_RESIDENCE = "main", "secondary", "other"
"""The kinds of residence that registers of residents know (eCH-0011 typeOfResidence)."""
MASKED = "756.••••.••••.••"
"""What those see who may not see the number: nothing of it, because a part of it is a use as well (AHVG 153b)."""
ANNOUNCED_AHEAD = timedelta(days=366)
"""So far ahead somebody may announce that they come or leave; a later day is a slip of the pen."""
LONGEST_ACCESS = 30
"""Days."""


def new_reference(begins: str = PERSON) -> str:
    """A random reference, such as P-7K3M-92QD; it says nothing of the person."""
    return new_references(1, begins)[0]


def new_references(count: int, begins: str = PERSON) -> list[str]:
    """So many random references at once; two of them may be the same, as two that are drawn one by one."""
    letters = secrets.token_bytes(8 * count).translate(_LETTERS).decode()
    return [f"{begins}-{letters[at : at + 4]}-{letters[at + 4 : at + 8]}" for at in range(0, 8 * count, 8)]


def reference_in(text: str, begins: str = PERSON) -> str:
    """The reference that was typed, however it was; empty if it is none."""
    typed = text.strip().upper().replace(" ", "")
    known = {PERSON: REFERENCE, ARRIVAL: ARRIVAL_REFERENCE}[begins]
    return typed if known.fullmatch(typed) else ""


def exclusion(nationalities: Iterable[str], from_country: str, residence_kind: str = MAIN_RESIDENCE) -> str:
    """Why start.integration is not for somebody who arrived; empty if it is (KS 3.2 no. 2, footnote 1).

    It is for everybody newly arrived from abroad with a foreign nationality, with main residence in the municipality.
    Codes are ISO 3166; where the country is not known somebody is taken to come from abroad, so that nobody is lost.
    """
    if SWITZERLAND in nationalities:
        return SWISS
    if residence_kind != MAIN_RESIDENCE:
        return SECONDARY_RESIDENCE
    return WITHIN_SWITZERLAND if from_country == SWITZERLAND else ""


def may_be_announced(day: date, today: date) -> bool:
    """Whether an arrival or departure on that day can be meant: it has happened, or is announced up to a year ahead.

    Registers tell of arrivals before they happen. Whoever enters one by hand tells the same fact.
    """
    return day <= today + ANNOUNCED_AHEAD


def earliest_birth(birth_date: date | None, birth_year: int | None, birth_month: int | None = None) -> date | None:
    """The first day on which somebody can have been born; None if nothing is known of it."""
    if birth_date is not None or birth_year is None:
        return birth_date
    return date(birth_year, birth_month or 1, 1)


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
