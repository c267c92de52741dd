"""Putting mail into the outbox, and what the administration may do with it there."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.models import Account
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.encryption import encrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .models import MailState, OutgoingMail

OBJECT_TYPE = "mail.outgoing"


def is_demonstration() -> bool:
    """Whether this database is a demonstration's: what it sends, it sends to nobody."""
    return not settings.PRODUCTION and Account.objects.filter(is_demo=True).exists()


@transaction.atomic
def mail_put(
    *, to: str, subject: str, text: str, kind: str, actor: Actor, is_secret: bool = False, attachment: str = ""
) -> OutgoingMail:
    """Put a mail into the outbox in the caller's transaction; the worker sends it once that is committed.

    `kind` is a short code such as `invitation`. `is_secret`: the text holds a link, a password or something of a
    person, and is emptied as soon as it is sent. `attachment` names the file that goes with it (`attachments`). In a
    demonstration the mail is withheld. Refused if `to` is no address or a line break in address or subject would add
    a header.
    """
    _require_one_line(to, subject)
    try:
        validate_email(to)
    except ValidationError as error:
        raise Refused(_("«%(to)s» ist keine E-Mail-Adresse.") % {"to": to}) from error
    now = clock.machine_now()
    mail = OutgoingMail.objects.create(
        reference=secrets.token_hex(16),
        to=to,
        subject=subject,
        text=encrypt(text),
        attachment=attachment,
        is_secret=is_secret,
        kind=kind,
        state=MailState.WITHHELD if is_demonstration() else MailState.WAITING,
        created_at=now,
        not_before=now,
    )
    _record(actor, mail, "put", f"Nachricht {mail.pk} («{kind}») in den Postausgang gelegt.")
    return mail


@transaction.atomic
def mail_again(*, mail: OutgoingMail, actor: Actor) -> None:
    """Let a mail that failed or was withheld be sent again, with all its attempts.

    Refused if it is in another state, if its text was emptied meanwhile, or in a demonstration.
    """
    if is_demonstration():
        raise Refused(_("Aus einer Demonstration wird nichts versendet."))
    if not mail.text:
        raise Refused(_("Der Text dieser Nachricht ist gelöscht. Lösen Sie sie dort neu aus, wo sie entstanden ist."))
    moved = OutgoingMail.objects.filter(pk=mail.pk, state__in=(MailState.FAILED, MailState.WITHHELD)).update(
        state=MailState.WAITING, attempts=0, error="", not_before=clock.machine_now()
    )
    if not moved:
        raise Refused(_("Diese Nachricht ist weder gescheitert noch zurückgehalten. Laden Sie die Seite neu."))
    _record(actor, mail, "again", f"Nachricht {mail.pk} («{mail.kind}») soll noch einmal gesendet werden.")


@transaction.atomic
def mail_withhold(*, mail: OutgoingMail, actor: Actor) -> None:
    """Keep a waiting mail from being sent; Refused if it waits no more. An attempt under way may still succeed."""
    moved = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.WAITING).update(state=MailState.WITHHELD)
    if not moved:
        raise Refused(_("Diese Nachricht wartet nicht mehr. Laden Sie die Seite neu."))
    _record(actor, mail, "withheld", f"Nachricht {mail.pk} («{mail.kind}») zurückgehalten.")


@transaction.atomic
def mail_forget(*, mails: Iterable[int], actor: Actor) -> int:
    """Empty address, subject and text of these mails (record ids), because of whom they went to; returns how many.

    What waits still is withheld. That there was a mail, of which kind and what became of it stays.
    """
    known = OutgoingMail.objects.filter(pk__in=list(mails)).exclude(to="", text="")
    for mail in known.filter(state=MailState.WAITING):
        with suppress(Refused):  # it was sent meanwhile
            mail_withhold(mail=mail, actor=actor)
    return known.update(to="", subject="", text="")


def _require_one_line(*texts: str) -> None:
    """Refused if one of them has a control character: a line break in a header begins another header."""
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"} for text in texts for sign in text):
        raise Refused(_("Adresse und Betreff einer Nachricht haben keine Zeilenumbrüche."))


def _record(actor: Actor, mail: OutgoingMail, action: str, sentence: str) -> None:
    """The trail tells that, not what was written to whom."""
    record(actor, Entry(f"mail.{action}", OBJECT_TYPE, str(mail.pk), sentence))
