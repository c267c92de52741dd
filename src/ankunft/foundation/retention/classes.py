"""The record classes of the foundation itself. They hold little of persons and are carried out without a review."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.access.models import FailedAttempt, Invitation
from ankunft.foundation.audit.models import ReadSeal
from ankunft.foundation.audit.pruning import reads_prune
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.clock import ZURICH
from ankunft.foundation.mail.models import MailState, OutgoingMail

from .registry import DELETE, RecordClass

PROPOSAL = _("Vorschlag, durch die zuständige Behörde zu bestätigen")


def after(limit: date) -> datetime:
    """The first moment that lies after the day `limit`."""
    return datetime.combine(limit + timedelta(days=1), time.min, ZURICH)


def _deleting(model: type[Model]) -> Callable[[Collection[str], Actor], None]:
    def delete(keys: Collection[str], actor: Actor) -> None:
        model._default_manager.filter(pk__in=list(keys)).delete()

    return delete


def _attempts(limit: date, owner: str) -> QuerySet[Any]:
    return FailedAttempt.objects.filter(at__lt=after(limit))


def _invitations(limit: date, owner: str) -> QuerySet[Any]:
    return Invitation.objects.filter(expires_at__lt=after(limit))


def _jobs(limit: date, owner: str) -> QuerySet[Any]:
    return Job.objects.filter(state__in=(JobState.DONE, JobState.FAILED), finished_at__lt=after(limit))


def _mails(limit: date, owner: str) -> QuerySet[Any]:
    ended = (MailState.SENT, MailState.FAILED, MailState.WITHHELD)
    return OutgoingMail.objects.filter(state__in=ended, created_at__lt=after(limit))


def _blocks(limit: date, owner: str) -> QuerySet[Any]:
    return ReadSeal.objects.filter(sealed_at__lt=after(limit))


def _prune(keys: Collection[str], actor: Actor) -> None:
    """Remove blocks of the read log, the oldest first: up to the first one that is not named."""
    named = {int(key) for key in keys}
    first_kept = next((seal for seal in ReadSeal.objects.order_by("number") if seal.number not in named), None)
    if first_kept:
        reads_prune(before=first_kept.sealed_at.astimezone(ZURICH).date(), actor=actor)
    else:
        last = ReadSeal.objects.order_by("-number").first()
        if last:
            reads_prune(before=last.sealed_at.astimezone(ZURICH).date() + timedelta(days=1), actor=actor)


CLASSES = (
    RecordClass(
        code="access.attempt",
        label=_("Fehlversuche bei der Anmeldung"),
        begins=_("Am Tag des Fehlversuchs."),
        source=PROPOSAL,
        default_months=3,
        action=DELETE,
        key="pk",
        due=_attempts,
        carry_out=_deleting(FailedAttempt),
    ),
    RecordClass(
        code="access.invitation",
        label=_("Einladungen"),
        begins=_("Am Tag, an dem die Einladung abläuft."),
        source=PROPOSAL,
        default_months=6,
        action=DELETE,
        key="pk",
        due=_invitations,
        carry_out=_deleting(Invitation),
    ),
    RecordClass(
        code="audit.read",
        label=_("Leseprotokoll"),
        begins=_("Am Tag, an dem der Block mit dem Eintrag versiegelt wurde."),
        source=PROPOSAL,
        default_months=24,
        # Who sees persons for a purpose also sets the periods: what was looked at must not go with the look.
        least_months=12,
        is_evidence=True,
        action=DELETE,
        key="number",
        due=_blocks,
        carry_out=_prune,
    ),
    RecordClass(
        code="jobs.job",
        label=_("Erledigte Aufträge und ihre Ergebnisse"),
        begins=_("Am Tag, an dem der Auftrag endet; die hochgeladene Datei wird dann schon gelöscht."),
        source=PROPOSAL,
        default_months=12,
        action=DELETE,
        key="pk",
        due=_jobs,
        carry_out=_deleting(Job),
    ),
    RecordClass(
        code="mail.outgoing",
        label=_("Ausgegangene E-Mails"),
        begins=_("Am Tag, an dem die E-Mail geschrieben wurde; Texte werden schon früher geleert."),
        source=PROPOSAL,
        default_months=12,
        action=DELETE,
        key="pk",
        due=_mails,
        carry_out=_deleting(OutgoingMail),
    ),
)
