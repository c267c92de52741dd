"""The search for persons that may be one, as a job: in a large municipality it takes longer than a page may."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.arrivals import selectors
from ankunft.domain.arrivals.permissions import DECIDE_DUPLICATE
from ankunft.domain.arrivals.services.duplicates import duplicates_propose
from ankunft.foundation.access.policy import can
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.jobs.registry import Outcome
from ankunft.foundation.jobs.services import job_enqueue
from ankunft.foundation.kernel.actor import Actor

SEARCH = "arrivals.duplicates"


def search_ask(actor: Actor) -> Job:
    """Ask for the search in the actor's municipalities."""
    can(actor, DECIDE_DUPLICATE).require()
    return job_enqueue(kind=SEARCH, parameters={}, actor=actor)


def search(job: JobContext) -> Outcome:
    """Look for pairs, one municipality after the other. Doing it twice finds the same."""
    can(job.actor, DECIDE_DUPLICATE).require()
    mine = list(selectors.municipalities_for(job.actor).order_by("pk"))
    found = 0
    for number, municipality in enumerate(mine):
        job.progress(number, len(mine))
        found += duplicates_propose(municipality=municipality)
    job.progress(len(mine), len(mine))
    if not found:
        return Outcome(_("Keine möglichen Dubletten."), link=reverse("duplicates"))
    told = ngettext("%(count)s mögliche Dublette zu prüfen.", "%(count)s mögliche Dubletten zu prüfen.", found)
    return Outcome(told % {"count": found}, link=reverse("duplicates"))
