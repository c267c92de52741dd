"""What people see of periods, holds and deletion lists."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q, QuerySet

from ankunft.foundation.access.models import Organisation
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.dated import Dated

from . import registry
from .models import DeletionItem, DeletionList, ItemState, LegalHold, Period
from .registry import RecordClass
from .rules import latest_begin
from .states import APPROVED, CLOSED, RUNNING


def periods_over_time() -> dict[str, Dated[Period]]:
    """Every recorded period, by class, as a dated value."""
    entries: dict[str, list[tuple[date, Period]]] = {}
    for period in Period.objects.all():
        entries.setdefault(period.record_class, []).append((period.valid_from, period))
    return {code: Dated(dated) for code, dated in entries.items()}


def period_of(code: str, day: date) -> Period | None:
    """The period recorded for a class that holds on that day; None if there is none."""
    return Period.objects.filter(record_class=code, valid_from__lte=day).order_by("-valid_from").first()


def months_of(one: RecordClass, day: date) -> int:
    """How many months records of the class are kept: as recorded, else as proposed by the product."""
    period = period_of(one.code, day)
    return period.months if period else one.default_months


def is_confirmed(code: str, day: date) -> bool:
    """Whether an authority has set the period; a mere proposal carries no deletion list."""
    period = period_of(code, day)
    return period is not None and period.confirmed


def limit_of(one: RecordClass, day: date) -> date:
    """The latest day on which a period of the class can have begun that is over on `day`."""
    return latest_begin(day, months_of(one, day))


def organisations_for(actor: Actor, roles: Collection[str]) -> frozenset[str]:
    """The codes of the organisations for which the actor acts in one of these roles."""
    codes = actor.organisations(*roles)
    return codes | registry.staff().entrusted(codes) if codes else codes


def names_of(codes: Collection[str]) -> dict[str, str]:
    """The names of organisations by their code."""
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))


def visible_lists(actor: Actor) -> QuerySet[DeletionList]:
    """Auditors see every list, reviewers and approvers those of the organisations for which they act."""
    staff = registry.staff()
    if actor.has_role(*staff.auditors):
        return DeletionList.objects.all()
    return DeletionList.objects.filter(organisation__in=organisations_for(actor, staff.reviewers | staff.approvers))


def visible_items(actor: Actor) -> QuerySet[DeletionItem]:
    """The records of the lists that somebody sees."""
    return DeletionItem.objects.filter(deletion_list__in=visible_lists(actor))


def visible_holds(actor: Actor) -> QuerySet[LegalHold]:
    """Keepers and auditors see every hold; a municipality sees what holds back its own records."""
    staff = registry.staff()
    if actor.has_role(*staff.keepers, *staff.auditors):
        return LegalHold.objects.all()
    codes = organisations_for(actor, staff.reviewers | staff.approvers)
    if not codes:
        return LegalHold.objects.none()
    return LegalHold.objects.filter(Q(organisation__in=codes) | Q(organisation=""))


def open_lists(actor: Actor) -> QuerySet[DeletionList]:
    """The lists somebody sees that are not finished."""
    return visible_lists(actor).exclude(state__in=CLOSED)


def waiting_for_work(actor: Actor) -> QuerySet[DeletionList]:
    """Lists that are approved and not carried out to the end."""
    return visible_lists(actor).filter(state__in=(APPROVED, RUNNING))


def counts_of(listing: DeletionList) -> dict[str, int]:
    """How many records of the list are in each state; every state is named."""
    found = dict(
        DeletionItem.objects.filter(deletion_list=listing).values_list("state").annotate(Count("pk")).order_by()
    )
    return {state.value: found.get(state.value, 0) for state in ItemState}


def items_of(listing: DeletionList) -> QuerySet[DeletionItem]:
    return DeletionItem.objects.filter(deletion_list=listing).order_by("key")


def holds_in_force(code: str, organisation: str) -> QuerySet[LegalHold]:
    """The holds that cover the whole class, the whole organisation, or this class of it."""
    return LegalHold.objects.filter(
        lifted_at=None, key="", record_class__in=("", code), organisation__in={"", organisation}
    )


def held_keys(code: str, organisation: str, keys: Collection[str]) -> set[str]:
    """Those of the keys that a hold keeps from being carried out now."""
    if holds_in_force(code, organisation).exists():
        return set(keys)
    rows = LegalHold.objects.filter(lifted_at=None, record_class=code, key__in=list(keys))
    return set(rows.values_list("key", flat=True))


def held_by_itself(one: RecordClass, keys: Collection[str]) -> set[str]:
    """Those of the keys that a hold keeps from going by themselves.

    Such a class does not know whose its records are: a hold on it of one organisation holds all of it, rather too much
    than too little. A hold on everything of an organisation holds what is evidence of its records.
    """
    covers = Q(record_class=one.code) | Q(record_class="", organisation="")
    if one.is_evidence:
        covers |= Q(record_class="")
    if LegalHold.objects.filter(covers, lifted_at=None, key="").exists():
        return set(keys)
    return held_keys(one.code, "", keys)


def due_of(actor: Actor) -> list[tuple[RecordClass, str, int]]:
    """What is due today and needs a review, for whoever makes the lists: class, organisation, how many (holds aside).

    Without what has an open list already.
    """
    codes = organisations_for(actor, registry.staff().reviewers)
    classes = registry.reviewed_classes() if codes else []
    if not classes:
        return []
    lists = DeletionList.objects.filter(organisation__in=codes).exclude(state__in=CLOSED)
    listed = set(lists.values_list("record_class", "organisation"))
    found: list[tuple[RecordClass, str, int]] = []
    for one in classes:
        free = [code for code in sorted(codes) if (one.code, code) not in listed]
        counts = one.due_counts(limit_of(one, clock.today()), free)
        found.extend((one, code, count) for code, count in sorted(counts.items()))
    return found
