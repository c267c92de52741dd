"""What was signed is kept as it was signed, and marked where its signature holds no longer."""

from __future__ import annotations

from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from ..models import Project, Submission, SubmissionKind
from ..submission_rules import Content


def submission_keep(project: Project, kind: SubmissionKind, content: Content, sha256: str, actor: Actor) -> None:
    """Keep what the actor signed, with the checksum that the trail has of it.

    Called within the transaction of the signature, after its move was taken.
    """
    Submission.objects.create(
        project=project,
        kind=kind,
        number=Submission.objects.filter(project=project, kind=kind).count() + 1,
        content=content,
        sha256=sha256,
        submitted_at=clock.now(),
        signed_by=actor.label,
    )


def submission_withdraw(project: Project, kind: SubmissionKind) -> None:
    """Mark what was handed in last: the municipality took it back. Called within the transaction of that move.

    What was handed in before copies were kept has none to mark.
    """
    last = Submission.objects.filter(project=project, kind=kind).order_by("-number").first()
    if last is not None:
        Submission.objects.filter(pk=last.pk, withdrawn_at=None).update(withdrawn_at=clock.now())
