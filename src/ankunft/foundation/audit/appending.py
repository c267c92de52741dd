"""Adding events to a journal."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation

from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from . import tail
from .journals import Journal


def append(journal: Journal, actor: Actor, contents: Iterable[dict[str, Any]]) -> None:
    """Add one event for each content (what the journal has beside the actor), in one statement per thousand.

    Texts that are translated late are stored in the language of the trail, whatever language the person reads.
    """
    at = clock.now()
    who = {
        "actor_id": actor.account_id,
        "actor_label": actor.label,
        "actor_roles": actor.roles_text(),
        "origin": actor.origin,
        "address": actor.address,
    }
    with translation.override(settings.LANGUAGE_CODE):
        events = [journal.event(at=at, nonce=secrets.token_hex(8), **who, **content) for content in contents]
    for event in events:
        event.digest = journal.digest_of(event)
    journal.events.bulk_create(events, batch_size=1000)
    tail.keep_after_commit(journal, events)
