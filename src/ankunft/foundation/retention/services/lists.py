"""Deletion lists on their way: proposed, reviewed, approved, dropped."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ankunft.foundation.access import policy
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.jobs.models import OPEN, Job
from ankunft.foundation.jobs.services import job_enqueue
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.services import transition

from .. import registry, states
from ..models import DeletionItem, DeletionList, ItemState
from ..permissions import HANDLE, may_move, may_propose
from ..selectors import counts_of, held_keys, is_confirmed, limit_of, months_of

CARRY_OUT = "retention.carry_out"


@transaction.atomic
def list_propose(*, code: str, organisation: str, actor: Actor) -> DeletionList:
    """Make a list of everything of a class and an organisation that is due today. What is held is listed as held.

    Refused if nothing is due, or while another list of the same class and organisation is open.
    """
    may_propose(actor, organisation).require()
    one = registry.get(code)
    if one is None or not one.needs_review:
        raise Refused(_("Diese Art von Datensätzen wird nicht mit einer Löschliste gelöscht."))
    if (
        DeletionList.objects.filter(record_class=code, organisation=organisation)
        .exclude(state__in=states.CLOSED)
        .exists()
    ):
        raise Refused(_("Es gibt schon eine offene Löschliste. Schliessen Sie diese zuerst ab."))
    today = clock.today()
    limit = limit_of(one, today)
    keys = [str(key) for key in one.due_keys(limit, organisation)]
    if not keys:
        raise Refused(_("Zurzeit ist nichts fällig."))
    listing = DeletionList.objects.create(
        state=states.PROPOSED,
        record_class=code,
        organisation=organisation,
        months=months_of(one, today),
        limit=limit,
        proposed_at=clock.now(),
        proposed_by=actor.label,
    )
    held = held_keys(code, organisation, keys)
    DeletionItem.objects.bulk_create(
        (
            DeletionItem(deletion_list=listing, key=key, state=ItemState.HELD if key in held else ItemState.PLANNED)
            for key in keys
        ),
        batch_size=1000,
    )
    after = {"record_class": code, "organisation": organisation, "limit": limit.isoformat(), **counts_of(listing)}
    summary = gettext_noop("Löschliste vorgeschlagen.")
    record(actor, Entry("retention.list.propose", states.OBJECT_TYPE, listing.number, summary, after=after))
    return listing


@transaction.atomic
def item_keep(*, item: DeletionItem, reason: str, actor: Actor) -> None:
    """Keep one record back from the list, with the reason. Only while the list is being reviewed."""
    if not reason.strip():
        raise Refused(_("Sagen Sie, warum dieser Datensatz behalten wird."))
    _decide(item, ItemState.PLANNED, ItemState.KEPT, reason.strip()[:300], actor)


@transaction.atomic
def item_plan(*, item: DeletionItem, actor: Actor) -> None:
    """Put a record that was kept back onto the list again."""
    _decide(item, ItemState.KEPT, ItemState.PLANNED, "", actor)


@transaction.atomic
def list_review(*, listing: DeletionList, actor: Actor) -> None:
    """The reviewer has looked at every record. Refused if nothing is left to be carried out."""
    may_move(actor, listing, states.REVIEW).require()
    counts = counts_of(listing)
    if not counts[ItemState.PLANNED]:
        raise Refused(_("Auf dieser Liste ist nichts mehr vorgesehen. Verwerfen Sie sie."))
    _move(listing, states.REVIEW, actor, details=counts)


@transaction.atomic
def list_approve(*, listing: DeletionList, actor: Actor) -> Job:
    """Another person approves; the execution is asked for in the same transaction.

    Refused as long as the period is a mere proposal: nothing is deleted by a period that no authority has set.
    """
    may_move(actor, listing, states.APPROVE).require()
    if not is_confirmed(listing.record_class, clock.today()):
        raise Refused(
            _(
                "Die Aufbewahrungsfrist ist erst ein Vorschlag. "
                "Die Koordinationsstelle muss sie zuerst mit Quelle festhalten."
            )
        )
    _move(listing, states.APPROVE, actor, details=counts_of(listing))
    return _enqueue(listing, actor)


@transaction.atomic
def list_resume(*, listing: DeletionList, actor: Actor) -> Job:
    """Ask for the execution once more, after a job that did not come to its end. Refused while one is under way."""
    if listing.state == states.APPROVED:
        may_move(actor, listing, states.START).require()
    else:
        may_move(actor, listing, states.FINISH).require()
    if listing.job is not None and Job.objects.filter(pk=listing.job, state__in=OPEN).exists():
        raise Refused(_("Die Löschliste wird schon ausgeführt."))
    return _enqueue(listing, actor)


def list_send_back(*, listing: DeletionList, actor: Actor, reason: str) -> None:
    """Back to the reviewer, with the reason."""
    may_move(actor, listing, states.SEND_BACK).require()
    _move(listing, states.SEND_BACK, actor, reason)


def list_drop(*, listing: DeletionList, actor: Actor, reason: str) -> None:
    """Drop the list; nothing of it is carried out."""
    may_move(actor, listing, states.DROP).require()
    _move(listing, states.DROP, actor, reason)


def _move(
    listing: DeletionList, name: str, actor: Actor, reason: str = "", *, details: dict[str, int] | None = None
) -> None:
    table = states.list_table(registry.staff())
    transition(
        obj=listing, key=listing.number, table=table, name=name, actor=actor, reason=reason, details=dict(details or {})
    )


def _enqueue(listing: DeletionList, actor: Actor) -> Job:
    job = job_enqueue(kind=CARRY_OUT, parameters={"list": listing.pk}, actor=actor)
    DeletionList.objects.filter(pk=listing.pk).update(job=job.pk)
    listing.job = job.pk
    return job


def _decide(item: DeletionItem, before: ItemState, after: ItemState, reason: str, actor: Actor) -> None:
    listing = item.deletion_list
    policy.can(actor, HANDLE, listing).require()
    # The list does not move between this look and the change: whoever moves it changes the same version.
    moved = DeletionList.objects.filter(pk=listing.pk, state=states.PROPOSED, version=listing.version).update(
        version=listing.version + 1
    )
    changed = moved and DeletionItem.objects.filter(pk=item.pk, state=before).update(
        state=after, reason=reason, at=clock.now()
    )
    if not changed:
        raise Refused(_("Die Liste hat sich inzwischen geändert. Bitte neu laden und prüfen."))
    listing.refresh_from_db()
    summaries = {
        ItemState.KEPT: gettext_noop("Datensatz von der Löschliste zurückgehalten."),
        ItemState.PLANNED: gettext_noop("Datensatz wieder auf die Löschliste gesetzt."),
    }
    change = {"record": item.key, "state": str(after)}
    record(
        actor,
        Entry(
            "retention.item.decided", states.OBJECT_TYPE, listing.number, summaries[after], after=change, reason=reason
        ),
    )
