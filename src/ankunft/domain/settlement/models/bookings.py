"""To which accounts of the canton's own books a contribution goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .runs import Contribution

CLAIM, ORDER = "claim", "order"
BOOKED = (
    *Contribution.choices,
    (CLAIM, _("Rechnungen an Gemeinden")),
    (ORDER, _("Zahlungen ohne Lauf: Projektbeiträge")),
)
"""What is booked: every contribution, what municipalities owe by invoice (KS 4.7), and what no run pays (KS 4.3.4)."""


class BookingRule(models.Model):
    """Accounts, cost centre and fund of what is booked, for what is paid from `valid_from` on. Never changes.

    Of `claim`, which is no contribution, the debit account holds what municipalities owe. `order` is what no run pays.
    """

    contribution = models.CharField(_("Beitrag"), max_length=40, choices=BOOKED)
    valid_from = models.DateField(_("Gilt ab"))
    debit_account = models.CharField(_("Soll"), max_length=20)
    credit_account = models.CharField(_("Haben"), max_length=20)
    cost_centre = models.CharField(_("Kostenstelle"), max_length=20)
    fund = models.CharField(_("Fonds"), max_length=20)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["contribution", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "valid_from"], name="booking_rule_keyed_by_start")
        ]
