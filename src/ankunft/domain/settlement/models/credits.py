"""The credit of a year, and what of it goes to the credit for projects when the year ends. Amounts are whole Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.workflow.models import Stateful
from ankunft.foundation.workflow.proposals import UNREFUSED, ProposalState

from .runs import START_INTEGRATION


class OfCredit(Stateful):
    """What both records have: the year, whose scheme it is, and the decision it rests on."""

    year = models.PositiveSmallIntegerField(_("Jahr"))
    scheme = models.CharField(max_length=60, default=START_INTEGRATION)
    decision = models.CharField(_("Beschluss"), max_length=120)
    decided_on = models.DateField(_("Datum des Beschlusses"))
    is_demo = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Credit(OfCredit):
    """What may be paid in a year. Those confirmed for the same year add up: a supplementary credit is one more."""

    amount = models.BigIntegerField(help_text="Rappen")

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="credit_of_something"),
            models.CheckConstraint(condition=Q(state__in=UNREFUSED), name="credit_state_known"),
        ]


class YearEnd(OfCredit):
    """What was left of the credit of a year and is booked to the credit for projects (KS 4.3.4)."""

    granted = models.BigIntegerField(help_text="Rappen")
    paid = models.BigIntegerField(help_text="Rappen")
    surplus = models.BigIntegerField(help_text="Rappen")

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "scheme"], condition=~Q(state=ProposalState.WITHDRAWN), name="year_ends_once"
            ),
            models.CheckConstraint(
                condition=Q(surplus=F("granted") - F("paid"), surplus__gte=0), name="year_end_adds_up"
            ),
            models.CheckConstraint(condition=Q(state__in=UNREFUSED), name="year_end_state_known"),
        ]
