"""What a message of a register of residents says (eCH-0020 version 3), as plain values.

Only what first information needs is taken. Religion, marital status, occupation, parents' names, political rights,
army, fire service and health insurance have no place here, so that they cannot be stored by mistake.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _

Sex = Literal["female", "male", "unspecified"]
ResidenceKind = Literal["main", "secondary", "other"]
RelationKind = Literal["spouse", "partner", "mother", "father", "foster_parent"]

NEW, RECALL, CORRECTION = "1", "3", "4"
"""Actions that have an effect here (eCH-0058)."""


class PartialDate(NamedTuple):
    """A day of which only the year, or year and month, may be known (eCH-0044 datePartiallyKnown)."""

    year: int
    month: int | None = None
    day: int | None = None

    def whole(self) -> date | None:
        """The day, if it is known to the day."""
        return date(self.year, self.month, self.day) if self.month and self.day else None

    def latest(self) -> date:
        """The last day that it can be."""
        if not self.month:
            return date(self.year, 12, 31)
        if self.day:
            return date(self.year, self.month, self.day)
        after = date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return date.fromordinal(after.toordinal() - 1)

    def earliest(self) -> date:
        """The first day that it can be."""
        return date(self.year, self.month or 1, self.day or 1)


class Header(NamedTuple):
    """Who sent the message, which one it is, and what it wants (eCH-0058). `is_locked`: its person's data are locked.

    `reference_message_id` is what a recall or correction goes back to; it may be empty.
    """

    sender_id: str
    message_id: str
    reference_message_id: str
    message_type: str
    action: str
    sent_at: datetime
    event_on: date | None
    is_test: bool
    is_locked: bool = False


class Identity(NamedTuple):
    """Whom the message is about. `key` is the register's own: category:id (eCH-0044 localPersonId)."""

    key: str
    ahv_number: str
    family_name: str
    given_name: str
    sex: Sex
    birth: PartialDate


class PermitData(NamedTuple):
    """The permit (eCH-0006 code, such as 0201) and since when its holder is in the country."""

    code: str
    valid_from: date | None
    valid_until: date | None
    entered_on: date | None


class Address(NamedTuple):
    """Where somebody lives. `household_id` is the register's, and may be empty."""

    household_id: str
    street: str
    house_number: str
    postcode: str
    town: str


class Residence(NamedTuple):
    """Where somebody came to, when, and where from.

    `from_country` is ISO-2 (CH where somebody came from within Switzerland), empty where it is unknown.
    """

    kind: ResidenceKind
    bfs_number: int
    arrived_on: date
    from_country: str
    from_bfs_number: int | None
    from_unknown: bool
    address: Address


class RelationData(NamedTuple):
    """Who the other one is to the person. `key` may be empty: then only the name is known."""

    kind: RelationKind
    key: str
    ahv_number: str
    family_name: str
    given_name: str


class MoveIn(NamedTuple):
    """Somebody is a resident now: moved in, was born here, or is in a delivery of everybody (baseDelivery).

    `nationalities` are ISO-2, the first one first; empty for who has none or whose is unknown.
    `residence` is missing only where a birth does not tell it.
    """

    identity: Identity
    nationalities: tuple[str, ...]
    permit: PermitData | None
    language: str
    locked: bool
    residence: Residence | None
    relations: tuple[RelationData, ...]
    died_on: date | None = None
    left_on: date | None = None


class Move(NamedTuple):
    """Somebody moved within the municipality."""

    identity: Identity
    address: Address
    bfs_number: int
    moved_on: date | None


class MoveOut(NamedTuple):
    """Somebody left the municipality. `to_country` is ISO-2 (CH for within Switzerland), empty where unknown."""

    identity: Identity
    bfs_number: int
    left_on: date
    to_country: str
    to_bfs_number: int | None


class Death(NamedTuple):
    """Somebody died; where only a span is known, on its last day."""

    identity: Identity
    on: date


class NameChange(NamedTuple):
    """Somebody has another name."""

    identity: Identity
    family_name: str
    given_name: str
    valid_from: date | None


class PermitChange(NamedTuple):
    """Somebody has another permit."""

    identity: Identity
    permit: PermitData


class NationalityChange(NamedTuple):
    """Somebody has other nationalities (ISO-2); naturalisation gives CH."""

    identity: Identity
    nationalities: tuple[str, ...]
    valid_from: date | None = None


class DataLock(NamedTuple):
    """Somebody had their data locked, or unlocked."""

    identity: Identity
    locked: bool
    valid_from: date | None


class KeyChange(NamedTuple):
    """The register knows somebody by another key from now on (identificationConversion, or after a correction)."""

    key: str
    new_key: str
    ahv_number: str


class Correction(NamedTuple):
    """What was told before was wrong. Only the fields named in `told` are meant; None or empty there takes it away.

    `told` has of: key, ahv_number, family_name, given_name, nationalities, permit, birth, sex, contact, residence,
    locked, language, died_on, parents, spouse (the last two are both in `relations`).
    """

    identity: Identity
    told: tuple[str, ...]
    key: str = ""
    ahv_number: str = ""
    family_name: str = ""
    given_name: str = ""
    nationalities: tuple[str, ...] = ()
    permit: PermitData | None = None
    birth: PartialDate | None = None
    sex: Sex = "unspecified"
    contact: Address | None = None
    residence: Residence | None = None
    locked: bool = False
    language: str = ""
    died_on: date | None = None
    relations: tuple[RelationData, ...] = ()
    valid_from: date | None = None


class Other(NamedTuple):
    """A kind of message that changes nothing here, but for relations that it may tell (marriage, adoption …)."""

    kind: str
    identity: Identity | None
    relations: tuple[RelationData, ...] = ()


Event = (
    MoveIn
    | Move
    | MoveOut
    | Death
    | NameChange
    | PermitChange
    | NationalityChange
    | DataLock
    | KeyChange
    | Correction
    | Other
)


class Message(NamedTuple):
    """One event of a delivery. `kind` is the element's name; `index` counts the events under one header from 0.

    `place` and `line` say where it stands, for whoever refuses it later.
    """

    header: Header
    kind: str
    event: Event
    index: int  # type: ignore[assignment]  # the name is agreed; nobody looks for values in a message
    place: str = ""
    line: int = 0


class Problem(NamedTuple):
    """Why a file or a message was not read: where (file, line, element) and a German sentence."""

    place: str
    line: int
    element: str
    sentence: str
    message_id: str = ""
    sender_id: str = ""

    def where(self) -> str:
        """The place in words."""
        place = {"place": self.place, "line": self.line, "element": self.element}
        if self.line and self.element:
            return _("%(place)s, Zeile %(line)d, «%(element)s»") % place
        if self.line:
            return _("%(place)s, Zeile %(line)d") % place
        return self.place


Read = list[Message | Problem]
"""What was made of one file: in a delivery of many persons, broken ones do not keep the others away."""
