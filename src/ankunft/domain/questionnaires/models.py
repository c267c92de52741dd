"""Answers to questionnaires: one sheet for each municipality, form and period, in numbered versions, by sections."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.workflow.models import Stateful

from .values import OF_SCHEME


class SheetState(models.TextChoices):
    """Where a sheet stands. What is owed by law is never discarded in its first version, only corrections of it."""

    DRAFT = "draft", _("in Arbeit")
    PRESENTED = "presented", _("zur Unterzeichnung vorgelegt")
    SIGNED_OFF = "signed_off", _("unterzeichnet")
    SUBMITTED = "submitted", _("eingereicht")
    RETURNED = "returned", _("zurückgegeben")
    ACCEPTED = "accepted", _("angenommen")
    DISCARDED = "discarded", _("verworfen")


EDITABLE = (SheetState.DRAFT, SheetState.RETURNED)
OPEN_STATES = (
    SheetState.DRAFT,
    SheetState.PRESENTED,
    SheetState.SIGNED_OFF,
    SheetState.SUBMITTED,
    SheetState.RETURNED,
)
HANDED_IN = (SheetState.SUBMITTED, SheetState.ACCEPTED)


class Wording(models.Model):
    """The wording that sheets were answered on, kept as it was: whatever the files of definitions say later.

    Told apart by the digest of its content; never changed.
    """

    kind = models.CharField(max_length=40)
    valid_from = models.DateField()
    digest = models.CharField(max_length=64, unique=True)
    definition = models.JSONField()

    class Meta:
        ordering = ["kind", "valid_from", "pk"]


class AnswerSheet(Stateful):
    """The answers of a municipality to a form for a period, in one of several numbered versions.

    An accepted version never changes (a trigger refuses it); a correction is the next number, with its reason. So is
    a sheet that is begun anew where the one before was discarded, without any. `period` is written like that of the
    form: `2026` for the self-declaration.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="answer_sheets", verbose_name=_("Gemeinde")
    )
    kind = models.CharField(max_length=40)
    period = models.CharField(_("Periode"), max_length=7)
    number = models.PositiveSmallIntegerField(_("Fassung"), default=1)
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="sheets")
    submitted_on = models.DateField(_("eingereicht am"), null=True)
    accepted_on = models.DateField(_("angenommen am"), null=True)
    correction_reason = models.TextField(_("Grund der Korrektur"), blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["period", "municipality", "number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind", "period", "number"], name="sheet_numbered"),
            models.UniqueConstraint(
                fields=["municipality", "kind", "period"],
                condition=Q(state__in=["draft", "presented", "signed_off", "submitted", "returned"]),
                name="sheet_one_open_version",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["draft", "presented", "signed_off", "submitted", "returned", "accepted", "discarded"]
                ),
                name="sheet_state_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["half_year", "declaration"]) | Q(kind__startswith=OF_SCHEME),
                name="sheet_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "accepted"]) | Q(submitted_on__isnull=False),
                name="sheet_submitted_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_on__isnull=False), name="sheet_accepted_has_day"
            ),
            models.CheckConstraint(
                condition=Q(number__gt=1) | Q(correction_reason=""), name="sheet_first_corrects_nothing"
            ),
        ]
        indexes = [models.Index(fields=["kind", "period", "state"], name="sheet_by_period")]

    def __str__(self) -> str:
        """Whose it is: what a refusal calls it."""
        return self.municipality.name

    @property
    def is_correction(self) -> bool:
        """Whether it is to replace an accepted version."""
        return bool(self.correction_reason)

    @property
    def is_of_scheme(self) -> bool:
        """Whether it is the form of a scheme, not one of the circular."""
        return self.kind.startswith(OF_SCHEME)


class SheetSection(models.Model):
    """What was typed in one section of a sheet: as it was typed, also where it is no answer yet.

    `version` counts its changes: of two people who write in the same section, the later one is told.
    """

    sheet = models.ForeignKey(AnswerSheet, on_delete=models.PROTECT, related_name="sections")
    section = models.CharField(max_length=60)
    typed = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    returned_reason = models.TextField(_("Was zu ergänzen ist"), blank=True)

    class Meta:
        ordering = ["sheet", "pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "section"], name="sheet_section_once")]
