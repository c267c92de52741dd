"""Valid messages of every kind that is read, written as a register writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .people import Invented, invented
from .writing import (
    E10,
    E11,
    E20,
    E21,
    E44,
    OPEN,
    birth_info,
    dwelling,
    element,
    header,
    identification,
    name_info,
    named_id,
    nationality,
    nested_residence,
    permit,
    place,
    relation,
    relations,
    reporting,
    residence,
    resident,
    text,
)


def _move_in(person: Invented, options: dict[str, Any]) -> str:
    return resident("moveInPerson", person, options) + residence(person, options)


def _birth(person: Invented, options: dict[str, Any]) -> str:
    return resident("birthPerson", person, options) + nested_residence(person, options)


def _move(person: Invented, options: dict[str, Any]) -> str:
    to = dwelling(E20, person, options.get("moved_on", "2026-01-10"))
    return _who("movePerson", person) + element(E20, "moveReportingMunicipality", reporting(E20, person), to)


def _move_out(person: Invented, options: dict[str, Any]) -> str:
    left = text(E20, "departureDate", options.get("left_on", "2026-01-10"))
    to = place(E20, "goesTo", person, options)
    return _who("moveOutPerson", person) + element(E20, "moveOutReportingDestination", reporting(E20, person), left, to)


def _who(name: str, person: Invented) -> str:
    return identification(E20, name, person)


def _death(person: Invented, options: dict[str, Any]) -> str:
    span = text(E11, "dateFrom", options.get("died_on", "2026-01-10")) + text(E11, "dateTo", options.get("found_on"))
    return element(E20, "deathData", element(E11, "deathPeriod", span))


def _data_lock(person: Invented, options: dict[str, Any]) -> str:
    return text(E20, "dataLock", options.get("data_lock", "2")) + text(E20, "dataLockValidFrom", "2026-01-12")


def _changed_name(person: Invented, options: dict[str, Any]) -> str:
    new = {
        "family_name": options.get("new_family_name", "Demo-Neu"),
        "given_name": options.get("new_given_name", "Neu"),
    }
    return name_info(replace(person, **new), options.get("valid_from", "2026-01-11"))


def _contact(person: Invented, options: dict[str, Any]) -> str:
    name = element(E10, "person", text(E10, "lastName", person.family_name[:30]))
    place = (
        text(E10, "street", "Im Kontakt"), text(E10, "houseNumber", "7"), text(E10, "town", "Olten"),
        text(E10, "swissZipCode", 4600), text(E10, "country", "CH"),
    )  # fmt: skip
    address = element(E11, "contactAddress", name, element(E10, "addressInformation", *place))
    return element(E20, "contactData", address)


def _identification(person: Invented, options: dict[str, Any]) -> str:
    after = named_id(E44, "localPersonId", person, options.get("new_local_id", "new-1"))
    ids = text(E20, "vn", options.get("new_ahv_number", person.ahv_number)) + after.replace(
        "eCH-0044:localPersonId", "eCH-0020:localPersonId"
    )
    return element(
        E20,
        "correctIdentificationPerson",
        identification(E20, "personIdentificationBefore", person),
        element(E20, "personIdentificationAfter", ids),
    )


def _conversion(person: Invented, options: dict[str, Any]) -> str:
    return element(
        E20,
        "identificationConversionPerson",
        text(E20, "vn", person.ahv_number),
        named_id(E20, "localPersonIdBefore", person),
        named_id(E20, "localPersonIdAfter", person, options.get("new_local_id", "new-1")),
    )


def _marital(person: Invented, options: dict[str, Any]) -> str:
    other = options.get("spouse") or invented(person.number + 1)
    info = element(
        E20, "maritalInfo", element(E20, "maritalData", options.get("marital") or text(E20, "maritalStatus", "2"))
    )
    return info + relation("maritalRelationship", "spouse", other)


def _correct_marital(person: Invented, options: dict[str, Any]) -> str:
    return _marital(person, {**options, "marital": text(E11, "maritalStatus", "2")})


def _naturalised(person: Invented, options: dict[str, Any]) -> str:
    origin = text(E11, "originName", "Solothurn") + text(E11, "canton", "SO")
    country = element(E20, "country", text(E20, "countryId", 8100), text(E20, "countryIdISO2", "CH"))
    return element(E20, "placeOfOriginInfo", element(E20, "placeOfOrigin", origin)) + element(
        E20, "nationality", text(E20, "nationalityStatus", "2"), country
    )


def _after(name: str, write: Callable[[Invented, dict[str, Any]], str]) -> Callable[[Invented, dict[str, Any]], str]:
    return lambda person, options: _who(name, person) + write(person, options)


KINDS: dict[str, Callable[[Invented, dict[str, Any]], str]] = {
    "moveIn": _move_in,
    "birth": _birth,
    "move": _move,
    "moveOut": _move_out,
    "death": _after("deathPerson", _death),
    "missing": _after("missingPerson", _death),
    "changeName": _after("changeNamePerson", _changed_name),
    "changeResidencePermit": _after("entryResidencePermitPerson", lambda person, options: permit(person)),
    "changeNationality": _after("changeNationalityPerson", nationality),
    "naturalizeForeigner": _after("naturalizeForeignerPerson", _naturalised),
    "dataLock": _after("dataLockPerson", _data_lock),
    "marriage": _after("marriagePerson", _marital),
    "care": _after("carePerson", lambda person, options: relations(person, parents=True)),
    "changeReligion": _after(
        "changeReligionPerson", lambda person, options: element(E20, "religionData", text(E11, "religion", "111"))
    ),
    "contact": _after("contactPerson", _contact),
    "identificationConversion": _conversion,
    "correctIdentification": _identification,
    "correctName": _after("correctNamePerson", _changed_name),
    "correctNationality": _after("correctNationalityPerson", nationality),
    "correctResidencePermit": _after(
        "correctResidencePermitPerson",
        lambda person, options: "" if options.get("without_permit") else permit(person),
    ),
    "correctBirthInfo": _after("correctBirthInfoPerson", lambda person, options: birth_info(person)),
    "correctContact": _after("correctContactPerson", _contact),
    "correctReporting": _after("correctReportingPerson", nested_residence),
    "correctDataLock": _after("correctDataLockPerson", _data_lock),
    "correctDeathData": _after("correctDeathDataPerson", _death),
    "correctMaritalInfo": _after("correctMaritalDataPerson", _correct_marital),
    "correctParentalRelationship": _after(
        "correctParentalRelationshipPerson", lambda person, options: relations(person, parents=True)
    ),
    "correctPersonAdditionalData": _after(
        "correctPersonAdditionalDataPerson",
        lambda person, options: element(
            E20, "personAdditionalData", text(E21, "languageOfCorrespondance", options.get("new_language", "fr"))
        ),
    ),
}
"""How the content of each kind is written."""


def message(kind: str, number: int = 1, *, person: Invented | None = None, **options: Any) -> bytes:
    """One message. Options that are fields of a person change the person, the others the header and the event."""
    who = person or invented(number, seed=options.get("seed", 0))
    own = {name: options.pop(name) for name in list(options) if name in Invented.__dataclass_fields__}
    if own:
        who = replace(who, **own)
    event = element(E20, kind, KINDS[kind](who, options))
    return f"{OPEN}{header(number, **options)}{event}</eCH-0020:delivery>\n".encode()


def base_delivery(people: list[Invented], **options: Any) -> bytes:
    """Everybody in one message, as a register delivers at the beginning."""
    events = [
        element(E20, "messages", resident("baseDeliveryPerson", person, options), residence(person, options))
        for person in people
    ]
    return f"{OPEN}{header(1, **options)}{element(E20, 'baseDelivery', *events)}</eCH-0020:delivery>\n".encode()
