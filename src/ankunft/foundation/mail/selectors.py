"""Reading the outbox. Its texts are read by the worker alone."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from .models import MailState, OutgoingMail


def outbox(state: str = "") -> QuerySet[OutgoingMail]:
    """What was put into the outbox, latest first, without the texts; of one state, or all."""
    mails = OutgoingMail.objects.defer("text")
    return mails.filter(state=state) if state else mails


def counts() -> dict[str, int]:
    """How many mails are in each state."""
    found = dict(OutgoingMail.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state.value: found.get(state.value, 0) for state in MailState}


_private: set[str] = set()


def register_private(kind: str) -> None:
    """Say that mails of that kind go to persons whom nobody outside their municipality sees, nor their addresses.

    Called once when the application starts.
    """
    _private.add(kind)


def is_private(mail: OutgoingMail) -> bool:
    """Whether to whom the mail goes is shown to nobody."""
    return mail.kind in _private
