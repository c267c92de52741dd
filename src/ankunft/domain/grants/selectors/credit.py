"""The credit for projects as records have it: surpluses of closed years, and what was decided of them (KS 4.3.4)."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Sum

from ankunft.domain.settlement.models import START_INTEGRATION, YearEnd
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.proposals import ProposalState

from ..models import InstalmentState, Project
from ..rules import Commitment, Income, Standing, standing
from .projects import projects_for

_PAID = Sum("instalments__amount", filter=Q(instalments__state=InstalmentState.PAID), default=0)


def incomes() -> list[Income]:
    """The surplus of every year that two people closed, with its decision, earliest year first.

    Of start.integration alone: what another scheme leaves over is not for these projects (KS 2, 4.3.4).
    """
    ends = YearEnd.objects.filter(state=ProposalState.CONFIRMED, scheme=START_INTEGRATION).order_by("year", "pk")
    return [Income(*row) for row in ends.values_list("year", "surplus", "decision", "decided_on")]


def commitments() -> list[Commitment]:
    """What every granted project takes, in the order in which they were applied for."""
    granted = Project.objects.filter(granted__isnull=False).annotate(paid=_PAID).order_by("pk")
    rows = granted.values_list("pk", "granted", "paid")
    return [Commitment(f"{Project.PREFIX}{key}", amount or 0, out) for key, amount, out in rows]


def granted_for(actor: Actor) -> QuerySet[Project]:
    """The granted projects that the actor sees, each with what was `paid` of it."""
    return projects_for(actor).filter(granted__isnull=False).annotate(paid=_PAID).order_by("pk")


def credit_standing() -> Standing:
    """How the credit for projects stands now."""
    return standing(incomes(), commitments())
