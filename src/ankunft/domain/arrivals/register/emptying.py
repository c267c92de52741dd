"""What was taken from messages about nobody here is not kept for long."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from ankunft.foundation.access import wall
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from ..models import RegisterMessage

KEPT = timedelta(days=365)


def messages_empty() -> int:
    """Take away the content of messages about nobody recorded here that came a year ago; how many those were.

    That they came, when, and why they were excluded stays: it is counted, and names nobody.
    """
    operator = Actor.operator()
    with wall.open_for(operator), transaction.atomic():
        old = RegisterMessage.objects.filter(person=None, delivery__received_at__lt=clock.now() - KEPT)
        emptied = old.exclude(content="").update(content="")
        if emptied:
            summary = gettext_lazy("Inhalt alter Meldungen über Personen, die hier nicht erfasst sind, gelöscht.")
            entry = Entry("arrivals.register.empty", "arrivals.register", "messages", summary, after={"count": emptied})
            record(operator, entry)
    return emptied
