"""Who lives together, and where."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.territory.models import Municipality


class Household(models.Model):
    """Persons at one address, to whom one letter goes. `register_id` is the register's (eCH-0011 householdID)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="households")
    register_id = models.CharField(max_length=36, blank=True)
    street = models.CharField(_("Strasse"), max_length=100, blank=True)
    house_number = models.CharField(_("Hausnummer"), max_length=12, blank=True)
    postcode = models.CharField(_("Postleitzahl"), max_length=10, blank=True)
    town = models.CharField(_("Ort"), max_length=60, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "register_id"], condition=~Q(register_id=""), name="household_register_id_once"
            )
        ]
