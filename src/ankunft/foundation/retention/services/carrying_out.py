"""Carrying out: deletion lists step by step, and by itself what needs no review."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ankunft.foundation.access import wall
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.services import transition

from .. import registry, states
from ..locks import execution
from ..models import DeletionItem, DeletionList, ItemState
from ..registry import RecordClass
from ..selectors import counts_of, held_by_itself, held_keys, limit_of

STEP = 50
"""Records per transaction of a deletion list: small, so that nobody waits long."""
CHORE_STEP = 500

Progress = Callable[[int, int], None]


def list_carry_out(*, listing: DeletionList, actor: Actor, progress: Progress) -> DeletionList:
    """Carry an approved list out, from where it stands to its end.

    Each step is one transaction: the records, and that they are done. Broken off at any moment, it is continued by
    calling it again; a list that is done stays as it is. In every step holds win, what is not due any more is spared,
    and the statistics must be equal before and after, or the step is undone and Refused says so.
    """
    one = registry.get(listing.record_class)
    if one is None:
        raise Refused(_("Diese Art von Datensätzen gibt es in dieser Version nicht mehr."))
    if listing.state == states.DONE:
        return listing
    if listing.state != states.RUNNING:
        before = dict(one.statistics(listing.organisation))
        _move(listing, states.START, actor, changes={"started_at": clock.now(), "before": before})
    total = listing.items.count()
    while left := _planned(listing).count():
        progress(total - left, total)
        _step(listing, one, actor)
    after = {"finished_at": clock.now(), "after": dict(one.statistics(listing.organisation))}
    _move(listing, states.FINISH, actor, changes=after, details=counts_of(listing))
    progress(total, total)
    return listing


def carry_out_by_itself() -> dict[str, int]:
    """Carry out what is due of every class that needs no review; returns how many records of which class.

    Done by the worker from time to time; several workers may do it at once.
    """
    actor = Actor(account_id=None, label="Betrieb", origin="worker", is_operator=True)
    done: dict[str, int] = {}
    for one in registry.all_classes():
        if one.needs_review:
            continue
        with wall.open_for(actor):
            if count := _by_itself(one, actor):
                done[one.code] = count
    return done


def _step(listing: DeletionList, one: RecordClass, actor: Actor) -> None:
    with execution():
        keys = list(_planned(listing).values_list("key", flat=True)[:STEP])
        held = held_keys(one.code, listing.organisation, keys)
        # A period that was made longer since the proposal counts; one that was made shorter does not.
        limit = min(listing.limit, limit_of(one, clock.today()))
        due = one.still_due([key for key in keys if key not in held], limit, listing.organisation)
        before = dict(one.statistics(listing.organisation))
        one.carry_out(sorted(due), actor)
        if before != dict(one.statistics(listing.organisation)):
            raise Refused(
                _(
                    "Nicht ausgeführt: Die Statistik wäre danach eine andere. "
                    "Nennen Sie der Betriebsstelle die Liste %(number)s."
                )
                % {"number": listing.number}
            )
        _mark(listing, held, ItemState.HELD)
        _mark(listing, due, ItemState.CARRIED_OUT)
        _mark(listing, set(keys) - held - due, ItemState.SPARED)
        listing.batches += 1
        DeletionList.objects.filter(pk=listing.pk).update(batches=listing.batches)


def _planned(listing: DeletionList) -> Any:
    return DeletionItem.objects.filter(deletion_list=listing, state=ItemState.PLANNED).order_by("pk")


def _mark(listing: DeletionList, keys: Collection[str], state: ItemState) -> None:
    DeletionItem.objects.filter(deletion_list=listing, state=ItemState.PLANNED, key__in=keys).update(
        state=state, at=clock.now()
    )


def _by_itself(one: RecordClass, actor: Actor) -> int:
    limit = limit_of(one, clock.today())
    done = 0
    beyond: dict[str, Any] = {}
    while True:
        with execution():
            found = list(one.due_keys(limit).filter(**beyond)[:CHORE_STEP])
            keys = [str(key) for key in found]
            held = held_by_itself(one, keys)
            free = [key for key in keys if key not in held]
            if free:
                one.carry_out(free, actor)
        done += len(free)
        if len(found) < CHORE_STEP:
            break
        beyond = {f"{one.key}__gt": found[-1]}
    if done:
        _tell(one, actor, done, limit.isoformat())
    return done


@transaction.atomic
def _tell(one: RecordClass, actor: Actor, count: int, limit: str) -> None:
    """Of what happens by itself, the trail keeps how much it was."""
    summary = gettext_noop("Nach Ablauf der Frist von selbst gelöscht.")
    after = {"count": count, "limit": limit, "action": one.action}
    record(actor, Entry("retention.class.carried_out", "retention.class", one.code, summary, after=after))


def _move(
    listing: DeletionList,
    name: str,
    actor: Actor,
    *,
    changes: dict[str, Any],
    details: dict[str, int] | None = None,
) -> None:
    table = states.list_table(registry.staff())
    transition(
        obj=listing,
        key=listing.number,
        table=table,
        name=name,
        actor=actor,
        changes=changes,
        details=dict(details or {}),
    )
