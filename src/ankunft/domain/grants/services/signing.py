"""How the municipality hands its application in: the officer prepares it, the strategic lead signs it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.reporting.hands import signatories
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import states
from ..models import Project, SubmissionKind
from ..permissions import moving
from ..rules import Budget
from ..selectors import checked, lines_of, project_budget
from ..submission_contents import application_content
from ..submission_rules import checksum
from .moves import figures, move
from .submissions import submission_keep, submission_withdraw


@transaction.atomic
def project_offer(*, project: Project, actor: Actor) -> None:
    """Give it to the strategic lead to be signed. Refused with everything it lacks, and where nobody could sign."""
    can(actor, moving(states.OFFER), project).require()
    budget = _require_complete(project)
    if not signatories(project.municipality, project.reference, states.PROJECT):
        raise Refused(nobody_signs(project.municipality.name))
    move(project, states.OFFER, actor, figures(budget))


@transaction.atomic
def project_sign(*, project: Project, actor: Actor) -> None:
    """Sign it and thereby hand it in to the coordination office; what was signed is kept as it is."""
    can(actor, moving(states.SIGN), project).require()
    budget = _require_complete(project)
    content = application_content(project, lines_of(project))
    digest = checksum(content)
    details = {**figures(budget), "sha256": digest}
    move(project, states.SIGN, actor, details, changes={"submitted_on": clock.today()})
    submission_keep(project, SubmissionKind.APPLICATION, content, digest, actor)


def project_decline(*, project: Project, reason: str, actor: Actor) -> None:
    """The strategic lead wants it improved before it is signed."""
    move(project, states.DECLINE, actor, reason=reason)


@transaction.atomic
def project_take_back(*, project: Project, reason: str, actor: Actor) -> None:
    """The municipality works on it again before the canton looked at it; the signature holds no longer."""
    move(project, states.TAKE_BACK, actor, reason=reason, changes={"submitted_on": None})
    submission_withdraw(project, SubmissionKind.APPLICATION)


def project_abandon(*, project: Project, reason: str, actor: Actor) -> None:
    """The municipality does not want it any more; it stays visible. What was granted already is free again."""
    move(project, states.ABANDON, actor, reason=reason)


def nobody_signs(name: str) -> str:
    """What whoever prepares an application is told where nobody could sign it."""
    return _(
        "Für «%(name)s» kann niemand unterzeichnen: Es fehlt ein Konto mit der Rolle «Strategische Leitung», das das "
        "Gesuch nicht selbst erfasst hat. Bitten Sie die Administration Ihrer Gemeinde oder die Koordinationsstelle "
        "Integration darum."
    ) % {"name": name}


def _require_complete(project: Project) -> Budget:
    budget = project_budget(project)
    if findings := checked(project, budget):
        raise Refused(" ".join(finding.sentence for finding in findings))
    return budget
