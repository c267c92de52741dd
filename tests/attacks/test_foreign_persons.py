"""Persons, arrivals and interviews of another municipality: under every id, in every form, and for every role."""

from __future__ import annotations

from itertools import product
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import reverse

from ankunft.domain.arrivals.models import Arrival, Household, Person
from ankunft.domain.interviews.models import Interview
from ankunft.domain.roles import INTEGRATION_OFFICER, ROLES
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.access.models import SavedView
from ankunft.foundation.kernel.actor import Actor
from tests.attacks.ground import People, address, changed, contents, name_of, rules
from tests.support.clients import StrictClient
from tests.web import arrivals_ground, duplicates_ground, interviews_ground, persons_ground
from tests.web.permission_ground import FOREIGN, OWN, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_canton")]

PERSONAL, WRITTEN = "Demogeheim", "Demoverschwiegen"
"""What stands for everything personal, and for everything that is written of an interview."""
OTHERS = [role.code for role in ROLES if role.code != INTEGRATION_OFFICER]
MAY_CHANGE = {
    "access.savedview", "audit.event", "audit.readevent", "audit.head", "jobs.job", "access.session",
}  # fmt: skip


def hide(bfs_number: int | None) -> None:
    """Give the persons of that municipality (None: of all) names, addresses and words that no page may show."""
    with wall.open_for(Actor.operator()):
        places = Municipality.objects.filter(bfs_number=bfs_number) if bfs_number else Municipality.objects.all()
        Person.objects.filter(municipality__in=places).update(
            family_name=PERSONAL, given_name=PERSONAL, phone=PERSONAL, email=f"{PERSONAL.lower()}@example.ch"
        )
        Household.objects.filter(municipality__in=places).update(street=PERSONAL)


def hide_interviews(bfs_number: int | None) -> None:
    """The same for what is written of interviews by those who hold them."""
    with wall.open_for(Actor.operator()):
        places = Municipality.objects.filter(bfs_number=bfs_number) if bfs_number else Municipality.objects.all()
        Interview.objects.filter(municipality__in=places).update(
            place=WRITTEN, led_by=WRITTEN, interpreting_order=WRITTEN, interpreting_provider=WRITTEN
        )


def tells(answer: HttpResponseBase) -> set[str]:
    """What of the two an answer tells."""
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    page = content.decode(errors="replace").lower()
    return {mark for mark in (PERSONAL, WRITTEN) if mark.lower() in page}


def named_elsewhere() -> dict[str, str]:
    """The foreign municipality and its people under every name by which an address or a form may mean them."""
    place = Municipality.objects.get(bfs_number=FOREIGN)
    person = persons_ground.reference_of(FOREIGN)
    return {
        **dict.fromkeys(("municipality", "gemeinde", "id"), str(place.pk)),
        **dict.fromkeys(("person", "persons", "present", "reference", "bleibt", "mit"), person),
        **dict.fromkeys(("zuzug", "arrival", "auswahl"), arrivals_ground.reference_of(FOREIGN)),
        **dict.fromkeys(("key", "interview", "gespraech"), interviews_ground.reference_of("1", FOREIGN)),
        "suche": "Demo",
        "gefunden": "1",
        "datei": "xlsx",
    }


@pytest.fixture
def officer() -> StrictClient:
    return People().as_(INTEGRATION_OFFICER)


def test_no_page_of_an_officer_tells_of_them(officer: StrictClient) -> None:
    hide(FOREIGN)
    hide_interviews(FOREIGN)
    faults = []
    for rule in rules("GET"):
        own = address(rule, officer, OWN)
        for where in (address(rule, officer, FOREIGN), own, f"{own}?{urlencode(named_elsewhere())}"):
            if tells(officer.get(where)):
                faults.append(f"{name_of(rule)} {where}")
    assert faults == []


@pytest.mark.parametrize("role", OTHERS)
def test_no_page_of_other_roles_tells_of_anybody(role: str) -> None:
    """Coordination, audit and finance see figures; of a sampled interview, who led it and what was ordered (KS 6)."""
    hide(None)
    hide_interviews(None)
    client, told = People().as_(role), set()
    for rule in rules("GET"):
        for bfs_number in (OWN, FOREIGN):
            told |= {(rule.route, mark) for mark in tells(client.get(address(rule, client, bfs_number)))}
    assert told <= {("sample-item", WRITTEN)}


def test_whoever_may_does_see_them(officer: StrictClient) -> None:
    hide(None)
    hide_interviews(None)
    for where in (
        reverse("person", args=[persons_ground.reference_of(OWN)]),
        reverse("arrival", args=[arrivals_ground.reference_of(OWN)]),
        reverse("interview", args=[interviews_ground.reference_of("1")]),
    ):
        assert PERSONAL in tells(officer.get(where)), where
    assert WRITTEN in tells(officer.get(where)), where


MIXED = {
    "interview-evidence-file": ("key", "evidence"),
    "interview-evidence-remove": ("key", "evidence"),
    "interview-step": ("key", "agreed"),
    "person-permit-remove": ("reference", "permit"),
    "person-language-remove": ("reference", "spoken"),
    "person-relation-remove": ("reference", "relation"),
    "message-nonetheless": ("delivery", "message"),
}
"""Routes with two ids, the second of which belongs to the first."""


