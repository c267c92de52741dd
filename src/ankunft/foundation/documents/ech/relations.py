"""Who is whose spouse or parent (eCH-0021)."""

from __future__ import annotations

from lxml.etree import _Element

from .parts import E20, E21, E44, ahv_number, key, parts, tidy
from .values import RelationData, RelationKind

OF_SPOUSES = ("maritalRelationship", "partnershipRelationship")
OF_PARENTS = ("parentalRelationship", "addParent")
"""The elements that tell of them."""

_RELATIONS: dict[str, RelationKind] = {
    "1": "spouse",
    "2": "partner",
    "3": "mother",
    "4": "father",
    "5": "foster_parent",
    "6": "foster_parent",
}


def relation(element: _Element) -> RelationData:
    """Who the other one is (eCH-0021 maritalRelationship, parentalRelationship)."""
    told = parts(element)
    other = parts(told[f"{E21}partner"][0])
    number = other.get(f"{E44}vn")
    return RelationData(
        _RELATIONS[(told[f"{E21}typeOfRelationship"].text or "").strip()],
        key(other.get(f"{E44}localPersonId")),
        "" if number is None else ahv_number(number.text or "", number),
        tidy(other[f"{E44}officialName"].text or ""),
        tidy(other[f"{E44}firstName"].text or ""),
    )


def relations(element: _Element, *names: str) -> tuple[RelationData, ...]:
    """All relations that are told in children of these names (eCH-0020)."""
    wanted = [f"{E20}{name}" for name in names]
    return tuple(relation(child) for child in element.iterchildren(*wanted))
