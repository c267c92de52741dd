"""Which recorded persons may be one: read from the records, compared by the rule of `likeness`, said in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ankunft.foundation.kernel.actor import Actor

from .likeness import Traits
from .models import Duplicate, DuplicateState, Person
from .names import folded, sought
from .selectors import by_index, parts_visible_to

SENTENCES: Mapping[str, str | Promise] = {
    "ahv_same": gettext_lazy("Gleiche AHV-Nummer."),
    "ahv_differs": gettext_lazy("Verschiedene AHV-Nummern."),
    "key_same": gettext_lazy("Gleicher Schlüssel des Einwohnerregisters."),
    "key_differs": gettext_lazy("Das Einwohnerregister kennt sie unter zwei Schlüsseln."),
    "name_same": gettext_lazy("Gleicher Name."),
    "name_swapped": gettext_lazy("Familienname und Vorname vertauscht."),
    "name_order": gettext_lazy("Gleiche Namen in anderer Reihenfolge."),
    "name_alike": gettext_lazy("Ähnlicher Name, anders geschrieben."),
    "name_part": gettext_lazy("Ein Name ist bei einer der beiden weggelassen."),
    "name_differs": gettext_lazy("Verschiedene Namen."),
    "birth_same": gettext_lazy("Gleiches Geburtsdatum."),
    "birth_transposed": gettext_lazy("Tag und Monat der Geburt vertauscht."),
    "birth_mistyped": gettext_lazy("Geburtsdatum bis auf einen Tippfehler gleich."),
    "birth_partly": gettext_lazy("Was von der Geburt bekannt ist, stimmt überein."),
    "birth_differs": gettext_lazy("Verschiedene Geburtsdaten."),
    "sex_differs": gettext_lazy("Verschiedenes Geschlecht."),
    "nationality_same": gettext_lazy("Gemeinsame Staatsangehörigkeit."),
    "nationality_differs": gettext_lazy("Keine gemeinsame Staatsangehörigkeit."),
    "household_same": gettext_lazy("Gleicher Haushalt."),
}
MONTHS = 12
COMPARED = (
    "pk", "family_name", "given_name", "birth_date", "birth_year", "birth_month", "sex", "nationality",
    "further_nationalities", "ahv_index", "register_key", "household",
)  # fmt: skip


def compared_in(municipality: int) -> QuerySet[Person]:
    """Those in a municipality among whom duplicates are looked for: also who has left, because some come back."""
    return Person.objects.filter(municipality=municipality, anonymised_at=None, merged_into=None)


def traits_of(persons: QuerySet[Person]) -> Iterable[Traits]:
    """What of these persons is compared."""
    for row in persons.order_by().values_list(*COMPARED).iterator():
        pk, family, given, born, year, month, sex, nationality, further, ahv_index, key, household = row
        nationalities = frozenset({nationality, *further.split()})
        yield Traits(
            pk, folded(family), folded(given), born, year, month, sex, nationalities, ahv_index, key, household
        )


def perhaps_the_same(person: Person) -> QuerySet[Person]:
    """Who in the municipality shares a mark (`likeness.marks`) with the person, that one included: each by an index."""
    there = compared_in(person.municipality_id).order_by()
    shared = [there.filter(pk=person.pk)]
    if person.ahv_index:
        shared.append(there.filter(ahv_index=person.ahv_index))
    if person.register_key:
        shared.append(there.filter(register_key=person.register_key))
    if person.birth_date:
        shared.append(there.filter(birth_date__in=_same_or_swapped(person.birth_date)))
    if what := sought(f"{person.family_name} {person.given_name}"):
        shared.append(there.filter(pk__in=by_index(what, [person.municipality_id], whole=True)))
    # Put together and not asked for with "or", which PostgreSQL answers by reading the whole municipality.
    first, *others = (one.values("pk") for one in shared)
    return compared_in(person.municipality_id).filter(pk__in=first.union(*others))


def _same_or_swapped(day: date) -> list[date]:
    return [day, day.replace(month=day.day, day=day.month)] if day.day <= MONTHS else [day]


def duplicates_of(actor: Actor) -> QuerySet[Duplicate]:
    """The pairs of the actor's municipalities, with both persons; none of whom somebody is anonymous."""
    pairs = parts_visible_to(actor, Duplicate).filter(person__anonymised_at=None, other__anonymised_at=None)
    return pairs.select_related("municipality", "person__municipality", "other__municipality")


def open_duplicates(actor: Actor) -> QuerySet[Duplicate]:
    """Those that somebody still has to decide about."""
    undecided = Q(state=DuplicateState.OPEN, person__merged_into=None, other__merged_into=None)
    return duplicates_of(actor).filter(undecided)


def sentences_of(reasons: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """The reasons that were kept, as sentences with their points."""
    return [(str(SENTENCES.get(one["code"], one["code"])), one["points"]) for one in reasons]
