"""What the canton takes back by a decision: proposed by one, decided by another, contested, netted (KS 4.7)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from ankunft.domain.territory import readings as territory
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.rules import payee_on, successor_on
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from .. import ruling_states as states
from ..models import START_INTEGRATION, Line, Reclaim, ReclaimObjection, RulingState
from ..ruling_permissions import ruling_move
from ..states import RELEASED
from . import rulings


@transaction.atomic
def reclaim_propose(
    *,
    municipality: Municipality,
    amount: int,
    reason: str,
    paragraph: str,
    origin: str,
    actor: Actor,
    period: str = "",
    contribution: str = "",
    received_by: Municipality | None = None,
    is_demo: bool = False,
) -> Reclaim:
    """Propose that the municipality gives back `amount` (Rappen, above zero); a second person decides it (KS 4.7).

    `origin` is what it rests on: the reference of a finding, of a line (`2025-03/2601/…`) or of a report. `period` and
    `contribution` say what was paid wrongly, where it is one. Whoever received the contribution owes it: `received_by`
    where that is known, because an order paid it. Refused without reason, paragraph or origin, and where more is asked
    back than was paid.
    """
    can(actor, ruling_move(states.RECLAIM, states.PROPOSE)).require()
    if amount <= 0:
        raise Refused(_("Zurückgefordert wird ein Betrag über null."))
    rulings.require_said(reason, paragraph, origin)
    rulings.require_concerned(period, contribution)
    _require_paid(municipality, amount, period, contribution)
    reclaim = Reclaim.objects.create(
        state=RulingState.PROPOSED,
        municipality=municipality,
        payee_id=_payee(municipality, period) if received_by is None else _carrier(received_by),
        amount=amount,
        period=period,
        contribution=contribution,
        reason=reason.strip(),
        paragraph=paragraph.strip(),
        origin=origin.strip(),
        proposed_on=clock.today(),
        is_demo=is_demo,
    )
    details = {"bfs_number": municipality.bfs_number, "amount": amount, "period": period, "origin": reclaim.origin}
    rulings.move(reclaim, states.RECLAIM, states.PROPOSE, actor, details=details)
    return reclaim


@transaction.atomic
def reclaim_decide(*, reclaim: Reclaim, actor: Actor) -> None:
    """From now on the municipality owes it: it is a line of the next run, netted with what the payee gets."""
    _require_paid(reclaim.municipality, reclaim.amount, reclaim.period, reclaim.contribution, besides=reclaim)
    rulings.decide(reclaim, states.RECLAIM, actor, {"amount": reclaim.amount})


def reclaim_withdraw(*, reclaim: Reclaim, actor: Actor, reason: str) -> None:
    """The proposal comes to nothing."""
    rulings.move(reclaim, states.RECLAIM, states.WITHDRAW, actor, reason=reason)


@transaction.atomic
def reclaim_contest(*, reclaim: Reclaim, raised_on: date, ground: str, actor: Actor) -> ReclaimObjection:
    """Record that the municipality contests it. Until that is decided it is not netted."""
    rulings.require_raised(reclaim, raised_on, ground)
    details = {"raised_on": raised_on.isoformat(), "amount": reclaim.amount}
    rulings.move(reclaim, states.RECLAIM, states.CONTEST, actor, details=details)
    return ReclaimObjection.objects.create(
        ruling=reclaim, raised_on=raised_on, ground=ground.strip(), amount_before=reclaim.amount
    )


@transaction.atomic
def reclaim_uphold(*, reclaim: Reclaim, actor: Actor, reason: str) -> None:
    """The objection is right: nothing is owed, and what was netted already comes back with the next run."""
    rulings.move(reclaim, states.RECLAIM, states.UPHOLD, actor, reason=reason, details={"amount": 0})
    _conclude(reclaim, states.UPHOLD, reason, 0)


@transaction.atomic
def reclaim_lower(*, reclaim: Reclaim, amount: int, actor: Actor, reason: str) -> None:
    """The objection is right in part: `amount` (Rappen) is owed, less than before and more than nothing."""
    if not 0 < amount < reclaim.amount:
        raise Refused(
            _("Der neue Betrag liegt über null und unter %(amount)s. Sonst die Einsprache gutheissen oder abweisen.")
            % {"amount": Money(reclaim.amount)}
        )
    rulings.move(
        reclaim,
        states.RECLAIM,
        states.LOWER,
        actor,
        reason=reason,
        changes={"amount": amount},
        details={"amount": amount},
    )
    _conclude(reclaim, states.LOWER, reason, amount)


@transaction.atomic
def reclaim_dismiss(*, reclaim: Reclaim, actor: Actor, reason: str) -> None:
    """The objection is wrong: the reclaim stands as it was decided."""
    rulings.move(reclaim, states.RECLAIM, states.DISMISS, actor, reason=reason)
    _conclude(reclaim, states.DISMISS, reason, reclaim.amount)


def reclaim_finalise(*, reclaim: Reclaim, actor: Actor) -> None:
    """Nobody can contest it any more. KS names no term: whoever states it answers for it."""
    rulings.move(reclaim, states.RECLAIM, states.FINALISE, actor)


def reclaim_lift(*, reclaim: Reclaim, actor: Actor, reason: str) -> None:
    """The canton takes its decision back: what was netted already comes back with the next run."""
    rulings.move(reclaim, states.RECLAIM, states.LIFT, actor, reason=reason, details={"amount": 0})


def _conclude(reclaim: Reclaim, name: str, decision: str, amount: int) -> None:
    rulings.conclude(reclaim.objections.get(outcome=""), name, decision, amount_after=amount)


def _payee(municipality: Municipality, period: str) -> int:
    """Who received the contribution, as far as the municipality still exists."""
    leads = territory.lead_series().get(municipality.pk)
    day = rulings.last_day_concerned(period)
    return payee_on(territory.places(), leads, municipality.pk, day, clock.today())


def _carrier(payee: Municipality) -> int:
    """Whoever carries on today what was paid to that municipality."""
    return successor_on(territory.places(), payee.pk, clock.today())


def _require_paid(
    municipality: Municipality, amount: int, period: str, contribution: str, besides: Reclaim | None = None
) -> None:
    """Only what was paid can be asked back (KS 4.7: "bereits ausgerichtete Beiträge").

    Where no released run holds anything of the period, it was paid before Ankunft: that is for people to know.
    """
    if not period:
        return
    lines = Line.objects.filter(
        municipality=municipality, period=period, run__state=RELEASED, run__scheme=START_INTEGRATION
    )
    others = Reclaim.objects.filter(municipality=municipality, period=period)
    others = others.exclude(state__in=(RulingState.LIFTED, RulingState.WITHDRAWN))
    if contribution:
        lines = lines.filter(contribution=contribution)
        # What was asked back of the whole period may be of this contribution too.
        others = others.filter(contribution__in=(contribution, ""))
    if besides:
        others = others.exclude(pk=besides.pk)
    paid = lines.aggregate(sum=Sum("amount"))["sum"]
    if paid is None:
        return
    asked = others.aggregate(sum=Sum("amount", default=0))["sum"]
    if amount > paid - asked:
        raise Refused(
            _("Für %(period)s sind %(paid)s ausbezahlt und %(asked)s schon zurückgefordert: %(amount)s ist zu viel.")
            % {"period": period, "paid": Money(paid), "asked": Money(asked), "amount": Money(amount)}
        )
