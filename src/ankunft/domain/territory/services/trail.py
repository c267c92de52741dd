"""How the territory tells the trail what happened: each kind of thing apart, so that each is shown to its readers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ankunft.foundation.kernel.errors import Refused

from ..values import Fault

MUNICIPALITY = "territory.municipality"
CONTACT = "territory.contact"
ADDRESS = "territory.address"
ACCOUNT = "territory.account"
ENTITLEMENT = "territory.entitlement"
SERIES = "territory.series"
REGION = "territory.region"


def shown(day: date) -> str:
    """A day as a sentence writes it."""
    return f"{day:%d.%m.%Y}"


def counted(number: int) -> str:
    """A count as a sentence writes it."""
    return f"{number:,}".replace(",", "'")


def plain(values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Values as JSON can hold them: days in ISO form."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values}


def refuse(faults: Iterable[Fault]) -> None:
    """Raise Refused with every sentence, if there is any fault."""
    if sentences := [fault.message for fault in faults]:
        raise Refused(" ".join(dict.fromkeys(sentences)))
