"""Expenditure booked on positions, and booked back where it was wrong (FP 2.4)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..bookable import Cost, hindrance
from ..cost_readings import TAKEN_OVER_KINDS
from ..models import Booking, CostKind, FundingSource, PlannedAmount, Position, VersionState
from ..money_permissions import BOOK
from ..money_readings import accounts, terms_on
from ..money_words import FLAGS
from ..rules.booking import Situation, flags
from .inputs import MOST
from .turns import cost_turn, money_turns


@transaction.atomic
def booking_record(*, position: Position, source: FundingSource, cost: Cost, actor: Actor) -> Booking:
    """Book expenditure on a position, borne by a source.

    Refused on a sum, outside of the plan's years, in the future, twice for a paper, and where the source may not bear
    it: no terms, another purpose or group, outside of its period, after its refund. What is not planned, above what is
    planned or above what the source has is booked with a reason alone, and flagged.
    """
    can(actor, BOOK).require()
    if cost.kind in TAKEN_OVER_KINDS:
        cost_turn()
    return store_booking(position, source, cost, actor)


def store_booking(position: Position, source: FundingSource, cost: Cost, actor: Actor) -> Booking:
    """Book it; the caller has asked whether the actor may."""
    # What is planned and booked of the position counts, whoever bears it, and so does what the source has left.
    money_turns(plans=[position.plan_id], sources=[source.pk])
    _require_sound(cost)
    why = hindrance(
        position,
        source,
        cost,
        terms_on(source, cost.booked_on),
        is_sum=Position.objects.filter(parent=position).exists(),
        is_booked=Booking.objects.filter(position=position, reference=cost.reference.strip(), reverses=None).exists(),
    )
    if why:
        raise Refused(why)
    raised = flags(_situation(position, source, cost.booked_on.year, cost.amount))
    if raised and not cost.reason.strip():
        raise Refused(
            _("%(flags)s Bitte begründen, warum trotzdem gebucht wird.")
            % {"flags": " ".join(str(FLAGS[flag]) for flag in raised)}
        )
    stored = Booking(
        position=position,
        source=source,
        kind=cost.kind,
        booked_on=cost.booked_on,
        amount=cost.amount,
        reference=cost.reference.strip(),
        text=cost.text.strip(),
        flags=[str(flag) for flag in raised],
        reason=cost.reason.strip(),
        recorded_at=clock.now(),
        recorded_by=actor.label,
        is_demo=cost.is_demo,
    )
    stored.save(force_insert=True)
    _note(actor, stored, "funds.booking.recorded", "Aufwendung auf eine Position des Finanzplans gebucht.")
    return stored


@transaction.atomic
def booking_reverse(*, booking: Booking, reason: str, actor: Actor) -> Booking:
    """Book it back as a whole, on the same day: what is right is booked anew, with another paper or a supplement."""
    can(actor, BOOK).require()
    money_turns(plans=[booking.position.plan_id], sources=[booking.source_id])
    if not reason.strip():
        raise Refused(_("Sagen Sie, warum die Buchung falsch ist."))
    if booking.reverses_id is not None or Booking.objects.filter(reverses=booking).exists():
        raise Refused(_("%(booking)s ist schon zurückgebucht.") % {"booking": booking.number})
    stored = Booking.objects.create(
        position=booking.position,
        source=booking.source,
        kind=booking.kind,
        booked_on=booking.booked_on,
        amount=-booking.amount,
        reference=booking.reference,
        text=booking.text,
        reason=reason.strip(),
        reverses=booking,
        recorded_at=clock.now(),
        recorded_by=actor.label,
        is_demo=booking.is_demo,
    )
    _note(actor, stored, "funds.booking.reversed", "Buchung auf einer Position zurückgebucht.")
    return stored


def _situation(position: Position, source: FundingSource, year: int, amount: int) -> Situation:
    """What the rules look at when `amount` (Rappen) is to be booked in that year."""
    account = accounts()[source.pk]
    booked = Booking.objects.filter(position=position, booked_on__year=year).aggregate(sum=Sum("amount"))["sum"]
    planned = (
        PlannedAmount.objects.filter(
            planned__position=position, planned__version__state=VersionState.ADOPTED, year=year
        )
        .values_list("amount", flat=True)
        .first()
    )
    left = account.left_in(year) if account.is_known else None
    return Situation(amount, planned, booked or 0, left)


def _require_sound(cost: Cost) -> None:
    if cost.kind not in CostKind.values or not cost.reference.strip() or not cost.text.strip():
        raise Refused(_("Eine Buchung sagt, was es war, wofür, und welcher Beleg es ausweist."))
    if not 0 < cost.amount <= MOST.rappen:
        raise Refused(_("Gebucht wird ein Betrag über null, höchstens %(most)s.") % {"most": MOST})


def _note(actor: Actor, stored: Booking, action: str, sentence: str) -> None:
    after = {
        "position": f"{stored.position.plan.code}/{stored.position.code}",
        "source": stored.source.code,
        "kind": stored.kind,
        "booked_on": str(stored.booked_on),
        "amount": stored.amount,
        "reference": stored.reference,
        "flags": stored.flags,
        "reverses": stored.reverses.number if stored.reverses else "",
    }
    record(actor, Entry(action, "funds.booking", stored.number, sentence, after=after, reason=stored.reason))
