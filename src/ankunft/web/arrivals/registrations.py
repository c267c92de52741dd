"""What persons hang into the shell: places, the search, what the municipality and the office are told."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ankunft.domain.arrivals import permissions, selectors, services
from ankunft.domain.arrivals.models import Person, PersonAccess
from ankunft.domain.arrivals.searching import FoundPerson, first_found
from ankunft.domain.arrivals.services.duplicates import duplicates_propose_everywhere
from ankunft.domain.roles import COORDINATION, INTEGRATION_OFFICER
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.jobs import chores
from ankunft.foundation.jobs.chores import Chore
from ankunft.foundation.jobs.registry import handler
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.registry import Due, Hit, Place, links, my_day, navigation, search

from . import duplicate_jobs, duplicate_list, register_jobs, task_days

MOST_HITS = 10
DAY = 24 * 60 * 60


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(gettext_lazy("Zuzüge"), "arrivals", frozenset({INTEGRATION_OFFICER}), 10))
    navigation.register(Place(gettext_lazy("Personen"), "persons", frozenset({INTEGRATION_OFFICER}), 20))
    navigation.register(
        Place(gettext_lazy("Einsichten"), "accesses", frozenset({INTEGRATION_OFFICER, COORDINATION}), 60)
    )
    search.register(_search)
    my_day.register(_told_to_the_municipality)
    my_day.register(_told_to_the_office)
    my_day.register(task_days.to_invite)
    my_day.register(task_days.refused)
    my_day.register(duplicate_list.due)
    chores.register(Chore("arrivals.duplicates", DAY, duplicates_propose_everywhere))
    handler(register_jobs.TAKE_IN, title=gettext_lazy("Meldungen einlesen"))(register_jobs.take_in_file)
    handler(duplicate_jobs.SEARCH, title=gettext_lazy("Dubletten suchen"))(duplicate_jobs.search)
    links.register("arrivals.arrival", lambda key: reverse("arrival", args=[key]))
    links.register("person", lambda key: reverse("person", args=[key]))


def _search(actor: Actor, query: str) -> Iterator[Hit]:
    """Persons by name, reference or AHV number, among those whom the actor sees."""
    hits: list[Person | FoundPerson] = list(first_found(actor, query, MOST_HITS))
    if actor.has_role(COORDINATION):
        opened = visible_to(actor, Person).filter(anonymised_at=None, merged_into=None)
        opened = opened.exclude(municipality__in=permissions.officer_municipalities(actor))
        hits += selectors.found(opened, query, actor=actor)[: MOST_HITS - len(hits)]
    services.list_read(persons=hits, what=gettext_lazy("Suche"), actor=actor)
    for person in hits:
        name = f"{person.family_name} {person.given_name}".strip()
        detail = _("%(reference)s · %(municipality)s") % {
            "reference": person.reference,
            "municipality": person.municipality.name,
        }
        yield Hit(name, detail, reverse("person", args=[person.reference]), _("Person"))


def _told_to_the_municipality(actor: Actor) -> Iterator[Due]:
    """Which accesses to its persons are open, to which it can still object."""
    if not (own := permissions.officer_municipalities(actor)):
        return
    rows = PersonAccess.objects.filter(municipality__in=own, ended_at=None, until__gte=clock.today(), objected_at=None)
    if count := rows.count():
        title = ngettext(
            "Die Koordinationsstelle hat Einsicht in %(count)s Person",
            "Die Koordinationsstelle hat Einsicht in %(count)s Personen",
            count,
        ) % {"count": count}
        last = rows.order_by("-until").values_list("until", flat=True)[0]
        yield Due(title, _("Zur Kenntnis; Einwand möglich"), last, reverse("accesses"), _("Ansehen"))


def _told_to_the_office(actor: Actor) -> Iterator[Due]:
    """To which of the own open accesses a municipality has objected."""
    if not actor.has_role(COORDINATION):
        return
    for access in selectors.open_accesses(actor).exclude(objected_at=None).select_related("municipality"):
        title = _("Einwand von %(name)s prüfen") % {"name": access.municipality.name}
        yield Due(title, access.person_reference, access.until, reverse("accesses"), _("Ansehen"))
