"""Asking the municipalities for the evidence of what was drawn: on «Mein Tag», and by mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ankunft.domain.reporting.hands import acting_people
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail.services import mail_put

from .. import states
from ..models import Sample, SampleItem
from ..permissions import ANSWERING, moving
from .moves import move

MAIL_KIND = "evidence_request"
SHORTEST, LONGEST = timedelta(days=5), timedelta(days=90)
"""How long a municipality has at least and at most to show its evidence."""


@transaction.atomic
def sample_request(*, sample: Sample, due_on: date, actor: Actor) -> None:
    """The municipalities are asked for the evidence of what was drawn, until a day (KS 6).

    They read it on «Mein Tag», and whoever may answer for them is told by mail in the same transaction.
    """
    can(actor, moving(states.REQUEST), sample).require()
    today = clock.today()
    if not today + SHORTEST <= due_on <= today + LONGEST:
        raise Refused(
            _("Die Frist liegt zwischen dem %(first)s und dem %(last)s.")
            % {"first": f"{today + SHORTEST:%d.%m.%Y}", "last": f"{today + LONGEST:%d.%m.%Y}"}
        )
    told = _tell(sample, due_on, actor)
    details = {"due_on": due_on.isoformat(), "told": told}
    move(sample, states.REQUEST, actor, changes={"due_on": due_on}, details=details)


def _tell(sample: Sample, due_on: date, actor: Actor) -> int:
    """A mail to everybody who may answer, about all that is theirs; returns to how many people."""
    drawn = _drawn(sample)
    theirs: dict[tuple[int, str], dict[str, int]] = {}
    for municipality, people in acting_people(ANSWERING, drawn, clock.today()).items():
        name, count = drawn[municipality]
        for one in people:
            theirs.setdefault((one.account_id, one.email), {})[name] = count
    # What is sent is in the language of the trail, whoever looked at the page before.
    with override(settings.LANGUAGE_CODE):
        for (_account, email), asked in theirs.items():
            mail_put(
                to=email,
                subject=f"Stichprobe {sample.reference}: Belege bis {due_on:%d.%m.%Y}",
                text=_text(asked, due_on, actor),
                kind=MAIL_KIND,
                actor=actor,
            )
    return len(theirs)


def _drawn(sample: Sample) -> dict[int, tuple[str, int]]:
    """The municipalities (by record id) with their names and how many of their interviews were drawn."""
    rows = SampleItem.objects.filter(sample=sample).order_by().values_list("municipality", "municipality__name")
    return {municipality: (name, count) for municipality, name, count in rows.annotate(count=Count("pk"))}


def _text(asked: Mapping[str, int], due_on: date, actor: Actor) -> str:
    """What is asked for; nothing about persons, as it goes through other people's servers."""
    lines = [f"- {name}: {_interviews(count)}" for name, count in sorted(asked.items())]
    parts = [
        "Guten Tag",
        "Der Kanton prüft mit einer Stichprobe, ob abgerechnete Gespräche belegt sind (KS 6). Gezogen sind:",
        "\n".join(lines),
        f"Legen Sie die Belege bis zum {due_on:%d.%m.%Y} beim Gespräch ab, oder erklären Sie, warum einer fehlt. "
        "Um welche Gespräche es geht, steht in Ankunft unter «Mein Tag».",
        f"Freundliche Grüsse\n{actor.label}",
    ]
    return "\n\n".join(parts) + "\n"


def _interviews(count: int) -> str:
    return ngettext("%(count)s Gespräch", "%(count)s Gespräche", count) % {"count": count}
