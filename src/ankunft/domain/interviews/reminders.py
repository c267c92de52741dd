"""Which appointments somebody is to be reminded of: by a mail of its own accord, or by a letter that somebody sends."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ankunft.foundation.kernel import clock
from ankunft.foundation.mail.models import MailState
from ankunft.foundation.mail.services import is_demonstration

from .models import Interview, InterviewState, Participant, Reminder, ReminderChannel

POST_DAYS = 4
"""How many days earlier a letter is written than a mail: it has to arrive."""


def mail_is_sent() -> bool:
    """Whether reminders go out by mail here: there is a server, or it is a demonstration, which sends to nobody."""
    return bool(settings.SMTP_URL) or is_demonstration()


def to_mail() -> QuerySet[Interview]:
    """Appointments of the next days of which nobody was reminded by mail, with somebody who has an address.

    What was agreed on today is fresh in everybody's mind.
    """
    coming = _coming(settings.REMINDER_DAYS).filter(recorded_at__lt=_midnight(0))
    return coming.filter(Exists(_reachable()), ~Exists(_made(ReminderChannel.MAIL)))


def to_write(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    """Those of the interviews of which somebody is to be reminded by a letter that was not made yet.

    That is where nobody has an e-mail address, or where the mail could not be sent. Who was invited when the letter
    would have been due already is not reminded.
    """
    if not settings.REMINDER_DAYS:
        return interviews.none()
    days = settings.REMINDER_DAYS + POST_DAYS
    coming = _coming(days, interviews).filter(starts_at__gt=F("recorded_at") + timedelta(days=days))
    there = Participant.objects.filter(interview=OuterRef("pk"), person__left_on=None)
    coming = coming.filter(Exists(there), ~Exists(_made(ReminderChannel.LETTER)))
    return coming.filter(~Exists(_reachable()) | Q(Exists(_not_sent()))) if mail_is_sent() else coming


def _coming(days: int, interviews: QuerySet[Interview] | None = None) -> QuerySet[Interview]:
    """Planned appointments from now on until the end of that day."""
    known = Interview.objects.all() if interviews is None else interviews
    return known.filter(
        state=InterviewState.PLANNED, forgotten_at=None, starts_at__gt=clock.now(), starts_at__lt=_midnight(days + 1)
    )


def _midnight(days: int) -> datetime:
    """When the day begins that is so many days from today."""
    return datetime.combine(clock.today() + timedelta(days=days), time.min, tzinfo=clock.ZURICH)


def _reachable() -> QuerySet[Participant]:
    here = Participant.objects.filter(interview=OuterRef("pk"), person__left_on=None, person__merged_into=None)
    return here.exclude(person__email="")


def _made(channel: str) -> QuerySet[Reminder]:
    """Reminders of the appointment as it is now: one that was moved is another one."""
    return Reminder.objects.filter(interview=OuterRef("pk"), starts_at=OuterRef("starts_at"), channel=channel)


def _not_sent() -> QuerySet[Reminder]:
    lost = Q(mail=None) | Q(mail__state=MailState.FAILED)
    return _made(ReminderChannel.MAIL).filter(lost)
