"""Making letters: each once, and never changed afterwards."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
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

TYPESETTERS, AHEAD = 2, 3
"""How many letters are set at the same time, and how many before the one in front is stored: few in memory."""

_VARYING = ("reference", "written_on")


def drafts_today(occasion: str) -> tuple[Letterhead, list[Draft]]:
    """What the occasion asks for, in whose name; Refused where it is not time, or where nobody writes."""
    letterhead = letterhead_today()
    return letterhead, drafts_of(occasion, letterhead, clock.today())


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a draft: its letter, and whether that is new; or why there is none."""

    draft: Draft
    letter: Letter | None
    is_new: bool = False
    refusal: str = ""

    def required(self) -> Letter:
        """The letter; Refused where there is none."""
        if self.letter is None:
            raise Refused(self.refusal)
        return self.letter


def letters_make(*, drafts: Iterable[Draft], letterhead: Letterhead, actor: Actor) -> Iterator[Made]:
    """Make the letters that are asked for, in their order; what was made before stays as it is.

    Letters are set outside the transaction, and the next ones while one is stored: Typst holds no lock of Python's.
    One that is refused keeps no other back. Whoever makes the same at the same moment: one of the two counts.
    """
    can(actor, MAKE).require()
    return _made(drafts, letterhead, actor)


def _made(drafts: Iterable[Draft], letterhead: Letterhead, actor: Actor) -> Iterator[Made]:
    with ThreadPoolExecutor(TYPESETTERS, thread_name_prefix="typst") as typesetter:
        begun: deque[_Begun] = deque()
        for draft in drafts:
            begun.append(_begin(draft, letterhead, typesetter))
            if len(begun) > AHEAD:
                yield _finish(begun.popleft(), actor)
        while begun:
            yield _finish(begun.popleft(), actor)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A letter on its way: what is already known of its end, or what is being set."""

    draft: Draft
    end: Made | None
    data: dict[str, Any] = field(default_factory=dict)
    made_at: datetime | None = None
    content: Future[bytes] | None = None


def _begin(draft: Draft, letterhead: Letterhead, typesetter: Executor) -> _Begun:
    if known := _latest(draft):
        return _Begun(draft, Made(draft, known))
    made_at = _moment()
    try:
        data = _data(draft, letterhead, 1, made_at)
    except Refused as refusal:
        return _Begun(draft, Made(draft, None, refusal=refusal.reason))
    # In the language of whoever asked: another thread knows nothing of it.
    content = typesetter.submit(copy_context().run, partial(set_letter, data, made_at=made_at))
    return _Begun(draft, None, data, made_at, content)


def _finish(begun: _Begun, actor: Actor) -> Made:
    if begun.end is not None:
        return begun.end
    assert begun.content is not None
    assert begun.made_at is not None
    try:
        content = begun.content.result()
    except Refused as refusal:
        return Made(begun.draft, None, refusal=refusal.reason)
    with transaction.atomic():
        in_turn(begun.draft.reference(1))
        if known := _latest(begun.draft):
            return Made(begun.draft, known)
        return Made(begun.draft, _store(begun.draft, 1, begun.data, content, begun.made_at, actor), is_new=True)


def letter_anew(*, letter: Letter, reason: str, actor: Actor) -> Letter:
    """Another letter in place of this one, with what holds today; the one before stays, and is sent no more.

    Refused without a reason, where it was replaced already, and where nothing in it would be different.
    """
    can(actor, MAKE).require()
    if not reason.strip():
        raise Refused(_("Sagen Sie, weshalb der Brief ersetzt wird."))
    letterhead, drafts = drafts_today(letter.run.reference if letter.run else letter.occasion)
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
