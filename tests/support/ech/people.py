"""Invented persons: the same number and seed give the same person."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from stdnum import ean

LARGEST_FAMILY = 4
_COUNTRIES = [
    (8207, "DE", "Deutschland"), (8218, "IT", "Italien"), (8231, "PT", "Portugal"), (8201, "AL", "Albanien"),
    (8239, "TR", "Türkei"), (8362, "ER", "Eritrea"), (8542, "LK", "Sri Lanka"), (8501, "AF", "Afghanistan"),
    (8263, "UA", "Ukraine"), (8256, "XK", "Kosovo"), (8541, "SY", "Syrien"), (8535, "TH", "Thailand"),
]  # fmt: skip
_PERMITS = ["0201", "0301", "0302", "0503", "0701", "070101", "1006", "0905", "0202"]
_LANGUAGES = ["de", "en", "fr", "it", "sq", "tr", "ti", "ta", "fa", "uk"]
_FAMILY_NAMES = [
    "Demo-Avdić",
    "Demo-Berişa",
    "Demo-Çelik",
    "Demo-Çetaku",
    "Demo-da Silva",
    "Demo-Müller",
    "Demo-Tesfay",
]
_GIVEN_NAMES = ["Ana", "Bekim", "Çağla", "Dawit", "Élise", "Jürg", "Kumari", "Łucja", "Ñandú", "Olena"]
_STREETS = ["Hauptstrasse", "Bahnhofstrasse", "Dorfweg", "Rue de l'Église", "Im Grund & Boden"]


@dataclass(frozen=True)
class Invented:
    """A person as a register knows them. `birth` is a day, `1990-05` or `1990`."""

    number: int
    category: str
    local_id: str
    ahv_number: str
    family_name: str
    given_name: str
    sex: str
    birth: str
    nationalities: list[tuple[int, str, str]]
    from_country: tuple[int, str, str]
    permit: str
    permit_from: date
    permit_until: date
    entered_on: date
    language: str
    household_id: str
    street: str
    house_number: str
    postcode: str
    town: str
    bfs_number: int
    municipality: str
    arrived_on: date
    relations: list[tuple[str, Invented]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.category}:{self.local_id}"


def invented(number: int, *, seed: int = 0, day: date = date(2026, 1, 15), **other: Any) -> Invented:
    """The person of that number, arrived shortly before `day`. Four numbers in a row live in one household."""
    chance = random.Random(f"{seed}/{number}")
    family = number // LARGEST_FAMILY
    together = random.Random(f"{seed}/family/{family}")
    country = together.choice(_COUNTRIES)
    arrived_on = day - timedelta(days=together.randrange(60))
    child = number % LARGEST_FAMILY > 1
    age = timedelta(days=chance.randrange(100, 6000) if child else chance.randrange(7000, 28000))
    born = day - age
    digits = f"756{seed % 1000:03d}{number:06d}"
    person = Invented(
        number=number,
        category="MU.2601",
        local_id=f"{seed}-{number}",
        ahv_number=digits + ean.calc_check_digit(digits),
        family_name=together.choice(_FAMILY_NAMES),
        given_name=f"{chance.choice(_GIVEN_NAMES)} {number}",
        sex="12"[number % 2],
        birth=born.isoformat(),
        nationalities=[country],
        from_country=country,
        permit=together.choice(_PERMITS),
        permit_from=arrived_on,
        permit_until=arrived_on + timedelta(days=365),
        entered_on=arrived_on,
        language=together.choice(_LANGUAGES),
        household_id=f"{seed}-{family}",
        street=together.choice(_STREETS),
        house_number=str(together.randrange(1, 200)),
        postcode="4500",
        town="Solothurn",
        bfs_number=2601,
        municipality="Solothurn",
        arrived_on=arrived_on,
    )
    return replace(person, **other)
