"""What the coordination office does with an application: look whether it is complete, and assess it twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from .. import states
from ..criteria import Criterion, criteria
from ..models import Assessment, Project, Recommendation
from ..permissions import moving
from .moves import move


class Answer(NamedTuple):
    """How many points one criterion (by its code) got, and why."""

    code: str
    points: int
    remark: str = ""


def project_return(*, project: Project, reason: str, actor: Actor) -> None:
    """Something is lacking that no check sees: the municipality completes it."""
    move(project, states.RETURN, actor, reason=reason)


def project_find_complete(*, project: Project, actor: Actor) -> None:
    """Nothing is lacking: two people assess it now, and the municipality changes it no longer."""
    move(project, states.FIND_COMPLETE, actor)


@transaction.atomic
def project_assess(
    *,
    project: Project,
    answers: Sequence[Answer],
    recommendation: str,
    reasoning: str,
    actor: Actor,
    amount: int | None = None,
) -> Assessment:
    """Give one of the two assessments; with the second the application is ready to be decided on.

    `amount` (Rappen) is what is recommended where it is less than what is asked. Refused unless every criterion has its
    points, without reasoning, for somebody who assessed already, and after both are given.
    """
    is_first = not Assessment.objects.filter(project=project).exists()
    name = states.ASSESS if is_first else states.ASSESS_LAST
    can(actor, moving(name), project).require()
    given = _answered(answers)
    recommended = _recommended(project, recommendation, amount)
    if not reasoning.strip():
        raise Refused(_("Begründen Sie Ihre Empfehlung: Wer entscheidet, liest sie."))
    # What somebody thinks stands in no trail that the other one could read before.
    move(project, name, actor, {"number": 1 if is_first else 2})
    assert actor.account_id is not None
    return Assessment.objects.create(
        project=project,
        number=1 if is_first else 2,
        account_id=actor.account_id,
        assessed_by=actor.label,
        assessed_at=clock.now(),
        answers=given,
        recommendation=recommendation,
        amount=recommended,
        reasoning=reasoning.strip(),
    )


def _answered(answers: Sequence[Answer]) -> list[dict[str, object]]:
    """Every criterion in force with its wording and its points."""
    known = criteria().criteria
    by_code = {answer.code: answer for answer in answers}
    missing = [one.label for one in known if not _fits(by_code.get(one.code), one)]
    if missing or len(by_code) != len(known) or len(answers) != len(known):
        raise Refused(
            _("Jedes Kriterium braucht eine Punktzahl in seinem Rahmen: %(labels)s.")
            % {"labels": ", ".join(missing or [one.label for one in known])}
        )
    return [
        {
            "code": one.code,
            "label": one.label,
            "points": by_code[one.code].points,
            "most": one.most,
            "remark": by_code[one.code].remark.strip(),
        }
        for one in known
    ]


def _fits(answer: Answer | None, criterion: Criterion) -> bool:
    return answer is not None and 0 <= answer.points <= criterion.most


def _recommended(project: Project, recommendation: str, amount: int | None) -> int | None:
    if recommendation == Recommendation.REJECT:
        return None
    if recommendation == Recommendation.GRANT:
        return project.asked
    if recommendation != Recommendation.LESS:
        raise Refused(_("Wählen Sie, was Sie empfehlen."))
    if amount is None or not 0 < amount < project.asked:
        raise Refused(
            _("Weniger heisst: über null und unter dem beantragten Betrag von %(asked)s.")
            % {"asked": Money(project.asked)}
        )
    return amount
