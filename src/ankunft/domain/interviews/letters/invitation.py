"""The letter of invitation: German, and below it the same in the language of the person."""

from __future__ import annotations

from datetime import datetime

from ankunft.domain.interviews.models import Kind

from .appointed import Letter, letter
from .values import Appointment, Recipient, Sender


def invitation_letter(
    *,
    sender: Sender,
    recipient: Recipient,
    appointment: Appointment,
    language: str = "",
    number: int = 1,
    reference: str = "",
    made_at: datetime,
) -> Letter:
    """The letter, to be set by `set_together`, alone or with others. Refuses an unknown language.

    `language` is a code of `letter_languages()`; empty or `de` gives German alone. `number` 2 or more says that nobody
    came to the last appointment. `reference` is the interview's.
    """
    again = number > 1
    return letter(
        title=f"title_{appointment.kind}",
        before={
            "welcome": appointment.kind == Kind.FIRST_INFORMATION and not again,
            "again": again,
            f"purpose_{appointment.kind}": True,
            "invite": True,
        },
        sender=sender,
        recipient=recipient,
        appointment=appointment,
        language=language,
        reference=reference,
        made_at=made_at,
    )
