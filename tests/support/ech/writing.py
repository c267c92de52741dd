"""The parts that messages are written from, with the prefixes that registers use."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from .people import Invented

OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<eCH-0020:delivery version="3.0"'
    ' xmlns:eCH-0006="http://www.ech.ch/xmlns/eCH-0006/2" xmlns:eCH-0007="http://www.ech.ch/xmlns/eCH-0007/5"'
    ' xmlns:eCH-0008="http://www.ech.ch/xmlns/eCH-0008/3" xmlns:eCH-0010="http://www.ech.ch/xmlns/eCH-0010/5"'
    ' xmlns:eCH-0011="http://www.ech.ch/xmlns/eCH-0011/8" xmlns:eCH-0020="http://www.ech.ch/xmlns/eCH-0020/3"'
    ' xmlns:eCH-0021="http://www.ech.ch/xmlns/eCH-0021/7" xmlns:eCH-0044="http://www.ech.ch/xmlns/eCH-0044/4"'
    ' xmlns:eCH-0058="http://www.ech.ch/xmlns/eCH-0058/5">\n'
)
RELATION_TYPES = {
    "spouse": "1",
    "partner": "2",
    "mother": "3",
    "father": "4",
    "foster_father": "5",
    "foster_mother": "6",
}
E20, E11, E44, E21, E10, E08, E58 = (f"eCH-00{number}" for number in ("20", "11", "44", "21", "10", "08", "58"))


def element(namespace: str, name: str, *content: str) -> str:
    """An element with content that is already written."""
    return f"<{namespace}:{name}>{''.join(content)}</{namespace}:{name}>\n"


def text(namespace: str, name: str, value: Any) -> str:
    """An element with a text; nothing for None and ''."""
    return "" if value in (None, "") else f"<{namespace}:{name}>{escape(str(value))}</{namespace}:{name}>\n"


def header(number: int = 1, **options: Any) -> str:
    """The header (eCH-0058) with what eCH-0020 adds."""
    return element(
        E20,
        "deliveryHeader",
        text(E58, "senderId", options.get("sender_id", "sedex://1-2601-1")),
        text(E58, "recipientId", "sedex://2-11-1"),
        text(E58, "messageId", options.get("message_id", f"m-{options.get('seed', 0)}-{number}")),
        text(E58, "referenceMessageId", options.get("reference_message_id", "")),
        text(E58, "messageType", options.get("message_type", "sedex://10020")),
        element(
            E58,
            "sendingApplication",
            text(E58, "manufacturer", "Demo"),
            text(E58, "product", "Register"),
            text(E58, "productVersion", "1.0"),
        ),
        text(E58, "messageDate", options.get("sent_at", "2026-01-15T08:00:00+01:00")),
        text(E58, "eventDate", options.get("event_on", "2026-01-15")),
        text(E58, "action", options.get("action", "1")),
        text(E58, "testDeliveryFlag", "true" if options.get("is_test") else "false"),
        text(E20, "dataLock", options.get("header_lock", "")),
    )


def named_id(namespace: str, name: str, person: Invented, local_id: str = "") -> str:
    return element(
        namespace,
        name,
        text(E44, "personIdCategory", person.category),
        text(E44, "personId", local_id or person.local_id),
    )


def partial_date(value: str) -> str:
    return text(E44, {4: "year", 7: "yearMonth"}.get(len(value), "yearMonthDay"), value)


def identification(namespace: str, name: str, person: Invented) -> str:
    return element(
        namespace,
        name,
        text(E44, "vn", person.ahv_number),
        named_id(E44, "localPersonId", person),
        text(E44, "officialName", person.family_name),
        text(E44, "firstName", person.given_name),
        text(E44, "sex", person.sex),
        element(E44, "dateOfBirth", partial_date(person.birth)),
    )


def country(name: str, country: tuple[Any, str, str]) -> str:
    number, iso, short = country
    return element(
        E11,
        name,
        text(E08, "countryId", number),
        text(E08, "countryIdISO2", iso),
        text(E08, "countryNameShort", short),
    )


def municipality(namespace: str, name: str, number: Any, town: str = "Solothurn") -> str:
    return element(
        namespace, name, text("eCH-0007", "municipalityId", number), text("eCH-0007", "municipalityName", town)
    )


def name_info(person: Invented, valid_from: str = "") -> str:
    names = text(E11, "officialName", person.family_name) + text(E11, "firstName", person.given_name)
    return element(E20, "nameInfo", element(E20, "nameData", names), text(E20, "nameValidFrom", valid_from))


def birth_info(person: Invented) -> str:
    place = element(E11, "placeOfBirth", element(E11, "foreignCountry", country("country", person.from_country)))
    born = element(E11, "dateOfBirth", partial_date(person.birth))
    return element(E20, "birthInfo", element(E20, "birthData", born, place, text(E11, "sex", person.sex)))


def nationality(person: Invented, options: dict[str, Any]) -> str:
    status = options.get("nationality_status", "2" if person.nationalities else "1")
    told = [element(E11, "countryInfo", country("country", one)) for one in person.nationalities]
    return element(E20, "nationalityData", text(E11, "nationalityStatus", status), *told)


def permit(person: Invented) -> str:
    return element(
        E20,
        "residencePermitData",
        text(E11, "residencePermit", person.permit),
        text(E11, "residencePermitValidFrom", person.permit_from),
        text(E11, "residencePermitValidTill", person.permit_until),
        text(E11, "entryDate", person.entered_on),
    )


def origin_or_permit(person: Invented) -> str:
    if any(iso == "CH" for _, iso, _ in person.nationalities):
        origin = text(E11, "originName", "Solothurn") + text(E11, "canton", "SO")
        return element(E20, "placeOfOriginInfo", element(E20, "placeOfOrigin", origin))
    return permit(person)


def lock(options: dict[str, Any]) -> str:
    return element(E20, "lockData", text(E21, "dataLock", options.get("data_lock", "0")), text(E21, "paperLock", "0"))


def relation(name: str, kind: str, other: Invented) -> str:
    parental = kind not in ("spouse", "partner")
    return element(
        E20,
        name,
        element(E21, "partner", identification(E21, "personIdentification", other)),
        text(E21, "typeOfRelationship", RELATION_TYPES[kind]),
        text(E21, "care", "1") if parental else "",
    )


def relations(person: Invented, *, parents: bool) -> str:
    return "".join(
        relation("parentalRelationship" if parents else "maritalRelationship", kind, other)
        for kind, other in person.relations
        if (kind not in ("spouse", "partner")) is parents
    )


def dwelling(namespace: str, person: Invented, moved_on: Any = None) -> str:
    address = (
        text(E10, "street", person.street),
        text(E10, "houseNumber", person.house_number),
        text(E10, "town", person.town),
        text(E10, "swissZipCode", person.postcode),
        text(E10, "country", "CH"),
    )
    return element(
        namespace,
        "dwellingAddress",
        text(E11, "householdID", person.household_id),
        element(E11, "address", *address),
        text(E11, "typeOfHousehold", "1"),
        text(E11, "movingDate", moved_on),
    )


def place(namespace: str, name: str, person: Invented, options: dict[str, Any]) -> str:
    if options.get("from_unknown"):
        return element(namespace, name, text(E11, "unknown", "0"))
    if options.get("from_swiss"):
        return element(namespace, name, municipality(E11, "swissTown", options.get("from_bfs_number", 261), "Zürich"))
    return element(namespace, name, element(E11, "foreignCountry", country("country", person.from_country)))


def reporting(namespace: str, person: Invented) -> str:
    return municipality(namespace, "reportingMunicipality", person.bfs_number, person.municipality)


def residence(person: Invented, options: dict[str, Any]) -> str:
    kind = options.get("residence", "main")
    name = {"main": "hasMainResidence", "secondary": "hasSecondaryResidence", "other": "hasOtherResidence"}[kind]
    return element(
        E20,
        name,
        reporting(E20, person),
        text(E20, "arrivalDate", person.arrived_on),
        place(E20, "comesFrom", person, options),
        dwelling(E20, person),
        municipality(E20, "mainResidence", 261, "Zürich") if kind == "secondary" else "",
    )


def nested_residence(person: Invented, options: dict[str, Any]) -> str:
    inner = element(
        E11,
        "mainResidence",
        reporting(E11, person),
        text(E11, "arrivalDate", person.arrived_on),
        place(E11, "comesFrom", person, options),
        dwelling(E11, person),
    )
    return element(E20, "hasMainResidence", inner)


def resident(name: str, person: Invented, options: dict[str, Any]) -> str:
    birth = name == "birthPerson"
    marital = element(E20, "maritalData", text(E11, "maritalStatus", "1"))
    contact = element(E20, "personAdditionalData", text(E21, "languageOfCorrespondance", person.language))
    return element(
        E20,
        name,
        identification(E20, "personIdentification", person),
        name_info(person),
        birth_info(person),
        element(E20, "religionData", text(E11, "religion", "111")),
        marital if birth else element(E20, "maritalInfo", marital),
        nationality(person, options),
        contact,
        origin_or_permit(person),
        lock(options),
        "" if birth else relations(person, parents=False),
        relations(person, parents=True),
    )
