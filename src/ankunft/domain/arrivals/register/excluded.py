"""Those for whom start.integration is not: what is told of them later may show that it is.

They are not recorded as persons, so a message about them (correct…, changeResidenceType) finds them by a keyed digest
of the register's key, kept with the message that was excluded as long as its content.
"""

from __future__ import annotations

from typing import Any

from ankunft.foundation.documents.ech.values import Correction, DataLock, Event, KeyChange, MoveIn, Other
from ankunft.foundation.encryption import blind_index

from ..models import Exclusion, Outcome, RegisterMessage
from .content import move_in_of, opened, sealed

DIGEST = "register-key"
RESIDENCE_TYPE = "changeResidenceType"
"""The message does not say which kind of residence it is now: whoever had no main residence is taken to have one, so
that they are invited rather than lost; whoever had one, none (decision 0053)."""
_IDENTITY = ("key", "ahv_number", "family_name", "given_name", "birth", "sex")
_PLAIN = ("nationalities", "permit", "locked", "language", "residence", "died_on")
_NEVER_EMPTY = frozenset({"key", "family_name", "birth", "residence"})
_KINDS = {"parents": ("mother", "father", "foster_parent"), "spouse": ("spouse", "partner")}


def digest_of(event: Event) -> str:
    """By which somebody is found again: empty where the register gave no key."""
    if isinstance(event, KeyChange):
        return _digest(event.key)
    return _digest(event.identity.key) if event.identity else ""


def listed(event: Event, municipality: int | None, own: frozenset[int] | None) -> RegisterMessage | None:
    """The latest message by which somebody was excluded whom the event is about; None if there is none, or several."""
    if not isinstance(event, Correction | DataLock | KeyChange | Other) or not (digest := digest_of(event)):
        return None
    known = RegisterMessage.objects.filter(person_digest=digest, outcome=Outcome.EXCLUDED, person=None)
    if municipality is not None:
        known = known.filter(municipality=municipality)
    elif own is not None:
        known = known.filter(municipality__in=own)
    found = list(known.exclude(content="").order_by("-pk"))
    return found[0] if len({one.municipality_id for one in found}) == 1 else None


def amended(event: Event, listed: RegisterMessage) -> MoveIn | None:
    """What was told of the person, with what is told now; None where nothing is otherwise."""
    try:
        before = move_in_of(opened(listed))
    except ValueError:
        return None
    after = before
    if isinstance(event, Correction):
        after = _corrected(event, before)
    elif isinstance(event, DataLock):
        after = before._replace(locked=event.locked)
    elif isinstance(event, KeyChange):
        after = before._replace(identity=before.identity._replace(key=event.new_key))
    elif isinstance(event, Other) and event.kind == RESIDENCE_TYPE and before.residence is not None:
        is_secondary = listed.exclusion == Exclusion.SECONDARY_RESIDENCE
        after = before._replace(residence=before.residence._replace(kind="main" if is_secondary else "secondary"))
    return None if after == before else after


def keep(listed: RegisterMessage, event: MoveIn, exclusion: str) -> None:
    """They are excluded still, maybe for another reason."""
    RegisterMessage.objects.filter(pk=listed.pk).update(
        exclusion=exclusion, content=sealed(event), person_digest=digest_of(event)
    )


def release(listed: RegisterMessage) -> None:
    """They are on no list of those excluded any more, which alone needed what the message told."""
    RegisterMessage.objects.filter(pk=listed.pk).update(
        outcome=Outcome.NOTED, exclusion="", content="", person_digest=""
    )


def _corrected(event: Correction, before: MoveIn) -> MoveIn:
    def told(names: tuple[str, ...]) -> dict[str, Any]:
        given = {name: getattr(event, name) for name in names if name in event.told}
        return {name: value for name, value in given.items() if value or name not in _NEVER_EMPTY}

    after = before._replace(identity=before.identity._replace(**told(_IDENTITY)), **told(_PLAIN))
    if "contact" in event.told and event.contact is not None and after.residence is not None:
        after = after._replace(residence=after.residence._replace(address=event.contact))
    wrong = {kind for name, kinds in _KINDS.items() if name in event.told for kind in kinds}
    if not wrong:
        return after
    others = tuple(one for one in after.relations if one.kind not in wrong)
    return after._replace(relations=(*others, *event.relations))


def _digest(key: str) -> str:
    return blind_index(key, purpose=DIGEST) if key else ""
