"""What corrections say: that something told before was wrong (eCH-0020 correct…)."""

from __future__ import annotations

from lxml.etree import _Element

from . import parts as of
from . import residences
from .parts import E11, E20
from .relations import OF_PARENTS, OF_SPOUSES, relations
from .values import Correction, DataLock


def locked(element: _Element) -> DataLock:
    since = element.find(E20.dataLockValidFrom)
    return DataLock(
        of.identity(element[0]),
        of.is_locked(element[1].text or ""),
        None if since is None else of.day(since.text or "", since),
    )


def corrected_name(element: _Element) -> Correction:
    family_name, given_name, since = of.names(element[1])
    return Correction(
        of.identity(element[0]),
        ("family_name", "given_name"),
        family_name=family_name,
        given_name=given_name,
        valid_from=since,
    )


def corrected_identification(element: _Element) -> Correction:
    person = element[0]
    after = of.parts(person[1])
    number = after.get(E20.vn)
    since = element.find(E20.identificationValidFrom)
    return Correction(
        of.identity(person[0]),
        ("key", "ahv_number"),
        key=of.key(after[E20.localPersonId]),
        ahv_number="" if number is None else of.ahv_number(number.text or "", number),
        valid_from=None if since is None else of.day(since.text or "", since),
    )


def corrected_nationality(element: _Element) -> Correction:
    return Correction(of.identity(element[0]), ("nationalities",), nationalities=of.nationalities(element[1]))


def corrected_permit(element: _Element) -> Correction:
    return Correction(of.identity(element[0]), ("permit",), permit=of.permit(element.find(E20.residencePermitData)))


def corrected_birth(element: _Element) -> Correction:
    birth = of.parts(element[1][0])
    return Correction(
        of.identity(element[0]),
        ("birth", "sex"),
        birth=of.partial_date(birth[E11.dateOfBirth]),
        sex=of.sex(birth[E11.sex]),
    )


def changed_sex(element: _Element) -> Correction:
    return Correction(of.identity(element[0][0]), ("sex",), sex=of.sex(element[0][1]))


def corrected_contact(element: _Element) -> Correction:
    contact = residences.contact_address(element.find(E20.contactData))
    return Correction(of.identity(element[0]), ("contact",), contact=contact)


def corrected_reporting(element: _Element) -> Correction:
    residence, _left = residences.reported(element[1])
    return Correction(of.identity(element[0]), ("residence",), residence=residence)


def corrected_lock(element: _Element) -> Correction:
    lock = locked(element)
    return Correction(lock.identity, ("locked",), locked=lock.locked, valid_from=lock.valid_from)


def corrected_death(element: _Element) -> Correction:
    death = element.find(E20.deathData)
    return Correction(of.identity(element[0]), ("died_on",), died_on=None if death is None else of.died_on(death))


def corrected_language(element: _Element) -> Correction:
    language = of.language(element.find(E20.personAdditionalData))
    return Correction(of.identity(element[0]), ("language",), language=language)


def corrected_parents(element: _Element) -> Correction:
    return Correction(of.identity(element[0]), ("parents",), relations=relations(element, *OF_PARENTS))


def corrected_spouse(element: _Element) -> Correction:
    return Correction(of.identity(element[0]), ("spouse",), relations=relations(element, *OF_SPOUSES))
