"""All letters of an occasion by one job: made one after the other, and, where that is asked for, sent."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.letters import permissions, services
from ankunft.foundation.access.policy import can
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.jobs.registry import Outcome
from ankunft.foundation.jobs.services import job_enqueue
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

LETTERS = "letters.make"


def letters_ask(*, occasion: str, send: bool, actor: Actor) -> Job:
    """Ask for all letters of the occasion; Refused at once where it is not time for them."""
    can(actor, permissions.MAKE).require()
    if send:
        can(actor, permissions.SEND).require()
    services.drafts_today(occasion)
    return job_enqueue(kind=LETTERS, parameters={"occasion": occasion, "send": send}, actor=actor)


def make_letters(job: JobContext) -> Outcome:
    """Make what is missing and send what was not sent. Whoever goes on after a crash makes and sends nothing twice."""
    occasion, send = str(job.parameters["occasion"]), bool(job.parameters["send"])
    can(job.actor, permissions.MAKE).require()
    letterhead, drafts = services.drafts_today(occasion)
    made = sent = 0
    refused: list[str] = []
    job.progress(0, len(drafts))
    for number, one in enumerate(services.letters_make(drafts=drafts, letterhead=letterhead, actor=job.actor), 1):
        try:
            letter = one.required()
            sent += bool(send and services.letter_send(letter=letter, actor=job.actor))
        except Refused as refusal:
            # One name without a font, or one bill that no bank would take, keeps no other letter back.
            refused.append(f"{one.draft.reference(1)}: {refusal.reason}")
        else:
            made += one.is_new
        job.progress(number, len(drafts))
    told = ngettext("%(count)s Brief erstellt.", "%(count)s Briefe erstellt.", made) % {"count": made}
    if send:
        told += " " + ngettext("%(count)s zum Versand gegeben.", "%(count)s zum Versand gegeben.", sent) % {
            "count": sent
        }
    if already := len(drafts) - made - len(refused):
        told += " " + ngettext("%(count)s bestand schon.", "%(count)s bestanden schon.", already) % {"count": already}
    if refused:
        told += " " + _("Nicht erstellt: %(count)s.") % {"count": len(refused)}
    return Outcome(told, link=reverse("letters-of", args=[occasion]), details=refused)
