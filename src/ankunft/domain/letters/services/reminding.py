"""Reminding of an invoice: noted, written and given to the post in one go, or not at all."""

from __future__ import annotations

from django.db import transaction

from ankunft.domain.settlement.models import Invoice
from ankunft.domain.settlement.services import invoice_remind
from ankunft.foundation.kernel.actor import Actor

from ..drafts import reminder_draft
from ..models import Letter, Letterhead
from .making import letters_make
from .sending import letter_send


@transaction.atomic
def reminder_write(*, invoice: Invoice, letterhead: Letterhead, actor: Actor) -> Letter:
    """Remind the payee at the next level: the record, the letter with its bill, and the mail belong together.

    Refused where it is not time, where nothing is open (any more), and where no letter can be made of it: then the
    payee counts as not reminded.
    """
    reminder = invoice_remind(invoice=invoice, actor=actor)
    (made,) = letters_make(drafts=[reminder_draft(reminder)], letterhead=letterhead, actor=actor)
    letter = made.required()
    letter_send(letter=letter, actor=actor)
    return letter
