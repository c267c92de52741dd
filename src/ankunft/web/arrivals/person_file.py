"""What the page of a person shows beside name and birth: plain values for the template."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from ankunft.domain.arrivals import services
from ankunft.domain.arrivals.births import Birth, birth_text
from ankunft.domain.arrivals.countries import country_name
from ankunft.domain.arrivals.families import kind_label, relatives_of
from ankunft.domain.arrivals.languages import language_name
from ankunft.domain.arrivals.models import Household, Permit, Person, SpokenLanguage
from ankunft.domain.arrivals.permits import permit_name
from ankunft.domain.arrivals.wording import address_text, level_text
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor


def facts_of(person: Person) -> dict[str, Any]:
    """What stands on the row of the person, in words."""
    countries = [person.nationality, *person.further_nationalities.split()]
    return {
        "birth": birth_text(Birth(person.birth_date, person.birth_year, person.birth_month)),
        "countries": ", ".join(country_name(code) for code in countries),
        "letters": language_name(person.language) if person.language else "",
    }


def parts_of(person: Person, actor: Actor) -> dict[str, Any]:
    """Address, family, permits and languages, as far as the actor sees them; whose names are shown is noted."""
    if person.anonymised_at is not None:
        return {}
    homes = visible_to(actor, Household).filter(persons=person)
    permits = list(visible_to(actor, Permit).filter(person=person).order_by("-valid_from"))
    spoken = visible_to(actor, SpokenLanguage).filter(person=person)
    return {
        "address": next((address_text(services.household_entry_of(home)) for home in homes), ""),
        "relatives": _relatives(person, actor),
        "permits": [_permit(one, number == _current(permits)) for number, one in enumerate(permits)],
        "spoken": [
            {
                "pk": one.pk,
                "name": language_name(one.language),
                "oral": level_text(one.oral),
                "written": level_text(one.written),
                "as_of": one.as_of,
            }
            for one in spoken
        ],
    }


def _relatives(person: Person, actor: Actor) -> list[dict[str, Any]]:
    found = relatives_of(person)
    seen = set(visible_to(actor, Person).filter(pk__in=[one.person.pk for one in found]).values_list("pk", flat=True))
    mine = [one for one in found if one.person.pk in seen]
    services.list_read(persons=[one.person for one in mine], what=gettext_lazy("Familie und Haushalt"), actor=actor)
    return [
        {
            "person": one.person,
            "kind": kind_label(one.kind),
            "relation": one.relation.pk if one.relation else None,
            "elsewhere": bool(one.kind) and one.person.household_id != person.household_id,
        }
        for one in mine
    ]


def _current(permits: list[Permit]) -> int | None:
    """Which of them, the latest first, holds today."""
    today = clock.today()
    for number, one in enumerate(permits):
        if one.valid_from <= today:
            return number if one.valid_until is None or one.valid_until >= today else None
    return None


def _permit(one: Permit, is_current: bool) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "name": permit_name(one.category),
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "entered_on": one.entered_on,
        "is_current": is_current,
    }
