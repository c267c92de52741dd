"""To which accounts of the canton's own books a contribution goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .runs import Contribution

CLAIM = "claim"
BOOKED = (*Contribution.choices, (CLAIM, _("Rechnungen an Gemeinden")))
"""What is booked: every contribution, and what municipalities owe by invoice (KS 4.7)."""


class BookingRule(models.Model):
    """Accounts, cost centre and fund of what is booked, for runs paid from `valid_from` on. Never changes.

    Of `claim`, which is no contribution, the debit account holds what municipalities owe.
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
