"""What `ankunft check` tries out here: whether an invitation can be set in every language."""

from __future__ import annotations

from collections.abc import Iterator

from ankunft.domain.interviews.models import Kind
from ankunft.foundation.fitness import Check, Finding, fault, ok
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused

from .appointed import set_together
from .invitation import invitation_letter
from .languages import letter_languages
from .values import Appointment, Recipient, Sender


def letters() -> Iterator[Finding]:
    """A letter to nobody in each language: without fonts, or with a letter that none of them has, it is not made."""
    known = letter_languages()
    failed = [one.german_name for one in known.values() if not _is_set(one.code)]
    if not failed:
        yield ok(f"Einladungen können in {len(known)} Sprachen gesetzt werden.")
        return
    yield fault(
        f"Einladungen in diesen Sprachen können nicht gesetzt werden: {', '.join(failed)}.",
        "Holen Sie die Schriften mit scripts/setup noch einmal.",
    )


def _is_set(language: str) -> bool:
    now = clock.now()
    try:
        letter = invitation_letter(
            sender=Sender("Gemeinde"),
            recipient=Recipient(("Niemand",)),
            appointment=Appointment(Kind.FIRST_INFORMATION.value, now, "Gemeindehaus"),
            language=language,
            made_at=now,
        )
        set_together([letter], made_at=now)
    except (Refused, RuntimeError):  # Typst's own errors are RuntimeErrors too
        return False
    return True


CHECKS = (Check("interviews.letters", letters, needs_database=False),)
