"""What is made of a message in the process that reads it, so that the one that writes need not: encryption, digests.

Reader processes know the keys and no database: nothing here may import a model.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ankunft.foundation.documents.ech.values import Message, Problem, Read
from ankunft.foundation.encryption import blind_index, encrypt

from .. import rules
from .content import sealed

_DIGITS = re.compile("756[0-9]{10}")
AHV_INDEX = "ahv"
"""As `selectors.AHV_INDEX`, which reader processes cannot import."""


class Number(NamedTuple):
    """An AHV number of thirteen digits, encrypted, and the digest by which it is found; all empty for none."""

    digits: str = ""
    encrypted: str = ""
    digest: str = ""


class Prepared(NamedTuple):
    """A message with its content as it is stored, and the AHV number of whom it is about."""

    message: Message
    content: str
    number: Number


Taken = Message | Problem | Prepared


def prepare(place: str, read: Read) -> list[Prepared | Problem]:
    """The messages of a file, prepared; called by the pool of readers."""
    return [item if isinstance(item, Problem) else prepared(item) for item in read]


def prepared(message: Message) -> Prepared:
    """One message, prepared."""
    identity = getattr(message.event, "identity", None)
    digits = ahv_digits(identity.ahv_number) if identity else ""
    number = Number(digits, encrypt(digits), blind_index(digits, purpose=AHV_INDEX)) if digits else Number()
    return Prepared(message, sealed(message.event), number)


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


PREPARE = f"{prepare.__module__}.{prepare.__qualname__}"
