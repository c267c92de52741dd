"""How long persons are kept, and what is left of them: what statistics count, and nobody who can be recognised."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from ankunft.domain.territory.permissions import organisation_code
from ankunft.domain.territory.selectors import owned_by
from ankunft.foundation.access import wall
from ankunft.foundation.audit.services import Entry, record_many
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.retention import registry
from ankunft.foundation.retention.registry import Described, RecordClass

from . import rules
from .forgetting import RECORD_CLASS, forget, register_forgetting, with_merged
from .models import Person, RegisterMessage, RegisterRefusal
from .models.register import Outcome
from .services.trail import PERSON

__all__ = ["register", "register_forgetting"]

DEFAULT_MONTHS = 120
"""A proposal, not a paragraph: the canton and its archive decide (ArchivVO)."""


def due(limit: date, owner: str) -> QuerySet[Person]:
    """Persons who left on or before that day and are not anonymous yet, of one municipality or of all.

    Members of an association and merged municipalities have lists of their own (who acts for them handles those), so
    that a hold on a municipality covers all of its persons and nobody else's.
    """
    left = Person.objects.filter(left_on__lte=limit, anonymised_at=None, merged_into=None)
    return left.filter(municipality__in=owned_by(frozenset({owner}))) if owner else left


def count_due(limit: date, owners: Collection[str]) -> Mapping[str, int]:
    """How many are due of each of these municipalities."""
    rows = due(limit, "").filter(municipality__in=owned_by(frozenset(owners))).order_by()
    counts = rows.values_list("municipality__bfs_number").annotate(count=Count("pk"))
    return {organisation_code(bfs): count for bfs, count in counts}


def carry_out(keys: Collection[str], actor: Actor) -> None:
    """Make these persons anonymous, in the caller's transaction; who is so already stays as they are.

    Left are municipality, nationality, sex, year of birth and of departure. Names, day of birth, contact, AHV number,
    data lock and the parts that `forget` names go; who was merged into them goes with them. The events name the
    reference alone and stay.
    """
    persons = Person.objects.filter(reference__in=list(keys), anonymised_at=None, left_on__isnull=False)
    municipalities = set(persons.values_list("municipality", flat=True))
    # The lead who approved sees those who have left. Whether somebody still lives in their household, and what is
    # merged into them, stands behind the wall; of it nothing is shown, and nothing is touched that is not theirs.
    with wall.also(municipality=municipalities):
        _carry_out(dict(persons.values_list("pk", "reference")), actor)


def _carry_out(persons: dict[int, str], actor: Actor) -> None:
    found = with_merged(persons)
    forget(found.keys(), actor)
    Person.objects.filter(pk__in=found).update(
        family_name="",
        given_name="",
        birth_date=None,
        birth_month=None,
        further_nationalities="",
        language="",
        interpreter_need="",
        phone="",
        email="",
        register_key="",
        ahv_number_encrypted="",
        ahv_index="",
        left_on=None,
        data_lock=False,
        anonymised_at=clock.now(),
        version=F("version") + 1,
    )
    summary = gettext_lazy("Person nach Ablauf der Aufbewahrungsfrist anonymisiert.")
    record_many(
        actor, [Entry("arrivals.person.anonymise", PERSON, reference, summary) for reference in sorted(found.values())]
    )


def statistics(owner: str = "") -> dict[str, int]:
    """How many persons there are by municipality, nationality and year of departure: the same before and after."""
    persons = Person.objects.filter(merged_into=None)
    if owner:
        persons = persons.filter(municipality__in=owned_by(frozenset({owner})))
    rows = (
        persons.order_by()
        .values_list("municipality__bfs_number", "nationality", Coalesce("left_year", 0))
        .annotate(count=Count("pk"))
    )
    return {f"{bfs} {nationality} {year or '-'}": count for bfs, nationality, year, count in rows}


def owner(key: str) -> str | None:
    """The municipality whose record it is.

    Whoever holds a record back need not see it: the canton, and the lead, who sees nobody that has not left. Told is
    the municipality alone.
    """
    known = rules.reference_in(key)
    with wall.also(reference=[known] if known else []):
        person = Person.objects.filter(reference=known).select_related("municipality").first()
    return organisation_code(person.municipality.bfs_number) if person else None


def describe(keys: Collection[str]) -> Mapping[str, Described]:
    """The persons as the reviewer reads them, in one statement."""
    rows = Person.objects.filter(reference__in=list(keys), left_on__isnull=False)
    return {
        person.reference: Described(f"{person.family_name} {person.given_name}".strip(), person.left_on)
        for person in rows
        if person.left_on
    }


def excluded(limit: date, owner: str) -> QuerySet[RegisterMessage]:
    """Messages about people for whom start.integration is not, whose content nobody needs any more."""
    return RegisterMessage.objects.filter(outcome=Outcome.EXCLUDED, person=None, sent_at__lt=_end_of(limit)).exclude(
        content=""
    )


def refusals(limit: date, owner: str) -> QuerySet[RegisterRefusal]:
    """What was refused, with a reason that may tell of somebody."""
    return RegisterRefusal.objects.filter(delivery__received_at__lt=_end_of(limit))


def _empty_excluded(keys: Collection[str], actor: Actor) -> None:
    # The message itself stays: the same one shall have no second effect.
    RegisterMessage.objects.filter(pk__in=list(keys)).update(content="", person_digest="")


def _delete_refusals(keys: Collection[str], actor: Actor) -> None:
    RegisterRefusal.objects.filter(pk__in=list(keys)).delete()


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, clock.ZURICH)


def register() -> None:
    """Called once when the application starts."""
    registry.register(
        RecordClass(
            code="arrivals.excluded",
            label=gettext_lazy("Meldungen über Personen ausserhalb von start.integration"),
            begins=gettext_lazy("Am Tag, an dem die Meldung gesendet wurde; danach bleibt nur, dass es sie gab."),
            source=gettext_lazy("Kein Paragraf bekannt; Vorschlag."),
            default_months=12,
            action=registry.ANONYMISE,
            key="pk",
            due=excluded,
            carry_out=_empty_excluded,
        ),
        RecordClass(
            code="arrivals.refusal",
            label=gettext_lazy("Abgelehnte Meldungen der Einwohnerregister"),
            begins=gettext_lazy("Am Tag, an dem sie eingingen."),
            source=gettext_lazy("Kein Paragraf bekannt; Vorschlag."),
            default_months=12,
            action=registry.DELETE,
            key="pk",
            due=refusals,
            carry_out=_delete_refusals,
        ),
    )
    registry.register(
        RecordClass(
            code=RECORD_CLASS,
            label=gettext_lazy("Personen"),
            begins=gettext_lazy("Mit dem Wegzug aus der Gemeinde oder dem Tod."),
            source=gettext_lazy(
                "Kein Paragraf bekannt; Vorschlag, der mit dem Staatsarchiv festzulegen ist (ArchivVO, BGS 122.511)."
            ),
            default_months=DEFAULT_MONTHS,
            action=registry.ANONYMISE,
            key="reference",
            due=due,
            carry_out=carry_out,
            needs_review=True,
            owner=owner,
            describe=describe,
            statistics=statistics,
            count_due=count_due,
        )
    )