def test_an_own_record_leads_to_no_part_of_a_foreign_one(officer: StrictClient) -> None:
    tried, before = set(), contents()
    for rule in [*rules("GET"), *rules("POST")]:
        if rule.route not in MIXED:
            continue
        own, foreign = (address(rule, officer, number).split("/") for number in (OWN, FOREIGN))
        differ = [index for index, (one, other) in enumerate(zip(own, foreign, strict=True)) if one != other]
        assert len(differ) == 2, rule.route
        for index in differ:
            mixed = "/".join(foreign[at] if at == index else part for at, part in enumerate(own))
            answer = officer.get(mixed) if rule.method == "GET" else officer.post(mixed, posted(rule.data))
            assert answer.status_code == 404, mixed
        tried.add(rule.route)
    assert tried == set(MIXED)
    assert set(changed(before, contents())) <= MAY_CHANGE


def of_the_foreign_one() -> dict[str, list[tuple[object, ...]]]:
    """Every row that says it is the foreign municipality's."""
    place, found = Municipality.objects.get(bfs_number=FOREIGN).pk, {}
    with wall.open_for(Actor.operator()):
        for model in apps.get_models():
            names = [field.attname for field in model._meta.concrete_fields]
            if "municipality_id" in names:
                rows = model._default_manager.filter(municipality_id=place)
                found[model._meta.label_lower] = sorted(rows.values_list(*names), key=repr)
    return found


def test_no_form_of_an_officer_touches_them(officer: StrictClient) -> None:
    """Whatever a form names besides what it asks for, and instead of it."""
    before, faults = of_the_foreign_one(), []
    assert before["interviews.interview"]
    named = named_elsewhere()
    for rule in rules("POST"):
        if INTEGRATION_OFFICER not in rule.own or rule.route.startswith("sign-out"):
            continue
        for number, data in ((OWN, {**posted(rule.data), **named}), (FOREIGN, posted(rule.data))):
            with transaction.atomic():
                where = f"{address(rule, officer, number)}?{urlencode(named)}"
                officer.post(where, data)
                if of_the_foreign_one() != before:
                    faults.append(f"{name_of(rule)} {where}")
                transaction.set_rollback(True)
    assert faults == []


CHOSEN = {
    "interview-new": "persons",
    "interview-record": "present",
    "interview-hold": "present",
    "interview-preview": "present",
    "person-relation": "reference",
    "person-household": "reference",
    "arrivals": "auswahl",
    "persons": "auswahl",
    "interviews": "auswahl",
}
"""In which field of a form somebody is chosen."""
ACTS = ("einladen", "verzicht", "termin", "dolmetschen-ja", "einladungen", "erinnerungen")


def test_somebody_foreign_is_chosen_in_no_form(officer: StrictClient) -> None:
    """Everything else is right: the own record, with somebody of the foreign municipality chosen in it."""
    foreign_keys = (
        persons_ground.reference_of(FOREIGN),
        arrivals_ground.reference_of(FOREIGN),
        interviews_ground.reference_of("1", FOREIGN),
    )
    persons, arrivals = (
        set(model._default_manager.filter(municipality__bfs_number=FOREIGN).values_list("pk", flat=True))
        for model in (Person, Arrival)
    )
    before, tried = of_the_foreign_one(), set()
    begun = f"person={persons_ground.reference_of(OWN)}"
    for rule in rules("POST"):
        if rule.route not in CHOSEN:
            continue
        acts = ACTS if CHOSEN[rule.route] == "auswahl" else ("",)
        for chosen, act in product(foreign_keys, acts):
            with transaction.atomic():
                data = {**posted(rule.data), CHOSEN[rule.route]: [chosen]}
                data |= {"tat": act} if act else {}
                data.pop("suche", None)
                officer.post(f"{address(rule, officer)}?{begun}", data)
                assert of_the_foreign_one() == before, name_of(rule)
                assert not _led_to(persons, arrivals), name_of(rule)
                transaction.set_rollback(True)
        tried.add(rule.route)
    assert tried == set(CHOSEN)


def _led_to(persons: set[int], arrivals: set[int]) -> bool:
    """Whether anything of the own municipality leads to these."""
    own = Interview.objects.filter(municipality__bfs_number=OWN)
    return (
        own.filter(taking_part__person__in=persons).exists()
        or own.filter(arrival__in=arrivals).exists()
        or Person.objects.filter(municipality__bfs_number=OWN, relations__other__in=persons).exists()
        or Person.objects.filter(pk__in=persons, household__municipality__bfs_number=OWN).exists()
    )


def test_views_of_somebody_else_are_neither_seen_nor_dropped(officer: StrictClient) -> None:
    other = People().as_(INTEGRATION_OFFICER)
    for place in ("persons", "arrivals", "interviews", "duplicates"):
        where = f"{reverse(place)}?stand=alle&sort=name"
        other.post(where, {"ansicht": "Demogeheim"})
        shown = officer.get(reverse(place)).content.decode()
        assert "Demogeheim" not in shown
        officer.post(reverse(place), {"ansicht-weg": "Demogeheim"})
    kept = set(SavedView.objects.values_list("account", flat=True))
    assert kept == {other.account.pk}  # type: ignore[union-attr]


def test_a_pair_is_merged_into_nobody_else(officer: StrictClient) -> None:
    where = reverse("duplicate", args=[duplicates_ground.PAIR])
    before = of_the_foreign_one()
    data = {"entscheid": "zusammenfuehren", "bleibt": persons_ground.reference_of(FOREIGN), "seen": "1.1"}
    assert officer.post(where, data).status_code in (302, 409)
    assert of_the_foreign_one() == before
