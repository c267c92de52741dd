"""What people read of what was signed."""

from __future__ import annotations

from django.db.models import QuerySet

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor

from ..models import Project, Submission


def submissions_of(actor: Actor, project: Project, kind: str) -> QuerySet[Submission]:
    """Everything of that kind that was signed of the project, as far as the actor sees it: the first one first."""
    return visible_to(actor, Submission).filter(project=project, kind=kind).order_by("number")


def submission_before(actor: Actor, submission: Submission) -> Submission | None:
    """The one before it that the actor sees: with it it is compared."""
    rows = submissions_of(actor, submission.project, submission.kind)
    return rows.filter(number__lt=submission.number).last()
