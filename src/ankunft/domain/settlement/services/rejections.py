"""A rejection that the bank only told on the telephone: recorded by hand, and taken back where it was a mistake."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import Payment, PaymentReturn
from ..outcome_permissions import REJECT_PAYMENT
from ..outcome_rules import Standing
from ..selectors.outcomes import outcomes_of
from .ledger import take_turn
from .outcomes import Rejected, rejections_record, return_undo


@transaction.atomic
def payment_reject(*, reference: str, rejected_on: date, reason: str, actor: Actor) -> PaymentReturn:
    """Record that the bank does not execute a payment, as it said in another way than by a file.

    The payment is owed again; whoever records this does not confirm what becomes of it. Refused without a reason, for
    a day before the payment was ordered or after today, and for a payment of which the bank already said something.
    """
    can(actor, REJECT_PAYMENT).require()
    take_turn()
    payment = Payment.objects.filter(reference=reference.strip(), file__isnull=False).select_related("file").first()
    if payment is None or payment.file is None:
        raise Refused(
            _("«%(reference)s» ist keine Zahlung, die der Bank aufgetragen ist. Beispiel: 2025-03-2601.")
            % {"reference": reference.strip()}
        )
    if not reason.strip():
        raise Refused(_("Sagen Sie, warum die Bank nicht zahlt, und wie sie es mitgeteilt hat."))
    ordered_on = payment.file.made_at.astimezone(clock.ZURICH).date()
    if not ordered_on <= rejected_on <= clock.today():
        raise Refused(
            _("Zurückgewiesen wurde die Zahlung frühestens am Tag des Auftrags, %(first)s, und spätestens heute.")
            % {"first": f"{ordered_on:%d.%m.%Y}"}
        )
    if outcomes_of([payment])[0].standing is not Standing.ORDERED:
        raise Refused(
            _("Zahlung %(reference)s ist schon ausgeführt, zurückgekommen oder zurückgewiesen.")
            % {"reference": payment.reference}
        )
    told = Rejected(payment, rejected_on, "", reason.strip(), "", by_hand_of=actor.account_id)
    return rejections_record(told=[told], actor=actor)[0]


@transaction.atomic
def payment_reject_undo(*, rejection: PaymentReturn, reason: str, actor: Actor) -> None:
    """It was a mistake that the bank rejected this: the payment is ordered, as before.

    Refused without a reason, once something is proposed or decided about it, and for what a file of the bank says:
    that is taken back where it stands.
    """
    can(actor, REJECT_PAYMENT).require()
    take_turn()
    if rejection.by_hand_of is None:
        raise Refused(_("Das sagt eine Datei der Bank. Dort lässt es sich zurücknehmen."))
    if not reason.strip():
        raise Refused(_("Sagen Sie, warum die Zurückweisung nicht gilt."))
    return_undo(returned=rejection, reason=reason, actor=actor)
