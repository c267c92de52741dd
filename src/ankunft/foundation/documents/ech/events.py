"""What each kind of message says (eCH-0020 version 3): one function for each, found by the name of its element."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from lxml.etree import _Element

from . import corrections, residences
from . import parts as of
from .parts import E11, E20, E21, Unreadable
from .relations import OF_PARENTS, OF_SPOUSES, relations
from .values import (
    Death,
    Event,
    Identity,
    KeyChange,
    Move,
    MoveIn,
    MoveOut,
    NameChange,
    NationalityChange,
    Other,
    PermitChange,
)

_NATURALISED_ON = f"{E20.placeOfOriginInfo}/{E20.placeOfOriginAddonData}/{E21.naturalizationDate}"

OF_MANY = frozenset({"baseDelivery", "keyExchange"})
"""Kinds whose delivery holds one `messages` for each person."""


def event(kind: str, element: _Element) -> Event:
    """What the message of that kind says; Unreadable where something is missing that first information needs."""
    reader = _READERS.get(kind)
    return _other(kind, element) if reader is None else reader(element)


def events_in(kind: str, body: _Element) -> list[_Element]:
    """The events of a delivery: one for each person where it is about many, else one."""
    if kind in OF_MANY:
        return list(body.iterchildren(E20.messages))
    if kind == "identificationConversion":
        return list(body.iterchildren(E20.identificationConversionPerson))
    return [body]


def _moved_in(element: _Element) -> MoveIn:
    """moveIn, birth, and one person of baseDelivery: the person comes first, the residence after it."""
    person = element[0]
    told = of.parts(person)
    left = residence = None
    if len(element) > 1 and element[1].tag in residences.KINDS:
        residence, left = residences.reported(element[1])
    identity = of.identity(told[E20.personIdentification])
    additional = told.get(E20.personAdditionalData)
    death = told.get(E20.deathData)
    return MoveIn(
        identity,
        of.nationalities(told[E20.nationalityData]),
        of.permit(told.get(E20.residencePermitData)),
        of.language(additional),
        of.is_locked(told[E20.lockData][0].text or ""),
        residence,
        relations(person, *OF_SPOUSES, *OF_PARENTS),
        None if death is None else of.died_on(death),
        left,
    )


def _moved(element: _Element) -> Move:
    municipality = of.parts(element[1])
    dwelling = municipality[E20.dwellingAddress]
    moved = dwelling.find(E11.movingDate)
    return Move(
        of.identity(element[0]),
        residences.address(dwelling),
        residences.bfs_number(municipality.get(E20.reportingMunicipality), element[1]),
        None if moved is None else of.day(moved.text or "", moved),
    )


def _moved_out(element: _Element) -> MoveOut:
    told = of.parts(element[1])
    to = residences.Place(told.get(E20.goesTo))
    left = told[E20.departureDate]
    return MoveOut(
        of.identity(element[0]),
        residences.bfs_number(told.get(E20.reportingMunicipality), element[1]),
        of.day(left.text or "", left),
        to.country,
        to.bfs_number,
    )


def _died(element: _Element) -> Death:
    return Death(of.identity(element[0]), of.died_on(element[1]))


def _name_changed(element: _Element) -> NameChange:
    return NameChange(of.identity(element[0]), *of.names(element[1]))


def _permit_changed(element: _Element) -> PermitChange:
    told = element.find(E20.residencePermitData)
    permit = of.permit(told)
    if permit is None:
        raise Unreadable(element, _("Der Ausweis fehlt. Bitte die Meldung mit dem neuen Ausweis senden."))
    return PermitChange(of.identity(element[0]), permit)


def _nationality_changed(element: _Element) -> NationalityChange:
    since = element.find(E20.undoSwissValidFrom)
    return NationalityChange(
        of.identity(element[0]),
        of.nationalities(element[1]),
        None if since is None else of.day(since.text or "", since),
    )


def _naturalised(element: _Element) -> NationalityChange:
    since = element.find(_NATURALISED_ON)
    return NationalityChange(
        of.identity(element[0]), ("CH",), None if since is None else of.day(since.text or "", since)
    )


def _other(kind: str, element: _Element) -> Other:
    return Other(kind, _identity_within(element), relations(element, *OF_SPOUSES, *OF_PARENTS))


def _identity_within(element: _Element) -> Identity | None:
    """Whom a message of an unread kind is about, if it is about one person."""
    person = element[0] if len(element) else None
    if person is not None and len(person) and person[0].tag == E20.personIdentification:
        person = person[0]
    if person is None or person.find(of.E44.officialName) is None or person.find(of.E44.localPersonId) is None:
        return None
    return of.identity(person)


def _key_changed(element: _Element) -> KeyChange:
    told = of.parts(element)
    number = told.get(E20.vn)
    return KeyChange(
        of.key(told[E20.localPersonIdBefore]),
        of.key(told[E20.localPersonIdAfter]),
        "" if number is None else of.ahv_number(number.text or "", number),
    )


_READERS: dict[str, Callable[[_Element], Event]] = {
    "moveIn": _moved_in,
    "birth": _moved_in,
    "baseDelivery": _moved_in,
    "move": _moved,
    "moveOut": _moved_out,
    "death": _died,
    "changeName": _name_changed,
    "changeSex": corrections.changed_sex,
    "changeResidencePermit": _permit_changed,
    "changeNationality": _nationality_changed,
    "undoSwiss": _nationality_changed,
    "naturalizeForeigner": _naturalised,
    "dataLock": corrections.locked,
    "contact": corrections.corrected_contact,
    "identificationConversion": _key_changed,
    "correctIdentification": corrections.corrected_identification,
    "correctName": corrections.corrected_name,
    "correctNationality": corrections.corrected_nationality,
    "correctResidencePermit": corrections.corrected_permit,
    "correctBirthInfo": corrections.corrected_birth,
    "correctContact": corrections.corrected_contact,
    "correctReporting": corrections.corrected_reporting,
    "correctDataLock": corrections.corrected_lock,
    "correctDeathData": corrections.corrected_death,
    "correctPersonAdditionalData": corrections.corrected_language,
    "correctParentalRelationship": corrections.corrected_parents,
    "correctMaritalInfo": corrections.corrected_spouse,
}
