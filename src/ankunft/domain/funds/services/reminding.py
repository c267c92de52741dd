"""Structures are reminded of figures that they owe, some days before and after the last day (FP 3.4)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import override

from ankunft.domain.interviews.reminders import mail_is_sent
from ankunft.domain.reporting.deadlines import stage_due
from ankunft.domain.roles import STRUCTURE_DELEGATE
from ankunft.foundation.access.holders import Holder, holders_of
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail.models import MailState
from ankunft.foundation.mail.services import mail_put, mail_withhold

from ..models import InputReminder, PlanVersion, Position, VersionState
from ..readings import lacking, to_look_at

logger = logging.getLogger("ankunft.funds")

MAIL_KIND = "input_reminder"


class Asked(NamedTuple):
    """What somebody is reminded of: figures that are missing, and those given before they were asked for anew."""

    missing: Sequence[Position]
    old: Sequence[Position]


def input_reminders_send() -> int:
    """Send the reminders that are due today; returns to how many people. Each once, whoever else does it too.

    A mail that waits still is held back once its structure has given everything. Nothing is sent where
    `settings.DEADLINE_REMINDERS` is empty or there is no mail server.
    """
    versions = list(
        PlanVersion.objects.filter(state=VersionState.INPUTS, inputs_due__isnull=False).select_related("plan")
    )
    today, missing, old = clock.today(), lacking(versions), to_look_at(versions)
    holders = holders_of({STRUCTURE_DELEGATE}, today)
    _hold_back({key: [*positions, *old[key]] for key, positions in missing.items()}, holders)
    if not settings.DEADLINE_REMINDERS or not mail_is_sent():
        return 0
    sent = 0
    for version in versions:
        stage = _stage(version, today)
        if stage is None:
            continue
        # What was given once counts: after the last day nobody owes another look at it.
        asked = Asked(missing[version.pk], old[version.pk] if stage <= 0 else [])
        for holder in holders:
            theirs = Asked(_theirs(holder, asked.missing), _theirs(holder, asked.old))
            if any(theirs):
                sent += _attempt(version, holder, theirs, f"{stage:+d}")
    return sent


def _stage(version: PlanVersion, day: date) -> int | None:
    return stage_due(version.inputs_due, day, settings.DEADLINE_REMINDERS) if version.inputs_due else None


def _theirs(holder: Holder, positions: Sequence[Position]) -> list[Position]:
    return [one for one in positions if one.structure and one.structure.code == holder.organisation]


def _hold_back(missing: dict[int, list[Position]], holders: Sequence[Holder]) -> None:
    """What waits still, although everything has been given meanwhile or inputs are no longer taken."""
    by_account: dict[int, list[Holder]] = {}
    for holder in holders:
        by_account.setdefault(holder.account_id, []).append(holder)
    for one in InputReminder.objects.filter(mail__state=MailState.WAITING).select_related("mail"):
        owed = missing.get(one.version_id, [])
        if one.mail is None or any(_theirs(holder, owed) for holder in by_account.get(one.account_id, [])):
            continue
        with suppress(Refused):  # it was sent meanwhile
            mail_withhold(mail=one.mail, actor=Actor.operator())


def _attempt(version: PlanVersion, holder: Holder, theirs: Asked, stage: str) -> int:
    """Remind one person; what goes wrong with one keeps no other from being told."""
    try:
        # What is sent and kept is in the language of the trail.
        with override(settings.LANGUAGE_CODE):
            return int(_remind(version, holder, theirs, stage))
    except IntegrityError:
        return 0  # another worker was faster
    except Exception as error:
        logger.error("account %s: no reminder (%s)", holder.account_id, type(error).__name__)
        return 0


@transaction.atomic
def _remind(version: PlanVersion, holder: Holder, theirs: Asked, stage: str) -> bool:
    """Put one mail into the outbox, unless this person was told at this stage."""
    once = {"version": version, "due_on": version.inputs_due, "stage": stage, "account_id": holder.account_id}
    if InputReminder.objects.filter(**once).exists():
        return False
    actor = Actor.operator()
    subject = f"Erinnerung: Zahlen zum Finanzplan {version.plan.code}, Frist {version.inputs_due:%d.%m.%Y}"
    mail = mail_put(to=holder.email, subject=subject, text=_text(version, theirs), kind=MAIL_KIND, actor=actor)
    InputReminder.objects.create(**once, mail=mail, reminded_at=clock.now())
    summary = f"Per E-Mail an Zahlen zum Finanzplan erinnert (Nachricht {mail.pk})."
    positions = [one.code for part in theirs for one in part]
    after = {"stage": stage, "structure": holder.organisation, "positions": positions}
    record(actor, Entry("funds.input.reminded", "funds.version", version.reference, summary, after=after))
    return True


def _text(version: PlanVersion, theirs: Asked) -> str:
    """What is owed by when; nothing about persons, as it goes through other people's servers."""
    head = f"{version.plan.label}, Eingaben bis {version.inputs_due:%d.%m.%Y} (RRB 2023/2057, Ziffer 3.4)"
    parts = ["Guten Tag"]
    if theirs.missing:
        parts += [
            "Der Koordinationsstelle Integration fehlen noch Zahlen zu diesen Positionen:",
            _listed(head, theirs.missing),
        ]
    if theirs.old:
        parts += [
            "Die Eingaben sind wieder geöffnet. Bitte prüfen Sie, ob diese Zahlen noch stimmen:",
            _listed(head, theirs.old),
        ]
    parts += [
        "Was zu tun ist, steht in Ankunft unter «Mein Tag».",
        "Freundliche Grüsse\nKoordinationsstelle Integration",
    ]
    return "\n\n".join(parts) + "\n"


def _listed(head: str, positions: Sequence[Position]) -> str:
    return "\n".join([head, *(f"- {one.label}" for one in positions)])
