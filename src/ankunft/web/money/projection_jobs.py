"""A projection as a job: ten thousand futures of a large plan take longer than a page may."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.funds import services
from ankunft.domain.funds.models import PlanVersion
from ankunft.domain.funds.money_permissions import PROJECT
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import OPEN, Job
from ankunft.foundation.jobs.registry import Outcome
from ankunft.foundation.jobs.services import job_enqueue
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.turns import in_turn
from ankunft.web.shell.templatetags.ankunft import number

PROJECTING = "funds.projection"


@transaction.atomic
def projection_ask(*, version: PlanVersion, actor: Actor) -> Job:
    """Ask for a projection of the version; whoever asks twice gets the one that is not done yet.

    Refused at once where there is nothing to project. The seed is drawn here: a worker that goes on after a crash
    comes to the same figures, and keeps them once.
    """
    services.projection_require(version=version, actor=actor)
    in_turn(f"{PROJECTING} {version.pk}")
    if (waiting := projection_underway(version, actor)) is not None:
        return waiting
    parameters = {"version": version.pk, "seed": services.new_seed()}
    return job_enqueue(kind=PROJECTING, parameters=parameters, actor=actor)


def projection_underway(version: PlanVersion, actor: Actor) -> Job | None:
    """The projection of the version that the actor asked for and that is not done yet."""
    own = visible_to(actor, Job).filter(kind=PROJECTING, state__in=OPEN)
    return next((job for job in own if job.parameters["version"] == version.pk), None)


def make_projection(job: JobContext) -> Outcome:
    """Project what is known when the job runs, with the seed it was asked for with."""
    can(job.actor, PROJECT).require()
    # Whoever may project sees every version, and none is ever deleted.
    version = visible_to(job.actor, PlanVersion).select_related("plan__source").get(pk=job.parameters["version"])
    seed = int(job.parameters["seed"])
    kept = services.projection_run(version=version, actor=job.actor, seed=seed, progress=job.progress)
    told = _("%(plan)s hochgerechnet: %(draws)s Zukünfte.") % {"plan": version.plan.label, "draws": number(kept.draws)}
    return Outcome(told, link=reverse("plan-projection-kept", args=[version.plan.code, version.number, kept.pk]))
