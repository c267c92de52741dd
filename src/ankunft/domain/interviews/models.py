"""Interviews with newcomers: when, with whom, what came of it, and by what it can be verified."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.arrivals.models import Arrival, Household, Person
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.models import Account
from ankunft.foundation.mail.models import OutgoingMail
from ankunft.foundation.workflow.models import Stateful


class Kind(models.TextChoices):
    """Which of the two interviews (KS 4.3.1)."""

    FIRST_INFORMATION = "first_information", _("Erstinformationsgespräch")
    INTEGRATION = "integration", _("Integrationsgespräch")


class InterviewState(models.TextChoices):
    """Where an interview stands."""

    PLANNED = "planned", _("geplant")
    HELD = "held", _("durchgeführt")
    MISSED = "missed", _("nicht erschienen")
    CANCELLED = "cancelled", _("abgesagt")


class Interpreting(models.TextChoices):
    """Who interpreted, if anybody: only what was ordered from the canton's contract partner counts (KS 4.3.1)."""

    NONE = "none", _("nicht nötig")
    PARTNER = "partner", _("über HEKS Linguadukt bestellt")
    OTHER = "other", _("anders organisiert")


class Interview(Stateful):
    """An interview with a single person or a family, from the appointment on.

    `municipality` is whose newcomers they are and who gets the contribution, `performed_by` who held it (the same, or
    the lead of its association, KS 3.4.2). `follows` is the interview that was missed, in whose place one alone stands.
    `content` is encrypted JSON: what was agreed, noted, and found. `half_year` is that of `held_on`.

    `case_verdict` and `interpreting_verdict` are what the rules say of this interview as it is recorded now, written by
    the services with every change, so that a payment month is counted by the database. `has_reason` is whether
    `content` names the integration need. From `forgotten_at` on everybody who took part is anonymous: content and
    evidence are gone, and the verdicts stay as they were.
    """

    reference = models.CharField(_("Referenz"), max_length=11, unique=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="interviews", verbose_name=_("Gemeinde")
    )
    performed_by = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="interviews_performed",
        verbose_name=_("durchführende Gemeinde"),
    )
    kind = models.CharField(_("Art"), max_length=20, choices=Kind)
    household = models.ForeignKey(Household, on_delete=models.SET_NULL, null=True, related_name="interviews")
    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, null=True, related_name="interviews")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    starts_at = models.DateTimeField(_("Termin"), null=True)
    minutes = models.PositiveSmallIntegerField(_("Dauer in Minuten"), default=60)
    place = models.CharField(_("Ort"), max_length=200, blank=True)
    held_on = models.DateField(_("durchgeführt am"), null=True)
    half_year = models.CharField(max_length=7, blank=True)
    participants = models.PositiveSmallIntegerField(_("Anzahl Teilnehmende"), default=1)
    led_by = models.CharField(_("geführt von"), max_length=200, blank=True)
    led_by_responsible = models.BooleanField(_("durch Verantwortliche von start.integration geführt"), default=True)
    outsourced = models.BooleanField(_("durch Dritte durchgeführt"), default=False)
    language = models.CharField(_("Sprache"), max_length=8, blank=True)
    interpreting = models.CharField(
        _("Dolmetscheinsatz"), max_length=10, choices=Interpreting, default=Interpreting.NONE
    )
    interpreting_provider = models.CharField(_("Vermittlung"), max_length=100, blank=True)
    interpreting_order = models.CharField(_("Auftragsnummer"), max_length=60, blank=True)
    follow_up_on = models.DateField(_("Wiedervorlage"), null=True)
    content = models.TextField(blank=True)
    has_reason = models.BooleanField(default=False)
    case_verdict = models.CharField(max_length=30, blank=True)
    interpreting_verdict = models.CharField(max_length=30, blank=True)
    source_key = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    forgotten_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-held_on", "-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "held", "missed", "cancelled"]), name="interview_state_known"
            ),
            models.CheckConstraint(
                condition=(Q(state="held", held_on__isnull=False) & ~Q(half_year=""))
                | (~Q(state="held") & Q(held_on__isnull=True, half_year="", case_verdict="", interpreting_verdict="")),
                name="interview_held_has_day",
            ),
            models.UniqueConstraint(
                fields=["municipality", "source_key"], condition=~Q(source_key=""), name="interview_source_key_once"
            ),
            models.UniqueConstraint(
                fields=["follows"], condition=~Q(state="cancelled"), name="interview_followed_by_one"
            ),
        ]
        indexes = [
            # Everything that counting a half-year needs: the database reads the index alone.
            models.Index(
                fields=["half_year", "municipality", "kind", "case_verdict", "interpreting_verdict"],
                name="interview_counted",
            ),
            models.Index(fields=["municipality", "state", "starts_at"], name="interview_by_appointment"),
        ]

    def __str__(self) -> str:
        return self.reference


class Participant(models.Model):
    """A recorded person who is invited to, or took part in, an interview; and the arrival that it concerns.

    `was_swiss` is how it was when the interview was recorded: who is naturalised later was a foreigner then.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="taking_part")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interviews")
    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, null=True, related_name="participations")
    was_there = models.BooleanField(default=True)
    was_swiss = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "person"], name="participant_once")]


class Topic(models.Model):
    """A topic of the guide that was talked about; `code` stands in the guide (data/interview-guide.json)."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="topics")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "code"], name="topic_once")]


class Need(models.Model):
    """A need that was found, by its code in the guide."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="needs")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "code"], name="need_once")]


class AgreedStep(models.Model):
    """Something that was agreed in the interview; `content` is the encrypted sentence."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="steps")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    content = models.TextField()
    due_on = models.DateField(_("bis"), null=True)
    done_on = models.DateField(_("erledigt am"), null=True)

    class Meta:
        ordering = ["due_on", "pk"]


class Invitation(models.Model):
    """A letter of invitation that was made: the first one, or the second after nobody came."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="invitations")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]


class ReminderChannel(models.TextChoices):
    """How somebody is reminded of an appointment."""

    MAIL = "mail", _("E-Mail")
    LETTER = "letter", _("Brief")


class Reminder(models.Model):
    """That whoever is invited was reminded of the appointment at `starts_at`: by a mail each, or by a letter.

    An appointment that is moved is another one. `number` counts the mails for one appointment; `mail` says what
    became of one. `sha256` is that of the file in which the letter stands.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="reminders")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    channel = models.CharField(max_length=6, choices=ReminderChannel)
    number = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=8, blank=True)
    mail = models.ForeignKey(OutgoingMail, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "starts_at", "number"],
                condition=Q(channel="mail"),
                name="reminder_mail_once",
            )
        ]


class Evidence(models.Model):
    """A signed confirmation as a file outside the web root. What is taken away leaves its row, with the reason."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="evidence")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    stored_as = models.CharField(max_length=100, blank=True)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)
    removed_at = models.DateTimeField(null=True)
    removed_reason = models.TextField(blank=True)
    is_on_paper = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
