"""The heads of both journals as a small text to deposit elsewhere, and the proof that a deposited one still holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock

from .digests import FIRST
from .journals import JOURNALS, READS, Journal
from .selectors import unsealed
from .wording import moment

CLAIM = re.compile(r"(?:(\w+): Block\s+(\d+)[^\n]*\n\s*Prüfsumme\s+)?\b([0-9a-f]{64})\b")


@dataclass(frozen=True, slots=True)
class Position:
    """How far a journal is: its last block, and how many events there are in it and after it."""

    number: int
    digest: str
    sealed_at: datetime | None
    events: int
    unsealed: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A head that somebody deposited; of a bare digest neither journal nor number are known."""

    journal: Journal | None
    number: int | None
    digest: str


def position(journal: Journal) -> Position:
    """Where the journal is now."""
    number, digest = journal.last()
    seal = journal.seals.filter(number=number).first()
    return Position(number, digest, seal.sealed_at if seal else None, journal.events.count(), unsealed(journal).count())


def as_text() -> str:
    """The heads for a letter or a mail; `claims` reads it."""
    lines = [_("Ankunft: Kopf der Spur, Stand %(now)s") % {"now": moment(clock.now())}]
    for journal in JOURNALS:
        now = position(journal)
        sealed = _("versiegelt am %(at)s") % {"at": moment(now.sealed_at)} if now.sealed_at else _("ohne Block")
        counted = _("Einträge: %(events)s, davon noch nicht versiegelt: %(unsealed)s") % {
            "events": now.events,
            "unsealed": now.unsealed,
        }
        lines += ["", f"{journal.label}: Block {now.number}, {sealed}", f"Prüfsumme {now.digest}", counted]
    return "\n".join(lines)


def as_json() -> str:
    """The same for programs."""
    heads: dict[str, Any] = {"at": clock.now().isoformat()}
    for journal in JOURNALS:
        heads[journal.code] = {**asdict(now := position(journal)), "sealed_at": None}
        if now.sealed_at:
            heads[journal.code]["sealed_at"] = now.sealed_at.isoformat()
    return json.dumps(heads, indent=2)


def claims(text: str) -> list[Claim]:
    """The heads in a text of `as_text` or `as_json`, or a bare digest; none where there is no digest in it."""
    if text.lstrip().startswith("{"):
        return list(_json_claims(text))
    labels = {str(journal.label): journal for journal in JOURNALS}
    found = CLAIM.finditer(text.replace("\r", ""))
    return [Claim(labels.get(match[1]), int(match[2]) if match[2] else None, match[3]) for match in found]


def _json_claims(text: str) -> Iterator[Claim]:
    try:
        heads = json.loads(text)
        for journal in JOURNALS:
            head = heads[journal.code]
            yield Claim(journal, int(head["number"]), str(head["digest"]))
    except (ValueError, TypeError, KeyError):
        return


def refuted(claim: Claim) -> str | None:
    """Why the deposited head does not hold, as a German sentence; None if its block is in the chain.

    The chain itself must have been verified. A block of the read log that was removed when its time was over is taken
    for granted: the trail says that it was.
    """
    if any(_is_there(journal, claim) for journal in ([claim.journal] if claim.journal else JOURNALS)):
        return None
    which = str(claim.journal.label) if claim.journal else _("Spur oder Leseprotokoll")
    return _(
        "Der hinterlegte Kopf ist nicht in der Kette (%(which)s, Block %(number)s, Prüfsumme %(digest)s): "
        "Was er bewies, wurde entfernt oder ersetzt."
    ) % {"which": which, "number": "?" if claim.number is None else claim.number, "digest": claim.digest}


def _is_there(journal: Journal, claim: Claim) -> bool:
    first, mark = journal.start()
    if claim.digest in (FIRST, mark) and claim.number in (None, 0, first):
        return True
    if journal is READS and claim.journal is READS and claim.number is not None and claim.number < first:
        return True
    seals = journal.seals.filter(digest=claim.digest)
    return bool((seals if claim.number is None else seals.filter(number=claim.number)).exists())
