"""One payment that no run makes, for a room that settlement does not know: the same accounts, file and locks."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.territory import readings as territory
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.rules import successor_on
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import Payment
from ..rules import reference_of
from ..selectors.payments import paid_on, payer_of
from .holders import Holder
from .ledger import take_turn
from .payments import file_write


@transaction.atomic
def order_pay(*, origin: str, payee: Municipality, amount: int, message: str, actor: Actor) -> Payment:
    """Pay `amount` (Rappen) once, in a file of its own that names `origin` (`P-3/1`).

    Called within the transaction of the room that decided it, which asks its own permission and four eyes: settlement
    does not know what is paid. A merged municipality's successor is paid (KS 4.5.2). Refused if that was paid already,
    if the payee has no account with an address on the day of the payment, or while the canton has none itself.
    """
    take_turn()
    if Payment.objects.filter(run=None, origin=origin).exists():
        raise Refused(_("%(origin)s ist schon bezahlt.") % {"origin": origin})
    day = paid_on(None, clock.today())
    owner = successor_on(territory.places(), payee.pk, day)
    account = territory.accounts_on([owner], day).get(owner)
    if account is None:
        raise Refused(
            _("%(name)s hat kein Konto mit Adresse. Zuerst das Konto erfassen und bestätigen lassen.")
            % {"name": payee.name}
        )
    payer = payer_of(None)
    if payer is None:
        raise Refused(
            _(
                "Das Konto fehlt, von dem der Kanton zahlt. "
                "Zuerst erfassen und von einer zweiten Person bestätigen lassen."
            )
        )
    payment = Payment.objects.create(
        run=None,
        origin=origin,
        payee_id=owner,
        reference=reference_of(origin),
        amount=amount,
        message=message,
        **Holder.of(account).as_dict(),
    )
    file_write(run=None, origin=origin, payer=Holder.of(payer), actor=actor)
    payment.refresh_from_db()
    return payment
