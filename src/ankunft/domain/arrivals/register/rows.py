"""A newcomer as the database takes them: rows as far as they need no knowledge of what is recorded already.

Made by whoever has the values, mostly a process that reads, which knows no database: nothing here may import a model.
Days are texts in ISO form, as both databases take them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from ankunft.foundation.documents.ech.values import MoveIn, PartialDate
from ankunft.foundation.kernel import clock

from ..countries import STATELESS
from ..names import name_keys
from ..permits import category_of
from .ahv import Number, ahv_digits, digest

LONGEST_POSTCODE = 10

Cells = tuple[str | int | None, ...]


class Rows(NamedTuple):
    """What is stored of somebody, table by table; the keys of other rows are put in where it is stored.

    `key` is the register's, `digest` and `number` are of the AHV number. `household` is empty where no address is
    known. A relation is its kind, the other one's key, and the digest of the other one's AHV number.
    """

    key: str
    digest: str
    number: str
    person: Cells
    locked: bool
    names: tuple[str, ...]
    household: tuple[str, ...]
    permit: Cells
    relations: tuple[tuple[str, str, str], ...]
    arrived_on: str
    from_country: str


PERSON = (
    "family_name", "given_name", "birth_date", "birth_month", "birth_year", "sex", "nationality",
    "further_nationalities", "language",
)  # fmt: skip
HOUSEHOLD = ("register_id", "street", "house_number", "postcode", "town")
PERMIT = ("category", "code", "valid_from", "valid_until", "entered_on")
"""The columns of the parts of `Rows`."""
BIRTH_YEAR = PERSON.index("birth_year")


def rows_of(event: MoveIn, number: Number) -> Rows:
    """The rows of somebody who moved in. ValueError for a permit that nobody knows."""
    identity, residence = event.identity, event.residence
    nationality, further = nationalities(event.nationalities)
    return Rows(
        identity.key,
        number.digest,
        number.encrypted,
        (
            identity.family_name,
            identity.given_name,
            *_birth(identity.birth),
            identity.sex,
            nationality,
            further,
            event.language,
        ),
        event.locked,
        tuple(name_keys(identity.family_name, identity.given_name)),
        _household(event),
        _permit(event),
        tuple((one.kind, one.key, digest(ahv_digits(one.ahv_number))) for one in event.relations),
        "" if residence is None else residence.arrived_on.isoformat(),
        "" if residence is None else residence.from_country,
    )


def nationalities(told: tuple[str, ...]) -> tuple[str, str]:
    """The first nationality, and the others with spaces between."""
    return (told[0] if told else STATELESS), " ".join(dict.fromkeys(told[1:]))


def _birth(told: PartialDate) -> Cells:
    """Date, month and year of birth as they are stored: the month where the day is unknown alone."""
    day = told.whole()
    return day_text(day), None if day else told.month, told.year


def _household(event: MoveIn) -> tuple[str, ...]:
    """Foreign postcodes may be longer than there is room for."""
    if event.residence is None or not any(event.residence.address):
        return ()
    household, street, house_number, postcode, town = event.residence.address
    return household, street, house_number, postcode[:LONGEST_POSTCODE], town


def _permit(event: MoveIn) -> Cells:
    """The permit that a move-in tells of; from its first day, else from the entry or the arrival on."""
    permit, residence = event.permit, event.residence
    if permit is None:
        return ()
    since = permit.valid_from or permit.entered_on or (residence.arrived_on if residence else None) or clock.today()
    return (
        category_of(permit.code),
        permit.code,
        since.isoformat(),
        day_text(permit.valid_until),
        day_text(permit.entered_on),
    )


def day_text(day: date | None) -> str | None:
    """A day as it goes into a row."""
    return None if day is None else day.isoformat()


def moment_text(moment: datetime) -> str:
    """A moment in UTC, without a zone."""
    return str(moment.astimezone(UTC).replace(tzinfo=None))
