"""One job that reminds of every invoice of which it is time."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.letters import permissions, selectors, services
from ankunft.domain.settlement.invoice_permissions import REMIND
from ankunft.domain.settlement.selectors import reminders_due
from ankunft.foundation.access.policy import can
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.jobs.registry import Outcome
from ankunft.foundation.jobs.services import job_enqueue
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

REMINDERS = "letters.remind"


def reminders_ask(*, actor: Actor) -> Job:
    """Ask for all reminders that are due; Refused at once where there are none, or where nobody writes."""
    _require(actor)
    selectors.letterhead_today()
    if not reminders_due(clock.today()):
        raise Refused(_("Zurzeit ist keine Zahlungserinnerung fällig."))
    return job_enqueue(kind=REMINDERS, parameters={}, actor=actor)


def send_reminders(job: JobContext) -> Outcome:
    """Remind of what is due now. Whoever goes on after a crash finds only what is left, and reminds nobody twice."""
    _require(job.actor)
    letterhead, waiting = selectors.letterhead_today(), reminders_due(clock.today())
    sent = 0
    refused: list[str] = []
    for number, (invoice, _due) in enumerate(waiting):
        job.progress(number, len(waiting))
        try:
            services.reminder_write(invoice=invoice, letterhead=letterhead, actor=job.actor)
        except Refused as refusal:
            # One that was paid meanwhile, or whose name has no font, keeps no other one back.
            refused.append(f"{invoice.number}: {refusal.reason}")
        else:
            sent += 1
    job.progress(len(waiting), len(waiting))
    told = ngettext("%(count)s Zahlungserinnerung versandt.", "%(count)s Zahlungserinnerungen versandt.", sent) % {
        "count": sent
    }
    if refused:
        told += " " + _("Nicht erinnert: %(count)s.") % {"count": len(refused)}
    return Outcome(told, link=reverse("invoices"), details=refused)


def _require(actor: Actor) -> None:
    for action in (REMIND, permissions.MAKE, permissions.SEND):
        can(actor, action).require()
