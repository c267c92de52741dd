"""The worker's part: taking a waiting mail, handing it to the server, and saying what became of it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import TypeVar

from django.conf import settings
from django.db.models import F, QuerySet

from ankunft.foundation.encryption import Undecipherable, decrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused

from . import attachments
from .models import MailError, MailState, OutgoingMail
from .server import Server, parse
from .services import is_demonstration

Result = TypeVar("Result")
MAX_ATTEMPTS = 5
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
LEASE = timedelta(minutes=10)
"""How long a mail belongs to the worker that took it: longer than any attempt lasts."""
TIMEOUT = 20.0
"""Seconds for each answer of the server."""
MOST = 100
KEEP_TEXT = timedelta(days=30)


class NotSent(Exception):
    """An attempt did not succeed. `final`: another one would not either; `server`: no other mail would be taken."""

    def __init__(self, error: MailError, *, final: bool = False, server: bool = False) -> None:
        super().__init__(error)
        self.error, self.final, self.server = error, final, server


def server() -> Server | None:
    """The mail server of this installation; None where none is set."""
    return parse(settings.SMTP_URL) if settings.SMTP_URL else None


def send_waiting() -> int:
    """Send what waits and is due; returns how many were sent. Safe to run in several workers at once.

    A round ends where the server cannot be reached: the mails that follow do not lose an attempt for it.
    Without a server, and in a demonstration, everything stays where it is.
    """
    post = server()
    if post is None or is_demonstration():
        return 0
    _give_up()
    sent = 0
    now = clock.machine_now()
    due = OutgoingMail.objects.filter(state=MailState.WAITING, not_before__lte=now, attempts__lt=MAX_ATTEMPTS)
    for mail in due.order_by("pk")[:MOST]:
        if not _take(mail):
            continue
        try:
            _deliver(mail, post)
        except NotSent as problem:
            _note(mail, problem)
            if problem.server:
                break
        else:
            sent += _mine(mail).update(
                state=MailState.SENT,
                sent_at=clock.machine_now(),
                error="",
                text="" if mail.is_secret else mail.text,
            )
    return sent


def empty_old_texts() -> int:
    """Empty the text of every mail that is not waiting and is older than the retention; returns how many."""
    before = clock.machine_now() - KEEP_TEXT
    old = OutgoingMail.objects.exclude(state=MailState.WAITING).filter(created_at__lt=before)
    return old.exclude(text="").update(text="")


def message(mail: OutgoingMail, text: str) -> EmailMessage:
    """The mail as it goes over the wire: plain text in UTF-8, with the same Message-ID at every attempt.

    Refused where its attachment is not there any more.
    """
    name, sender = parseaddr(settings.MAIL_FROM)
    written = EmailMessage(policy=SMTP)
    written["From"] = Address(name, addr_spec=sender)
    written["To"] = Address(addr_spec=_ascii(mail.to))
    written["Subject"] = mail.subject
    written["Date"] = format_datetime(mail.created_at)
    written["Message-ID"] = f"<{mail.reference}@{sender.rpartition('@')[2]}>"
    written["Auto-Submitted"] = "auto-generated"
    written.set_content(text, charset="utf-8")
    if mail.attachment:
        file = attachments.fetch(mail.attachment)
        main, _slash, sub = file.media_type.partition("/")
        written.add_attachment(file.content, maintype=main, subtype=sub, filename=file.file_name)
    return written


def _ascii(address: str) -> str:
    """The address with its domain as the name system writes it: not every server knows other letters."""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def _take(mail: OutgoingMail) -> bool:
    """Make the mail this worker's for the length of the lease; False if another one was faster."""
    taken = _mine(mail).update(attempts=F("attempts") + 1, not_before=clock.machine_now() + LEASE)
    mail.attempts += taken
    return bool(taken)


def _mine(mail: OutgoingMail) -> QuerySet[OutgoingMail]:
    """The mail, as long as nobody has taken or moved it since: every attempt has its number."""
    return OutgoingMail.objects.filter(pk=mail.pk, state=MailState.WAITING, attempts=mail.attempts)


def _give_up() -> None:
    """A mail whose last attempt was never finished has none left."""
    lost = OutgoingMail.objects.filter(
        state=MailState.WAITING, attempts__gte=MAX_ATTEMPTS, not_before__lte=clock.machine_now()
    )
    lost.update(state=MailState.FAILED, error=MailError.INTERRUPTED)


def _note(mail: OutgoingMail, problem: NotSent) -> None:
    if problem.final or mail.attempts >= MAX_ATTEMPTS:
        _mine(mail).update(state=MailState.FAILED, error=problem.error)
        return
    pause = PAUSES[min(mail.attempts, len(PAUSES)) - 1]
    _mine(mail).update(error=problem.error, not_before=clock.machine_now() + pause)


def _deliver(mail: OutgoingMail, post: Server) -> None:
    """Hand the mail to the server; NotSent otherwise. Accepted is accepted, whatever follows."""
    try:
        text = decrypt(mail.text)
    except Undecipherable as error:
        raise NotSent(MailError.UNREADABLE, final=True) from error
    try:
        written = message(mail, text)
    except Refused as error:
        raise NotSent(MailError.ATTACHMENT, final=True) from error
    except ValueError as error:
        raise NotSent(MailError.REFUSED, final=True) from error
    connection = _step(lambda: _connect(post))
    try:
        _step(lambda: connection.send_message(written, to_addrs=[_ascii(mail.to)]))
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
        connection.close()


def _connect(post: Server) -> smtplib.SMTP:
    """A connection that is encrypted and signed in as the address of the server says."""
    context = ssl.create_default_context()
    if post.tls == "implicit":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(post.host, post.port, timeout=TIMEOUT, context=context)
    else:
        connection = smtplib.SMTP(post.host, post.port, timeout=TIMEOUT)
    try:
        if post.tls == "starttls":
            _start_tls(connection, context)
        if post.user:
            connection.login(post.user, post.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _start_tls(connection: smtplib.SMTP, context: ssl.SSLContext) -> None:
    try:
        connection.starttls(context=context)
    except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException) as error:
        raise NotSent(MailError.TLS, server=True) from error


def _step(attempt: Callable[[], Result]) -> Result:
    """Do one thing with the server; what goes wrong becomes a code without the server's words."""
    try:
        return attempt()
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(MailError.SIGN_IN, server=True) from error
    except smtplib.SMTPRecipientsRefused as error:
        code = max(answer[0] for answer in error.recipients.values())
        raise NotSent(MailError.RECIPIENT, final=code >= 500) from error
    except smtplib.SMTPSenderRefused as error:
        raise NotSent(MailError.SENDER) from error
    except smtplib.SMTPServerDisconnected as error:
        raise NotSent(MailError.DISCONNECTED, server=True) from error
    except smtplib.SMTPConnectError as error:
        raise NotSent(MailError.CONNECTION, server=True) from error
    except smtplib.SMTPDataError as error:
        raise NotSent(MailError.REFUSED, final=error.smtp_code >= 500) from error
    except smtplib.SMTPException as error:
        raise NotSent(MailError.REFUSED) from error
    except ssl.SSLError as error:
        raise NotSent(MailError.TLS, server=True) from error
    except OSError as error:
        raise NotSent(MailError.CONNECTION, server=True) from error
