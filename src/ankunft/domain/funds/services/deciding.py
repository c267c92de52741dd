"""The lead of the IIZ or the government decides (FP 1, 3.1, 3.3)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import states
from ..models import PlanVersion, VersionState
from ..permissions import moving
from ..values import Ruling
from .moves import move
from .turns import money_turns


@transaction.atomic
def version_adopt(*, version: PlanVersion, ruling: Ruling, actor: Actor) -> None:
    """Record the decision: the version holds from now on and never changes; the one before it is superseded.

    Refused without the name of the decision and who took it, for a day that has not come or is older than the figures,
    and to whoever consolidated or consulted.
    """
    # Which of two decisions came first is asked once: only one version of a plan is adopted. With it the source has
    # another opening balance, so that nothing is booked or moved meanwhile.
    money_turns(plans=[version.plan_id], sources=[version.plan.source_id])
    can(actor, moving(states.ADOPT), version).require()
    before = supersede(version, actor)
    require_knowing(version, ruling)
    changes = decided(ruling) | {"supersedes": before}
    move(version, states.ADOPT, actor, {"decision": ruling.name, "decided_by": ruling.by}, changes=changes)


def supersede(version: PlanVersion, actor: Actor) -> PlanVersion | None:
    """The version that was adopted so far, which is so no longer; None if there was none."""
    before = PlanVersion.objects.filter(plan=version.plan_id, state=VersionState.ADOPTED).exclude(pk=version.pk).first()
    if before is not None:
        move(before, states.SUPERSEDE, actor, {"by": version.reference})
    return before


def decided(ruling: Ruling) -> dict[str, object]:
    """The columns of a decision. Refused where it lacks its name, whoever took it, or has not come yet."""
    if not ruling.name.strip() or not ruling.by.strip():
        raise Refused(_("Ein Beschluss hat eine Nummer oder Bezeichnung und ein Gremium, das ihn gefasst hat."))
    if ruling.on > clock.today():
        raise Refused(
            _("Der Beschluss ist vom %(day)s: Er kann erst danach festgehalten werden.")
            % {"day": f"{ruling.on:%d.%m.%Y}"}
        )
    return {"decision": ruling.name.strip(), "decided_by": ruling.by.strip(), "decided_on": ruling.on}


def require_knowing(version: PlanVersion, ruling: Ruling) -> None:
    """Refused for a decision that is older than the figures on which it decides."""
    if ruling.on < version.as_of:
        raise Refused(
            _("Der Beschluss vom %(day)s ist älter als der Stand der Angaben, der %(as_of)s.")
            % {"day": f"{ruling.on:%d.%m.%Y}", "as_of": f"{version.as_of:%d.%m.%Y}"}
        )
