"""Making letters: each once, and never changed afterwards."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ankunft.domain.territory.models import ContactFunction
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.turns import in_turn

from ..drafts import Draft, drafts_of
from ..models import Letter, Letterhead
from ..permissions import MAKE
from ..selectors import letterhead_today
from ..typesetting import canonical, set_letter, template_digest

FUNCTIONS = (ContactFunction.INTEGRATION_OFFICER, ContactFunction.FINANCE_DEPARTMENT)
"""To whom letters about contributions go (KS 4.5.3)."""

_VARYING = ("reference", "written_on")


def drafts_today(occasion: str) -> tuple[Letterhead, list[Draft]]:
    """What the occasion asks for, in whose name; Refused where it is not time, or where nobody writes."""
    letterhead = letterhead_today()
    return letterhead, drafts_of(occasion, letterhead, clock.today())


def letter_make(*, draft: Draft, letterhead: Letterhead, actor: Actor) -> tuple[Letter, bool]:
    """Make the letter that is asked for, and say whether it is new: one that was made before stays as it is.

    It is set outside the transaction. Whoever makes the same at the same moment: one of the two counts.
    """
    can(actor, MAKE).require()
    if known := _latest(draft):
        return known, False
    made_at = _moment()
    data = _data(draft, letterhead, 1, made_at)
    content = set_letter(data, made_at=made_at)
    with transaction.atomic():
        in_turn(draft.reference(1))
        if known := _latest(draft):
            return known, False
        return _store(draft, 1, data, content, made_at, actor), True


def letter_anew(*, letter: Letter, reason: str, actor: Actor) -> Letter:
    """Another letter in place of this one, with what holds today; the one before stays, and is sent no more.

    Refused without a reason, where it was replaced already, and where nothing in it would be different.
    """
    can(actor, MAKE).require()
    if not reason.strip():
        raise Refused(_("Sagen Sie, weshalb der Brief ersetzt wird."))
    letterhead, drafts = drafts_today(letter.run.payment_month if letter.run else letter.occasion)
    key = (letter.kind, letter.occasion, letter.municipality_id)
    draft = next((one for one in drafts if (one.kind, one.occasion, one.municipality.pk) == key), None)
    if draft is None:
        raise Refused(_("Der Anlass dieses Briefs besteht nicht mehr: Es gibt nichts Neues zu schreiben."))
    number, made_at = letter.number + 1, _moment()
    data = _data(draft, letterhead, number, made_at)
    content = set_letter(data, made_at=made_at)
    with transaction.atomic():
        in_turn(draft.reference(1))
        known = _latest(draft)
        if known is None or known.number != letter.number:
            raise Refused(_("Dieser Brief ist schon ersetzt. Laden Sie die Seite neu."))
        if _same(known.data, data):
            raise Refused(_("Der neue Brief wäre derselbe: Seit dem letzten hat sich nichts geändert."))
        return _store(draft, number, data, content, made_at, actor, reason.strip())


def _store(
    draft: Draft,
    number: int,
    data: dict[str, Any],
    content: bytes,
    made_at: datetime,
    actor: Actor,
    reason: str = "",
) -> Letter:
    letter = Letter.objects.create(
        reference=draft.reference(number),
        kind=draft.kind,
        occasion=draft.occasion,
        run=draft.run,
        municipality=draft.municipality,
        number=number,
        reason=reason,
        title=data["title"],
        made_at=made_at,
        made_by=actor.label,
        template=template_digest(),
        data=canonical(data),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    record(
        actor,
        Entry(
            "letters.letter.make",
            "letters.letter",
            letter.reference,
            f"Brief {letter.reference} erstellt: {letter.title}.",
            after={"sha256": letter.sha256, "template": letter.template},
            reason=reason,
        ),
    )
    return letter


def _data(draft: Draft, letterhead: Letterhead, number: int, made_at: datetime) -> dict[str, Any]:
    """What is set: German, whatever language whoever makes it has chosen."""
    with translation.override(settings.LANGUAGE_CODE):
        written = draft.write()
        copies = [str(function.label) for function in FUNCTIONS]
        day = made_at.astimezone(clock.ZURICH).date()
        return written.data(letterhead, reference=draft.reference(number), day=day, copies=copies)


def _latest(draft: Draft) -> Letter | None:
    known = Letter.objects.filter(kind=draft.kind, occasion=draft.occasion, municipality=draft.municipality)
    return known.defer("content").order_by("-number").first()


def _same(before: str, data: dict[str, Any]) -> bool:
    def bare(values: dict[str, Any]) -> str:
        return canonical({name: value for name, value in values.items() if name not in _VARYING})

    return bare(json.loads(before)) == bare(data)


def _moment() -> datetime:
    return clock.now().replace(microsecond=0)
