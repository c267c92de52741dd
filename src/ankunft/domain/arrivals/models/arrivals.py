"""That somebody arrived in a municipality: what begins the task of first information (KS 3.2 no. 2)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.workflow.models import Stateful

from .households import Household
from .people import Person


class ArrivalState(models.TextChoices):
    """How far the first information of somebody who arrived has come."""

    OPEN = "open", _("einzuladen")
    INVITED = "invited", _("eingeladen")
    INFORMED = "informed", _("informiert")
    WAIVED = "waived", _("kein Gespräch")
    RECALLED = "recalled", _("widerrufen")


class Exclusion(models.TextChoices):
    """Why an arrival is outside start.integration (KS 3.2 no. 2)."""

    SWISS = "swiss", _("Schweizer Bürgerrecht")
    WITHIN_SWITZERLAND = "within_switzerland", _("Zuzug aus der Schweiz")
    SECONDARY_RESIDENCE = "secondary_residence", _("nicht Hauptwohnsitz")


class Source(models.TextChoices):
    """How the municipality learned of it."""

    REGISTER = "register", _("Einwohnerregister")
    TABLE = "table", _("Tabelle")
    ENTRY = "entry", _("Erfassung")


class Arrival(Stateful):
    """One person who arrived on a day. Who arrived together is invited together (`household`).

    `exclusion` is empty for those for whom first information is there; somebody else is here only where the
    municipality informs them nonetheless (KS 3.2 footnote 1), which is not subsidised. `target_on` is the day by which
    the invitation shall have gone out. `source_key` is the sender's own key: the same one comes in once.
    """

    reference = models.CharField(_("Referenz"), max_length=11, unique=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="arrivals", verbose_name=_("Gemeinde")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="arrivals")
    household = models.ForeignKey(Household, on_delete=models.SET_NULL, null=True, related_name="arrivals")
    arrived_on = models.DateField(_("Zuzug am"))
    from_country = models.CharField(_("Zuzug aus"), max_length=2, blank=True)
    exclusion = models.CharField(max_length=20, choices=Exclusion, blank=True)
    target_on = models.DateField(_("einladen bis"))
    waived_reason = models.TextField(_("Grund"), blank=True)
    source = models.CharField(max_length=10, choices=Source)
    source_key = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["target_on", "arrived_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "source_key"], condition=~Q(source_key=""), name="arrival_source_key_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "invited", "informed", "waived", "recalled"]), name="arrival_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "target_on"], name="arrival_by_task"),
            models.Index(fields=["household"], name="arrival_by_household"),
        ]

    def __str__(self) -> str:
        return self.reference
