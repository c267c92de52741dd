"""Reminding of deadlines: mails that go out of their own accord, and those that the coordination office sends."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from itertools import groupby

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import override

from ankunft.domain.interviews.reminders import mail_is_sent
from ankunft.domain.reporting import permissions
from ankunft.domain.reporting.models import DeadlineReminder, Obligation
from ankunft.domain.reporting.owed import Owed
from ankunft.domain.reporting.selectors.deadlines import outdated, recipients, stages_due
from ankunft.foundation.access.holders import Holder
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail.services import mail_put, mail_withhold

logger = logging.getLogger("ankunft.reporting")

MAIL_KIND = "deadline_reminder"
OBJECT_TYPE = "reporting.deadline"
BY_HAND = 1
"""Who is reminded by hand: the same people as after the deadline."""


def deadline_reminders_send() -> int:
    """Send the reminders that are due today; returns to how many people. Each once, whoever else does it too.

    A mail that waits still is held back when everything it tells has been handed in. Nothing is sent where
    `settings.DEADLINE_REMINDERS` is empty or there is no mail server.
    """
    for mail in outdated(clock.today()):
        with suppress(Refused):  # it was sent meanwhile
            mail_withhold(mail=mail, actor=Actor.operator())
    if not settings.DEADLINE_REMINDERS or not mail_is_sent():
        return 0
    sent = 0
    for stage, owed in stages_due(clock.today()):
        for holder, theirs in recipients(owed, stage, clock.today()).items():
            sent += _attempt(holder, theirs, f"{stage:+d}", Actor.operator())
    return sent


def remind_by_hand(*, owed: Collection[Owed], actor: Actor, progress: Callable[[int, int], None]) -> int:
    """Remind everybody who can do something about what is owed, once a day; returns how many people."""
    can(actor, permissions.REMIND).require()
    people = recipients(owed, BY_HAND, clock.today())
    stage = f"hand {clock.today()}"
    sent = 0
    for number, (holder, theirs) in enumerate(people.items()):
        progress(number, len(people))
        sent += _attempt(holder, theirs, stage, actor)
    return sent


def _attempt(holder: Holder, owed: Sequence[Owed], stage: str, actor: Actor) -> int:
    """Remind one person; what goes wrong with one keeps no other from being told."""
    try:
        # What is sent and kept is in the language of the trail, whoever looked at the page before.
        with override(settings.LANGUAGE_CODE):
            return int(_remind(holder, owed, stage, actor))
    except IntegrityError:
        return 0  # another worker was faster
    except Exception as error:
        logger.error("account %s: no reminder (%s)", holder.account_id, type(error).__name__)
        return 0


@transaction.atomic
def _remind(holder: Holder, owed: Sequence[Owed], stage: str, actor: Actor) -> bool:
    """Put one mail into the outbox about everything that this person was not reminded of at this stage."""
    told = DeadlineReminder.objects.filter(account_id=holder.account_id, stage=stage)
    known = set(told.values_list("kind", "municipality_id", "term"))
    fresh = [one for one in owed if (one.kind, one.municipality_id, one.term) not in known]
    if not fresh:
        return False
    fresh.sort(key=lambda one: (one.due_on, one.kind, one.term, one.name))
    mail = mail_put(to=holder.email, subject=_subject(fresh), text=_text(fresh), kind=MAIL_KIND, actor=actor)
    DeadlineReminder.objects.bulk_create(
        [
            DeadlineReminder(
                kind=one.kind,
                municipality_id=one.municipality_id,
                term=one.term,
                stage=stage,
                account_id=holder.account_id,
                mail=mail,
                reminded_at=clock.now(),
                reminded_by=actor.label,
            )
            for one in fresh
        ]
    )
    summary = f"Per E-Mail an Fristen erinnert (Nachricht {mail.pk}), Anzahl: {len(fresh)}."
    after = {"stage": stage, "owed": [f"{one.kind}/{one.bfs_number}/{one.term}" for one in fresh]}
    record(actor, Entry(f"{OBJECT_TYPE}.remind", OBJECT_TYPE, str(mail.pk), summary, after=after))
    return True


def _subject(owed: Sequence[Owed]) -> str:
    first = owed[0]
    if len({(one.kind, one.term) for one in owed}) == 1:
        return f"Erinnerung: {first.called} {first.term}, Frist {first.due_on:%d.%m.%Y}"
    if {one.kind for one in owed} <= set(Obligation):
        return "Erinnerung an fällige Berichte und Selbstdeklarationen"
    return "Erinnerung an fällige Berichte und Formulare"


def _text(owed: Sequence[Owed]) -> str:
    """What is owed by when; nothing about persons, as it goes through other people's servers."""
    parts = ["Guten Tag", "Der Koordinationsstelle Integration fehlt noch:"]
    for _key, group in groupby(owed, key=lambda one: (one.kind, one.term, one.due_on)):
        theirs = list(group)
        first = theirs[0]
        lines = [f"{first.called} {first.term}, Frist {first.due_on:%d.%m.%Y} ({first.source})"]
        lines += [f"- {one.name}{': wartet auf die Unterschrift' if one.waits_for_signature else ''}" for one in theirs]
        parts.append("\n".join(lines))
    parts.append("Was zu tun ist, steht in Ankunft unter «Mein Tag».")
    if not {one.kind for one in owed}.isdisjoint(Obligation):
        parts.append("Die Auszahlung der Beiträge kann von vollständigen und rechtzeitigen Angaben abhängen (KS 5.2).")
    parts.append("Freundliche Grüsse\nKoordinationsstelle Integration")
    return "\n\n".join(parts) + "\n"
