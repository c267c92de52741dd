"""Saying in whose name letters are written, and what they say about the legal remedy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import Letterhead
from ..permissions import SET_LETTERHEAD

PARTS = (
    "authority",
    "office",
    "street",
    "house_number",
    "postcode",
    "town",
    "phone",
    "email",
    "remedy",
    "remedy_source",
)


@transaction.atomic
def letterhead_set(*, valid_from: date, parts: Mapping[str, str], actor: Actor, is_demo: bool = False) -> Letterhead:
    """Letters are written in this name from `valid_from` on; letters that are made stay as they are.

    Refused for a day that has one already, and for a remedy without the paragraph that it rests on.
    """
    can(actor, SET_LETTERHEAD).require()
    if bool(parts.get("remedy", "").strip()) != bool(parts.get("remedy_source", "").strip()):
        raise Refused(
            _("Ein Rechtsmittel braucht seinen Text und seine Rechtsgrundlage. Füllen Sie beides aus oder keines.")
        )
    if Letterhead.objects.filter(valid_from=valid_from).exists():
        raise Refused(
            _("Ab dem %(day)s ist schon ein Absender erfasst. Wählen Sie einen anderen Tag.")
            % {"day": f"{valid_from:%d.%m.%Y}"}
        )
    values = {name: parts.get(name, "").strip() for name in PARTS}
    letterhead = Letterhead.objects.create(
        valid_from=valid_from, recorded_at=clock.now(), recorded_by=actor.label, is_demo=is_demo, **values
    )
    record(
        actor,
        Entry(
            "letters.letterhead.set",
            "letters.letterhead",
            str(letterhead.pk),
            f"Absender der Briefe ab {valid_from:%d.%m.%Y} erfasst.",
            after=values,
        ),
    )
    return letterhead
