"""Recording how long a class of records is kept."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ankunft.foundation.access import policy
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import registry
from ..models import Period
from ..permissions import RECORD_PERIOD
from ..rules import MOST_MONTHS
from ..selectors import period_of


@transaction.atomic
def period_record(*, code: str, months: int, valid_from: date, source: str, actor: Actor) -> Period:
    """Record that an authority keeps the class `months` months from a day on, and by which source.

    Refused for a class that does not exist, for less than its least, without a source, for a day that lies in the past
    (what was deleted by the old period stays deleted), and where a confirmed period starts on that day already.
    """
    policy.can(actor, RECORD_PERIOD).require()
    one = registry.get(code)
    if one is None:
        raise Refused(_("Diese Art von Datensätzen gibt es nicht."))
    if not 1 <= months <= MOST_MONTHS:
        raise Refused(_("Die Frist ist eine Zahl von Monaten zwischen 1 und %(most)s.") % {"most": MOST_MONTHS})
    if months < one.least_months:
        raise Refused(
            _("«%(label)s» wird mindestens %(least)s Monate aufbewahrt: Es belegt, wer wen eingesehen hat.")
            % {"label": one.label, "least": one.least_months}
        )
    if not source.strip():
        raise Refused(_("Nennen Sie die Quelle: den Erlass mit dem Paragrafen oder den Entscheid mit Datum."))
    if valid_from < clock.today():
        raise Refused(_("Eine Frist gilt frühestens ab heute."))
    before = period_of(code, valid_from)
    if before and before.valid_from == valid_from and before.confirmed:
        raise Refused(_("Ab diesem Tag ist schon eine Frist festgehalten. Wählen Sie einen anderen Tag."))
    period, _created = Period.objects.update_or_create(
        record_class=code,
        valid_from=valid_from,
        defaults={
            "months": months,
            "confirmed": True,
            "source": source.strip(),
            "recorded_at": clock.now(),
            "recorded_by": actor.label,
        },
    )
    record(
        actor,
        Entry(
            "retention.period.recorded",
            "retention.class",
            code,
            gettext_noop("Aufbewahrungsfrist festgehalten."),
            before={"months": before.months, "source": before.source} if before else None,
            after={"months": months, "valid_from": valid_from.isoformat(), "source": period.source},
        ),
    )
    return period


@transaction.atomic
def load_periods(actor: Actor) -> int:
    """Load the proposals of data/retention.csv; returns how many are new. What is recorded already stays as it is."""
    new = 0
    with Path(settings.DATA, "retention.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            _period, created = Period.objects.get_or_create(
                record_class=row["record_class"],
                valid_from=date.fromisoformat(row["valid_from"]),
                defaults={
                    "months": int(row["months"]),
                    "confirmed": False,
                    "source": row["source"],
                    "recorded_at": clock.now(),
                    "recorded_by": actor.label,
                },
            )
            new += created
    if new:
        summary = gettext_noop("Vorschläge für Aufbewahrungsfristen geladen.")
        record(actor, Entry("retention.periods.loaded", "retention.class", "*", summary, after={"new": new}))
    return new
