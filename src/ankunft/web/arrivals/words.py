"""How arrivals are told in words, with the tags of their states."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.arrivals.births import Birth, birth_text
from ankunft.domain.arrivals.countries import country_name
from ankunft.domain.arrivals.languages import language_name
from ankunft.domain.arrivals.models import Arrival, ArrivalState, Household, Person
from ankunft.domain.arrivals.tasks import Family

_KINDS = {
    ArrivalState.OPEN: "info",
    ArrivalState.INVITED: "warning",
    ArrivalState.INFORMED: "ok",
    ArrivalState.WAIVED: "neutral",
    ArrivalState.RECALLED: "neutral",
}


@dataclass(frozen=True, slots=True)
class StateTag:
    """A state in words, and the kind of the shell's tag."""

    text: str
    kind: str


def state_tag(arrival: Arrival) -> StateTag:
    """How far the first information of the arrival is."""
    state = ArrivalState(arrival.state)
    return StateTag(str(state.label), _KINDS[state])


def appointment_words(arrival: Arrival) -> str:
    """What leads to the appointment: one is made, or there is one already."""
    return _("Zum Termin") if arrival.state == ArrivalState.INVITED else _("Termin vereinbaren")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a family, as a row."""

    person: Person
    name: str
    born: str
    nationalities: str
    language: str


def member(person: Person) -> Member:
    """The person as a row of their family."""
    codes = (person.nationality, *person.further_nationalities.split())
    return Member(
        person,
        name_of(person),
        birth_text(Birth(person.birth_date, person.birth_year, person.birth_month)),
        ", ".join(country_name(code) for code in codes),
        language_name(person.language) if person.language else "",
    )


def name_of(person: Person) -> str:
    return f"{person.family_name} {person.given_name}".strip()


def address_of(home: Household | None) -> str:
    """An address in one line; empty where none is known."""
    if home is None:
        return ""
    street, town = f"{home.street} {home.house_number}".strip(), f"{home.postcode} {home.town}".strip()
    return ", ".join(filter(None, (street, town)))


def languages_of(family: Family) -> str:
    return ", ".join(language_name(code) for code in family.languages)


def without_names(family: Family) -> str:
    """A family as a line that names nobody: how many, from where, since when, in which language."""
    count = len(family.arrivals)
    parts = [
        ngettext("%(count)s Person", "%(count)s Personen", count) % {"count": count},
        _("Zuzug %(day)s aus: %(country)s") % {"day": f"{family.first.arrived_on:%d.%m.%Y}", "country": family.country},
        languages_of(family),
        _("Dolmetschen nötig") if family.needs_interpreter else "",
    ]
    return " · ".join(filter(None, parts))
