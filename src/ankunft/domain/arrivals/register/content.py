"""What is kept of a message: its event as plain values, encrypted; and a move-in back from them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from ankunft.foundation.documents.ech.values import (
    Address,
    Event,
    Identity,
    MoveIn,
    PartialDate,
    PermitData,
    RelationData,
    Residence,
)
from ankunft.foundation.encryption import decrypt, encrypt

if TYPE_CHECKING:
    from ..models import RegisterMessage

EVENT, CHANGED, HINTS = "event", "changed", "hints"
"""What the content holds: the event, what it changed (field: before and after), and sentences for whoever looks."""


def sealed(event: Event, *, changed: dict[str, tuple[Any, Any]] | None = None, hints: tuple[str, ...] = ()) -> str:
    """The content as it is stored."""
    content: dict[str, Any] = {EVENT: event}
    if changed:
        content[CHANGED] = changed
    if hints:
        content[HINTS] = hints
    return encrypt(_written(content).decode())


def opened(message: RegisterMessage) -> dict[str, Any]:
    """The content of a message; empty once it was taken away."""
    content: dict[str, Any] = orjson.loads(decrypt(message.content)) if message.content else {}
    return content


def as_opened(value: Any) -> Any:
    """A value as it comes out of a content again: named ones by their names, days in ISO form."""
    return orjson.loads(_written(value))


def _written(value: Any) -> bytes:
    return orjson.dumps(value, default=_plain)


def _plain(value: Any) -> Any:
    """Named values by their names, what is empty left out; days the library writes in ISO form by itself."""
    if isinstance(value, tuple) and (names := getattr(value, "_fields", None)):
        named = zip(names, value, strict=True)
        return {name: one for name, one in named if one or one is False or one.__class__ is int}
    raise TypeError(f"{type(value).__name__} has no place in the content of a message")


def move_in_of(content: dict[str, Any]) -> MoveIn:
    """The move-in that a message told of; ValueError if it told of something else, or its content is gone."""
    told = content.get(EVENT)
    if not told or "identity" not in told or ("nationalities" not in told and "residence" not in told):
        raise ValueError("not a move-in")
    known = told["identity"]
    residence = told.get("residence")
    return MoveIn(
        identity=Identity(
            known.get("key", ""),
            known.get("ahv_number", ""),
            known.get("family_name", ""),
            known.get("given_name", ""),
            known["sex"],
            PartialDate(**known["birth"]),
        ),
        nationalities=tuple(told.get("nationalities", ())),
        permit=_permit(told.get("permit")),
        language=told.get("language", ""),
        locked=told.get("locked", False),
        residence=_residence(residence) if residence else None,
        relations=tuple(_relation(one) for one in told.get("relations", ())),
        died_on=_day(told.get("died_on")),
        left_on=_day(told.get("left_on")),
    )


def _permit(told: dict[str, Any] | None) -> PermitData | None:
    if not told:
        return None
    days = (_day(told.get(name)) for name in ("valid_from", "valid_until", "entered_on"))
    return PermitData(told["code"], *days)


def _residence(told: dict[str, Any]) -> Residence:
    return Residence(
        told["kind"],
        told["bfs_number"],
        date.fromisoformat(told["arrived_on"]),
        told.get("from_country", ""),
        told.get("from_bfs_number"),
        told.get("from_unknown", False),
        Address(**{name: told.get("address", {}).get(name, "") for name in Address._fields}),
    )


def _relation(told: dict[str, Any]) -> RelationData:
    return RelationData(told["kind"], *(told.get(name, "") for name in RelationData._fields[1:]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
