"""What the canton does not pay by a decision: proposed by one, decided by another, contested, lifted (KS 4.7)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from .. import ruling_states as states
from ..models import START_INTEGRATION, Line, Refusal, RefusalObjection, RulingState
from ..ruling_permissions import ruling_move
from ..states import RELEASED
from . import rulings

OVER = (RulingState.LIFTED, RulingState.WITHDRAWN)


@transaction.atomic
def refusal_propose(
    *,
    municipality: Municipality,
    period: str,
    reason: str,
    paragraph: str,
    origin: str,
    actor: Actor,
    contribution: str = "",
    is_demo: bool = False,
) -> Refusal:
    """Propose that a contribution of the period, or all of them, is not paid; a second person decides it (KS 4.7).

    Refused without reason, paragraph or origin, if the same is refused already, and for what is paid already: that is
    reclaimed.
    """
    can(actor, ruling_move(states.REFUSAL, states.PROPOSE)).require()
    rulings.require_said(reason, paragraph, origin)
    if not period:
        raise Refused(_("Die Periode fehlt: ein Halbjahr (2025-H1) oder beim Sockelbeitrag ein Jahr (2025)."))
    rulings.require_concerned(period, contribution)
    _require_unpaid(municipality, period, contribution)
    _require_alone(municipality, period, contribution)
    refusal = Refusal.objects.create(
        state=RulingState.PROPOSED,
        municipality=municipality,
        period=period,
        contribution=contribution,
        reason=reason.strip(),
        paragraph=paragraph.strip(),
        origin=origin.strip(),
        proposed_on=clock.today(),
        is_demo=is_demo,
    )
    details = {"bfs_number": municipality.bfs_number, "period": period, "contribution": contribution}
    rulings.move(refusal, states.REFUSAL, states.PROPOSE, actor, details=details)
    return refusal


@transaction.atomic
def refusal_decide(*, refusal: Refusal, actor: Actor) -> None:
    """From now on runs withhold it. Refused if it was paid since it was proposed."""
    _require_unpaid(refusal.municipality, refusal.period, refusal.contribution)
    rulings.decide(refusal, states.REFUSAL, actor, {"period": refusal.period, "contribution": refusal.contribution})


def refusal_withdraw(*, refusal: Refusal, actor: Actor, reason: str) -> None:
    """The proposal comes to nothing."""
    rulings.move(refusal, states.REFUSAL, states.WITHDRAW, actor, reason=reason)


@transaction.atomic
def refusal_contest(*, refusal: Refusal, raised_on: date, ground: str, actor: Actor) -> RefusalObjection:
    """Record that the municipality contests it. Nothing is paid until that is decided."""
    rulings.require_raised(refusal, raised_on, ground)
    rulings.move(refusal, states.REFUSAL, states.CONTEST, actor, details={"raised_on": raised_on.isoformat()})
    return RefusalObjection.objects.create(ruling=refusal, raised_on=raised_on, ground=ground.strip())


@transaction.atomic
def refusal_uphold(*, refusal: Refusal, actor: Actor, reason: str) -> None:
    """The objection is right: the next run pays what was refused."""
    _conclude(refusal, states.UPHOLD, actor, reason)


@transaction.atomic
def refusal_dismiss(*, refusal: Refusal, actor: Actor, reason: str) -> None:
    """The objection is wrong: it stays refused."""
    _conclude(refusal, states.DISMISS, actor, reason)


def refusal_finalise(*, refusal: Refusal, actor: Actor) -> None:
    """Nobody can contest it any more. KS names no term: whoever states it answers for it."""
    rulings.move(refusal, states.REFUSAL, states.FINALISE, actor)


def refusal_lift(*, refusal: Refusal, actor: Actor, reason: str) -> None:
    """The task was made up for, or the canton was wrong: the next run pays what was refused."""
    rulings.move(refusal, states.REFUSAL, states.LIFT, actor, reason=reason)


def _conclude(refusal: Refusal, name: str, actor: Actor, reason: str) -> None:
    rulings.move(refusal, states.REFUSAL, name, actor, reason=reason)
    rulings.conclude(refusal.objections.get(outcome=""), name, reason)


def _require_unpaid(municipality: Municipality, period: str, contribution: str) -> None:
    lines = Line.objects.filter(
        municipality=municipality, period=period, run__state=RELEASED, run__scheme=START_INTEGRATION
    )
    if contribution:
        lines = lines.filter(contribution=contribution)
    paid = lines.aggregate(sum=Sum("amount", default=0))["sum"]
    if paid > 0:
        raise Refused(
            _("Für %(period)s sind %(paid)s schon ausbezahlt. Was ausbezahlt ist, wird zurückgefordert (KS 4.7).")
            % {"period": period, "paid": Money(paid)}
        )


def _require_alone(municipality: Municipality, period: str, contribution: str) -> None:
    """One refusal decides on a contribution: of two, lifting one would change nothing."""
    same = Refusal.objects.filter(municipality=municipality, period=period).exclude(state__in=OVER)
    if contribution:
        same = same.filter(Q(contribution=contribution) | Q(contribution=""))
    if found := same.first():
        raise Refused(_("Das ist schon verweigert oder vorgeschlagen: %(reference)s.") % {"reference": found.reference})
