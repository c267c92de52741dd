"""The only way a record changes its state."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .models import Stateful, Step
from .selectors import hands_on
from .tables import TransitionTable


@transaction.atomic
def transition(
    *,
    obj: Stateful,
    key: str,
    table: TransitionTable,
    name: str,
    actor: Actor,
    reason: str = "",
    changes: dict[str, Any] | None = None,
    details: dict[str, Any] | None = None,
    sentence: str = "",
) -> None:
    """Move `obj` (known to people as `key`) along the transition `name`, or raise Refused with the reason.

    The move is one conditional UPDATE on state and version: of two people who press the button at the
    same moment one succeeds, on SQLite (which has no row locks) as on PostgreSQL. `changes` are
    columns set by the same statement. Step and event are written in the same transaction; `sentence` (in the language
    of the trail) tells more than that of the table, where it names what was done.
    """
    move = table[name]
    if move.needs_reason and not reason.strip():
        raise Refused(_("%(doing)s braucht eine Begründung.") % {"doing": move.doing})
    before = obj.state
    table.decide(name=name, state=before, actor=actor, hands=hands_on(table.object_type, key)).require()
    changed = (
        type(obj)
        ._default_manager.filter(pk=obj.pk, state=before, version=obj.version)
        .update(state=move.target, version=F("version") + 1, **(changes or {}))
    )
    if changed != 1:
        raise Refused(_("Inzwischen hat jemand anders diesen Datensatz bearbeitet. Bitte neu laden und prüfen."))
    obj.refresh_from_db()
    _step(table, key, name, before, move.target, actor, reason)
    record(
        actor,
        Entry(
            f"{table.object_type}.{name}",
            table.object_type,
            key,
            sentence or move.sentence,
            before={"state": before},
            after={"state": move.target, **(details or {})},
            reason=reason,
        ),
    )


def hands_remember(*, obj: Stateful, key: str, table: TransitionTable, name: str, actor: Actor) -> None:
    """Remember who worked on `obj` without moving it: whoever did may not approve it later (four eyes).

    `name` is what `Transition.other_hands` asks for. The caller leaves the event.
    """
    _step(table, key, name, obj.state, obj.state, actor)


def _step(table: TransitionTable, key: str, name: str, before: str, after: str, actor: Actor, reason: str = "") -> None:
    Step.objects.create(
        object_type=table.object_type,
        object_key=key,
        name=name,
        from_state=before,
        to_state=after,
        account_id=actor.account_id,
        account_label=actor.label,
        at=clock.now(),
        reason=reason,
    )
