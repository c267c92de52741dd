"""A delivery: one file, archive or folder that came in, and what was made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import transaction

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.turns import in_turn

from ..models import RegisterDelivery, Source
from ..permissions import RECORD
from .intake import TURN, Intake
from .known import Known
from .notes import COUNTS, counted
from .places import Municipalities
from .preparing import Taken
from .situation import Situation

Progress = Callable[[int, int], None]
"""Told how many of how many messages are done; where nobody knows how many there are, the two are the same."""


def messages_take_in(
    *,
    messages: Iterable[Taken],
    channel: str,
    file_name: str,
    sha256: str,
    actor: Actor,
    municipality_ids: frozenset[int] | None = None,
    source: str = Source.REGISTER,
    progress: Progress | None = None,
    total: int = 0,
) -> RegisterDelivery:
    """Take in what was read of a delivery (what `take_in` does once it has read the file).

    Everything good is stored, each bad message is a `RegisterRefusal`. A delivery of the same content that was broken
    off is gone on with: what it has stored is not stored again.
    """
    can(actor, RECORD).require()
    delivery = _begun(channel, file_name, sha256, actor)
    municipalities = Municipalities(actor, municipality_ids)
    situation = Situation(actor, municipalities, Known(municipalities.own, municipalities.carrier), source)
    for done in Intake(delivery, situation).take(messages):
        if progress is not None:
            progress(done, max(done, total))
    _finished(delivery, actor)
    return delivery


@transaction.atomic
def _begun(channel: str, file_name: str, sha256: str, actor: Actor) -> RegisterDelivery:
    """A new delivery, or the one of the same content that was broken off: its counts begin anew.

    Whether it was, or is being taken in right now, nobody can tell. So it is taken over by a new moment of receipt;
    whoever is still at it finds that out with the next chunk, and stops (`counted`).
    """
    in_turn(TURN)
    same = RegisterDelivery.objects.filter(channel=channel, sha256=sha256, finished_at=None)
    broken_off = next((one for one in same if one.account_id == actor.account_id), None)
    if broken_off is not None:
        broken_off.refusals.all().delete()
        for name in COUNTS:
            setattr(broken_off, name, 0)
        broken_off.received_at = max(clock.now(), broken_off.received_at + timedelta.resolution)
        broken_off.save(update_fields=[*COUNTS, "received_at"])
        return broken_off
    return RegisterDelivery.objects.create(
        channel=channel,
        file_name=file_name[-200:],
        sha256=sha256,
        account_id=actor.account_id,
        actor_label=actor.label,
        received_at=clock.now(),
    )


@transaction.atomic
def _finished(delivery: RegisterDelivery, actor: Actor) -> None:
    delivery.finished_at = clock.now()
    counted(delivery)
    if delivery.read == delivery.unchanged + delivery.refused:
        # Nothing came that was not there before: there is nothing to tell the trail.
        return
    counts = {name: getattr(delivery, name) for name in COUNTS}
    summary = (
        f"Meldungen des Einwohnerregisters gelesen: {delivery.read}, übernommen {delivery.applied}, "
        f"nicht start.integration {delivery.excluded}, schon bekannt {delivery.unchanged}, "
        f"zurückgewiesen {delivery.refused}."
    )
    record(actor, Entry("arrivals.register.take_in", "arrivals.delivery", str(delivery.pk), summary, after=counts))
