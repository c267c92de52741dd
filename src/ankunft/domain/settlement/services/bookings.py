"""To which accounts a contribution is booked from a day on."""

from __future__ import annotations

import re
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Month

from ..booking_permissions import KEEP_BOOKING_RULES
from ..models import ORDER, BookingRule, PaymentFile, Run
from ..rules import payment_date
from ..scheme_names import booked_names, scheme_of_contribution
from ..states import RELEASED

# Nothing that a spreadsheet takes for a formula.
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./-]{0,19}")


@transaction.atomic
def booking_rule_add(
    *,
    contribution: str,
    valid_from: date,
    debit_account: str,
    credit_account: str,
    cost_centre: str,
    fund: str,
    actor: Actor,
    is_demo: bool = False,
) -> BookingRule:
    """What is paid from `valid_from` on is booked so.

    Refused where it would change the bookings of what is paid: the same run, or year, gives the same list for ever.
    """
    can(actor, KEEP_BOOKING_RULES).require()
    codes = {
        "debit_account": debit_account.strip(),
        "credit_account": credit_account.strip(),
        "cost_centre": cost_centre.strip(),
        "fund": fund.strip(),
    }
    if not all(_CODE.fullmatch(code) for code in codes.values()):
        raise Refused(
            _(
                "Konten, Kostenstelle und Fonds haben 1 bis 20 Zeichen: Ziffern, Buchstaben, Punkt, Strich oder "
                "Schrägstrich."
            )
        )
    _require_new(contribution, valid_from)
    rule = BookingRule.objects.create(contribution=contribution, valid_from=valid_from, is_demo=is_demo, **codes)
    record(
        actor,
        Entry(
            "settlement.booking_rule.add",
            "settlement.booking_rule",
            contribution,
            f"Kontierung ab {valid_from:%d.%m.%Y} erfasst.",
            after={"valid_from": valid_from.isoformat(), **codes},
        ),
    )
    return rule


def _require_new(contribution: str, valid_from: date) -> None:
    scheme = scheme_of_contribution(contribution)
    if contribution not in booked_names(scheme):
        raise Refused(_("Diesen Beitrag gibt es nicht."))
    starts = list(BookingRule.objects.filter(contribution=contribution).values_list("valid_from", flat=True))
    paid = _paid_on(contribution, scheme)
    # Before the first rule nothing was booked; after the last payment nothing is booked yet.
    if valid_from in starts or (starts and min(starts) < valid_from and paid and valid_from <= max(paid)):
        raise Refused(
            _("Ab %(day)s ist der Beitrag schon kontiert, und danach ist schon gebucht. Ein späteres Datum wählen.")
            % {"day": f"{valid_from:%d.%m.%Y}"}
        )


def _paid_on(contribution: str, scheme: str) -> list[date]:
    """The days on which something of it is booked already."""
    if contribution == ORDER:
        return list(PaymentFile.objects.filter(run=None).values_list("pay_on", flat=True))
    months = Run.objects.filter(scheme=scheme, state=RELEASED).values_list("payment_month", flat=True)
    return [payment_date(Month.parse(month)) for month in months]
