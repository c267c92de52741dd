from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings

from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.mail.models import OutgoingMail
from ankunft.foundation.mail.services import mail_put
from tests.support.smtp import Mailbox, mailbox

Put = Callable[..., OutgoingMail]


@pytest.fixture
def box(settings: LazySettings) -> Iterator[Mailbox]:
    """A mail server that the installation sends by."""
    with mailbox() as box:
        settings.SMTP_URL = box.url
        settings.MAIL_FROM = "Ankunft Probe <ankunft@so.example>"
        yield box


@pytest.fixture
def put(db: None) -> Put:
    """`put(subject="…")`: a mail in the outbox."""

    def make(**change: object) -> OutgoingMail:
        values = {"to": "wer@example.ch", "subject": "Grüsse", "text": "Guten Tag\nZürich", "kind": "test"}
        return mail_put(**{**values, **change}, actor=Actor.operator())  # type: ignore[arg-type]

    return make
