"""All letters of a payment month as one file."""

from __future__ import annotations

from ankunft.foundation.kernel.actor import Actor

from .models import Letter
from .selectors import zip_of
from .services import drafts_today, letters_make


def letters_archive(*, occasion: str, actor: Actor) -> bytes:
    """The letters of the occasion as ZIP: those that were made, and those that are made now. Nothing is sent."""
    letterhead, drafts = drafts_today(occasion)
    keys = [made.required().pk for made in letters_make(drafts=drafts, letterhead=letterhead, actor=actor)]
    return zip_of(Letter.objects.filter(pk__in=keys).order_by("reference"))
