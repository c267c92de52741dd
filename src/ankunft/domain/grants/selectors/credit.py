"""The credit for projects as records have it: surpluses of closed years, and what was decided of them (KS 4.3.4)."""

from __future__ import annotations

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from ankunft.domain.settlement.models import START_INTEGRATION, YearEnd
from ankunft.domain.settlement.selectors import given_up
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.proposals import ProposalState

from ..models import WITH_GRANT, Instalment, InstalmentState, Project
from ..rules import Commitment, Income, Standing, standing
from .projects import projects_for

_TO_PAY = Coalesce("payable", "amount")
_LAPSED = Coalesce(F("closing__lapsed"), 0)


def _paid() -> Coalesce:
    """What was paid of a project: its paid instalments, without what came back and is not paid again."""
    rows = Instalment.objects.filter(project=OuterRef("pk"), state=InstalmentState.PAID)
    each = rows.exclude(given_up("payment__origin")).order_by().values("project")
    return Coalesce(Subquery(each.annotate(sum=Sum(_TO_PAY)).values("sum")), 0)


def incomes() -> list[Income]:
    """The surplus of every year that two people closed, with its decision, earliest year first.

    Of start.integration alone: what another scheme leaves over is not for these projects (KS 2, 4.3.4).
    """
    ends = YearEnd.objects.filter(state=ProposalState.CONFIRMED, scheme=START_INTEGRATION).order_by("year", "pk")
    return [Income(*row) for row in ends.values_list("year", "surplus", "decision", "decided_on")]


def commitments() -> list[Commitment]:
    """What every granted project takes, in the order in which they were applied for.

    A grant that the municipality gave up before the agreement takes nothing: none of it was paid, or ever will be.
    """
    granted = Project.objects.filter(state__in=WITH_GRANT).annotate(paid=_paid(), lapsed=_LAPSED).order_by("pk")
    rows = granted.values_list("pk", "granted", "paid", "lapsed")
    return [Commitment(f"{Project.PREFIX}{key}", amount or 0, out, lapsed) for key, amount, out, lapsed in rows]


def granted_for(actor: Actor) -> QuerySet[Project]:
    """The projects with a grant that stands, as far as the actor sees them.

    Each with what was `paid` of it, has `lapsed`, and is `taken` of the credit.
    """
    rows = projects_for(actor).filter(state__in=WITH_GRANT)
    rows = rows.annotate(paid=_paid(), lapsed=_LAPSED, taken=F("granted") - _LAPSED)
    return rows.select_related("closing__reclaim").order_by("pk")


def paid_of(project: Project) -> int:
    """What the municipality got of the grant until now, in Rappen."""
    return int(Project.objects.filter(pk=project.pk).annotate(paid=_paid()).values_list("paid", flat=True).get())


def credit_standing() -> Standing:
    """How the credit for projects stands now."""
    return standing(incomes(), commitments())
