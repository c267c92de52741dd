"""Reminding of appointments: mails that go out of their own accord, letters that were made, and mails called back."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ankunft.foundation.access import wall
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail.models import MailState
from ankunft.foundation.mail.services import mail_forget, mail_put

from .. import reminders
from ..letters import Appointment, reminder_mail
from ..models import Interview, InterviewState, Reminder, ReminderChannel
from ..permissions import RECORD
from ..senders import letter_code, reached_by_mail, sender_of
from .trail import told

logger = logging.getLogger("ankunft.interviews")

MAIL_KIND = "appointment_reminder"
MOST = 500
ADDRESS_KEPT = timedelta(days=30)
"""How long after the appointment it is known to which address the mail went."""


def reminders_send() -> int:
    """Remind by mail of the appointments of the next days; returns of how many. Each once, whoever else does it too.

    Mails about appointments that were called off or moved meanwhile are held back, and addresses forgotten after
    a month. Nothing is sent where `settings.REMINDER_DAYS` is 0 or there is no mail server.
    """
    # What is kept and sent is in the language of the trail, whoever looked at the page before.
    with wall.open_for(Actor.operator()), override(settings.LANGUAGE_CODE):
        _call_back_outdated()
        _forget_addresses()
        if not settings.REMINDER_DAYS or not reminders.mail_is_sent():
            return 0
        due = reminders.to_mail().order_by("starts_at", "pk").values_list("pk", flat=True)
        return sum(_attempt(key) for key in list(due[:MOST]))


@transaction.atomic
def reminder_made(
    *, interview: Interview, language: str, sha256: str, actor: Actor, made_at: datetime | None = None
) -> Reminder:
    """A letter that reminds of the appointment was made. Refused unless the interview is planned.

    `made_at` is the moment that the file tells; now, if none is given.
    """
    can(actor, RECORD, interview).require()
    require_planned(interview)
    if interview.starts_at is None:
        raise Refused(_("Zu diesem Gespräch gibt es keinen Termin."))
    reminder = Reminder.objects.create(
        interview=interview,
        municipality_id=interview.municipality_id,
        starts_at=interview.starts_at,
        channel=ReminderChannel.LETTER,
        language=language,
        made_at=made_at or clock.now(),
        made_by=actor.label,
        sha256=sha256,
    )
    told(actor, interview, "remind", gettext_lazy("Erinnerungsbrief erstellt."), sha256=sha256)
    return reminder


def require_planned(interview: Interview) -> None:
    """Refused unless the appointment stands."""
    if interview.state != InterviewState.PLANNED:
        raise Refused(
            _("Das geht nur mit einem geplanten Termin: Der Stand ist «%(state)s».")
            % {"state": InterviewState(interview.state).label}
        )


def reminders_call_back(reminders_of: QuerySet[Reminder], actor: Actor) -> None:
    """Hold back those mails that still wait, in the caller's transaction: what they tell does not hold any more.

    They are emptied, so that nobody sends them later, and another reminder can take their place.
    """
    waiting = list(reminders_of.filter(mail__state=MailState.WAITING).select_related("interview")[:MOST])
    if not waiting:
        return
    mail_forget(mails=[one.mail_id for one in waiting if one.mail_id], actor=actor)
    Reminder.objects.filter(pk__in=[one.pk for one in waiting]).delete()
    for interview in {one.interview_id: one.interview for one in waiting}.values():
        told(actor, interview, "remind_not", gettext_lazy("Erinnerung per E-Mail zurückgehalten."))


def _attempt(key: int) -> int:
    """Remind of one appointment; what goes wrong with one keeps no other from being told."""
    try:
        return int(_remind(key))
    except IntegrityError:
        return 0  # another worker was faster
    except Exception as error:
        logger.error("interview %s: no reminder (%s)", key, type(error).__name__)
        return 0


@transaction.atomic
def _remind(key: int) -> bool:
    """Put the mails into the outbox, while nobody can move or cancel the appointment; False if there is nobody left."""
    locked = Interview.objects.select_for_update(of=("self",)).select_related("municipality", "performed_by")
    interview = locked.prefetch_related("taking_part__person").get(pk=key)
    if interview.state != InterviewState.PLANNED or not reminders.to_mail().filter(pk=key).exists():
        return False
    assert interview.starts_at is not None
    actor = Actor.operator()
    sender = sender_of(interview, actor)
    appointment = Appointment(interview.kind, interview.starts_at, interview.place, interview.minutes)
    persons = reached_by_mail([one.person for one in sorted(interview.taking_part.all(), key=lambda one: one.pk)])
    for number, person in enumerate(persons, start=1):
        language = letter_code(person.language)
        written = reminder_mail(sender=sender, appointment=appointment, language=language)
        mail = mail_put(
            to=person.email, subject=written.subject, text=written.text, kind=MAIL_KIND, actor=actor, is_secret=True
        )
        Reminder.objects.create(
            interview=interview,
            municipality_id=interview.municipality_id,
            starts_at=interview.starts_at,
            channel=ReminderChannel.MAIL,
            number=number,
            language=language,
            mail=mail,
            made_at=clock.now(),
            made_by=actor.label,
        )
    if persons:
        told(actor, interview, "remind", gettext_lazy("Per E-Mail an den Termin erinnert."), mails=len(persons))
    return bool(persons)


@transaction.atomic
def _call_back_outdated() -> None:
    """What waits still about an appointment that does not stand any more, or is over."""
    outdated = Reminder.objects.filter(
        ~Q(interview__state=InterviewState.PLANNED)
        | ~Q(interview__starts_at=F("starts_at"))
        | Q(starts_at__lte=clock.now())
    )
    reminders_call_back(outdated, Actor.operator())


def _forget_addresses() -> None:
    old = Reminder.objects.filter(starts_at__lt=clock.now() - ADDRESS_KEPT, mail__isnull=False).exclude(mail__to="")
    mail_forget(mails=list(old.values_list("mail_id", flat=True)[:MOST]), actor=Actor.operator())
