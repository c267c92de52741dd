"""The records of this room."""

from .accesses import PersonAccess, Purpose, SampleCheck
from .arrivals import Arrival, ArrivalState, Exclusion, Source
from .households import Household
from .keys import NameKey
from .people import (
    Duplicate,
    DuplicateState,
    InterpreterNeed,
    Level,
    Permit,
    Person,
    PersonChange,
    Relation,
    RelationKind,
    Sex,
    SpokenLanguage,
)
from .register import Channel, Outcome, RegisterDelivery, RegisterMessage, RegisterRefusal

__all__ = [
    "Arrival",
    "ArrivalState",
    "Channel",
    "Duplicate",
    "DuplicateState",
    "Exclusion",
    "Household",
    "InterpreterNeed",
    "Level",
    "NameKey",
    "Outcome",
    "Permit",
    "Person",
    "PersonAccess",
    "PersonChange",
    "Purpose",
    "RegisterDelivery",
    "RegisterMessage",
    "RegisterRefusal",
    "Relation",
    "RelationKind",
    "SampleCheck",
    "Sex",
    "Source",
    "SpokenLanguage",
]
