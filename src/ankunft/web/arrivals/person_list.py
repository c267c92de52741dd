"""The list of persons: its columns, its filters, and what can be done with several of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ankunft.domain.arrivals import selectors, services
from ankunft.domain.arrivals.births import Birth, birth_text
from ankunft.domain.arrivals.countries import country_name
from ankunft.domain.arrivals.languages import language_name
from ankunft.domain.arrivals.models import Arrival, InterpreterNeed, Permit, Person
from ankunft.domain.arrivals.permits import permit_name
from ankunft.domain.arrivals.services.needs import interpreter_need_set
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.shell.list_pages import Occasion
from ankunft.web.shell.lists import Act, Column, Filter, Listing

from .list_parts import WHOM, municipality_column, municipality_filter

PRESENT, LEFT, EVERYBODY = "anwesend", "weggezogen", "alle"
NOT_ASKED = "offen"

_OCCASIONS = {
    Occasion.LISTED: gettext_lazy("Personenliste"),
    Occasion.FOUND: gettext_lazy("Suche in der Personenliste"),
    Occasion.EXPORTED: gettext_lazy("Personenliste als Excel"),
}


def persons_for(actor: Actor) -> QuerySet[Person]:
    """The persons of the list, each with the permit that holds today."""
    in_force = Permit.objects.filter(person=OuterRef("pk"), valid_from__lte=clock.today()).order_by("-valid_from")
    return selectors.own_persons(actor).annotate(permit=Subquery(in_force.values("category")[:1]))


def noted(actor: Actor) -> Callable[[Sequence[Any], Occasion], None]:
    """Enters the persons in the read log before they are shown."""
    return lambda persons, occasion: services.list_read(persons=persons, what=_OCCASIONS[occasion], actor=actor)


def acts_for(actor: Actor) -> list[Act]:
    """What an officer can do with several persons at once."""
    return [
        Act("termin", _("Termin vereinbaren"), _invite),
        Act("dolmetschen-ja", _("Dolmetschen nötig"), partial(_set_need, actor, InterpreterNeed.YES)),
        Act("dolmetschen-nein", _("Dolmetschen nicht nötig"), partial(_set_need, actor, InterpreterNeed.NO)),
    ]


def _set_need(actor: Actor, need: str, persons: Sequence[Any]) -> str:
    changed = interpreter_need_set(persons=persons, need=need, actor=actor)
    return ngettext("%(count)s Person geändert.", "%(count)s Personen geändert.", changed) % {"count": changed}


def _invite(persons: Sequence[Any]) -> HttpResponse:
    """To the appointment of one; who belongs to the family is offered there."""
    if len(persons) > 1:
        raise Refused(_("Wählen Sie für einen Termin eine Person. Ihre Familie wird mit ihr vorgeschlagen."))
    return redirect(f"{reverse('interview-new')}?person={persons[0].reference}")


def _by_state(persons: QuerySet[Any], value: str) -> QuerySet[Any]:
    return persons if value == EVERYBODY else persons.filter(left_on__isnull=value == PRESENT)


def _by_nationality(persons: QuerySet[Any], value: str) -> QuerySet[Any]:
    return persons.filter(Q(nationality=value) | Q(further_nationalities__contains=value))


def _arrived_since(persons: QuerySet[Any], value: str) -> QuerySet[Any]:
    return persons.filter(Exists(Arrival.objects.filter(person=OuterRef("pk"), arrived_on__gte=value)))


def _codes(actor: Actor, field: str, name: Callable[[str], str]) -> list[tuple[str, str]]:
    """The codes that occur among the actor's persons, by their names."""
    codes = selectors.own_persons(actor).order_by().exclude(**{field: ""}).values_list(field, flat=True).distinct()
    return sorted(((code, name(code)) for code in codes), key=lambda pair: pair[1])


def _permits(actor: Actor) -> list[tuple[str, str]]:
    categories = Permit.objects.filter(person__in=selectors.own_persons(actor)).order_by()
    return [(code, permit_name(code)) for code in sorted(categories.values_list("category", flat=True).distinct())]


FILTERS = (
    Filter(
        "stand",
        gettext_lazy("Stand"),
        _by_state,
        lambda _actor: [(PRESENT, _("Anwesend")), (LEFT, _("Weggezogen")), (EVERYBODY, _("Alle"))],
        default=PRESENT,
        widest=EVERYBODY,
        is_chips=True,
    ),
    municipality_filter(),
    Filter(
        "staat",
        gettext_lazy("Staatsangehörigkeit"),
        _by_nationality,
        lambda actor: _codes(actor, "nationality", country_name),
    ),
    Filter(
        "sprache",
        gettext_lazy("Sprache der Korrespondenz"),
        lambda persons, value: persons.filter(language=value),
        lambda actor: _codes(actor, "language", language_name),
    ),
    Filter(
        "dolmetschen",
        gettext_lazy("Dolmetschen nötig"),
        lambda persons, value: persons.filter(interpreter_need="" if value == NOT_ASKED else value),
        lambda _actor: [*InterpreterNeed.choices, (NOT_ASKED, _("nicht gefragt"))],
    ),
    Filter(
        "ausweis",
        gettext_lazy("Ausweis"),
        lambda persons, value: persons.filter(permit=value),
        _permits,
    ),
    Filter("zuzug", gettext_lazy("Zugezogen seit"), _arrived_since),
)

COLUMNS = (
    Column(
        "name",
        gettext_lazy("Name"),
        lambda person: f"{person.family_name} {person.given_name}".strip(),
        order=("family_name", "given_name"),
    ),
    Column("referenz", gettext_lazy("Referenz"), lambda person: person.reference, is_whole=True),
    municipality_column(lambda person: person),
    Column(
        "geboren",
        gettext_lazy("Geboren"),
        lambda person: birth_text(Birth(person.birth_date, person.birth_year, person.birth_month)),
        order=("birth_year", "birth_date"),
    ),
    Column(
        "staat",
        gettext_lazy("Staatsangehörigkeit"),
        lambda person: ", ".join(
            country_name(code) for code in (person.nationality, *person.further_nationalities.split())
        ),
        order=("nationality",),
    ),
    Column(
        "sprache", gettext_lazy("Sprache"), lambda person: language_name(person.language) if person.language else ""
    ),
    Column(
        "dolmetschen",
        gettext_lazy("Dolmetschen"),
        lambda person: person.get_interpreter_need_display(),
        order=("interpreter_need",),
    ),
    Column("ausweis", gettext_lazy("Ausweis"), lambda person: permit_name(person.permit or ""), order=("permit",)),
    Column(
        "stand",
        gettext_lazy("Stand"),
        lambda person: _("weggezogen") if person.left_on else _("anwesend"),
        template="arrivals/person_state.html",
    ),
)

PERSONS = Listing(
    place="persons",
    title=gettext_lazy("Personen"),
    columns=COLUMNS,
    key="reference",
    sort="name",
    filters=FILTERS,
    search_label=WHOM,
    address=lambda person: reverse("person", args=[person.reference]),
)
