"""What `ankunft check` looks at here: stored verdicts, and the files of evidence."""

from __future__ import annotations

from collections.abc import Iterator

from ankunft.foundation.access import wall
from ankunft.foundation.fitness import Check, Finding, fault, ok
from ankunft.foundation.kernel.actor import Actor

from . import evidence_files
from .models import Evidence, Interview, InterviewState
from .services.verdicts import stale

PACE = 5000
"""How many interviews are judged at a time, so that memory stays flat."""
LATEST = 50_000
"""How many are judged altogether, those recorded last: what is paid next rests on them."""
MOST = 10


def verdicts() -> Iterator[Finding]:
    """The stored verdicts are what the rules say of the records: by them a payment month is counted."""
    with wall.open_for(Actor.operator()):
        wrong = _stale()
    if not wrong:
        yield ok("Was bei den Gesprächen über ihre Beiträge steht, folgt aus dem, was erfasst ist.")
        return
    named = ", ".join(wrong[:MOST]) + (f" und {len(wrong) - MOST} weitere" if len(wrong) > MOST else "")
    yield fault(
        f"Bei {len(wrong)} Gesprächen steht ein anderes Urteil, als aus den Angaben folgt: {named}.",
        "Öffnen und speichern Sie diese Gespräche, oder melden Sie es der Betriebsstelle.",
    )


def evidence() -> Iterator[Finding]:
    """Every confirmation of which it is said that it is there lies in the folder."""
    with wall.open_for(Actor.operator()):
        stored = Evidence.objects.exclude(stored_as="").values_list("interview__reference", "stored_as")
        lost = sorted({reference for reference, name in stored.iterator() if not evidence_files.is_there(name)})
    if not lost:
        yield ok("Alle abgelegten Belege liegen bereit.")
        return
    yield fault(
        f"Zu {len(lost)} Gesprächen fehlt die Datei des Belegs: {', '.join(lost[:MOST])}.",
        "Stellen Sie den Ordner «evidence» der Installation aus der Sicherung wieder her.",
    )


def _stale() -> list[str]:
    held = Interview.objects.filter(state=InterviewState.HELD, forgotten_at=None).order_by("-pk")
    wrong: set[str] = set()
    for start in range(0, LATEST, PACE):
        if not (batch := list(held[start : start + PACE])):
            break
        wrong.update(stale(batch))
    return sorted(wrong)


CHECKS = (Check("interviews.verdicts", verdicts), Check("interviews.evidence", evidence))
