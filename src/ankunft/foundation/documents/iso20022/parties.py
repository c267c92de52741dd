"""Who pays and who is paid: a name, a structured address, an account."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused

from .characters import can_be_paid

LONGEST_NAME = 70
LONGEST_REFERENCE = 35
LONGEST_MESSAGE = 140

_IDENTIFIER = re.compile(r"(?!/)(?!.*//)[A-Za-z0-9+?/\-:().,' ]{1,35}(?<!/)")
"""What may be a reference (the same, data type Max35Text_pain001_ch); neither begins nor ends with a stroke."""


@dataclass(frozen=True, slots=True)
class Address:
    """A structured address: since November 2025 nothing else is taken (Swiss Payment Standards)."""

    street: str
    house_number: str
    postcode: str
    town: str
    country: str = "CH"


@dataclass(frozen=True, slots=True)
class Party:
    """A holder of an account. `iban` without spaces."""

    name: str
    address: Address
    iban: str


def institute(iban: str) -> str:
    """The institute number (IID) of a Swiss or Liechtenstein account: its fifth to ninth character."""
    return iban[4:9].lstrip("0") or "0"


def require_text(text: str, most: int, what: str) -> str:
    """The text; Refused where it is empty, too long or has a character that no Swiss bank takes."""
    if not text.strip() or len(text) > most:
        raise Refused(_("%(what)s «%(text)s» muss 1 bis %(most)s Zeichen haben.") % {
            "what": what, "text": text, "most": most,
        })  # fmt: skip
    if wrong := next((sign for sign in text if not can_be_paid(sign)), ""):
        raise Refused(_("%(what)s «%(text)s»: Das Zeichen «%(sign)s» nimmt keine Schweizer Bank an.") % {
            "what": what, "text": text, "sign": wrong,
        })  # fmt: skip
    return text


def require_identifier(text: str) -> str:
    """The reference; Refused where it is none that a bank takes."""
    if not _IDENTIFIER.fullmatch(text):
        raise Refused(_("«%(text)s» ist keine Referenz, die eine Bank annimmt.") % {"text": text})
    return text
