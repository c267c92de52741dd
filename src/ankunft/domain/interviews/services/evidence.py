"""By what an interview can be verified: the confirmation that was signed (KS 4.3.1, 6)."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import evidence_files, guards
from ..models import Evidence, Interview, InterviewState
from ..permissions import EVIDENCE, RECORD
from .reading import interview_read
from .trail import told
from .turns import as_stored
from .verdicts import refresh

LONGEST_NAME = 200


@transaction.atomic
def evidence_add(*, interview: Interview, file_name: str, content: bytes, actor: Actor) -> Evidence:
    """Keep a signed confirmation: a PDF, JPEG or PNG, encrypted. The interview is judged anew.

    Refused unless the interview was held, for anything else than these (told by its content), for what is empty or too
    big (`settings.EVIDENCE_MAX_BYTES`), and for a file that is there already.
    """
    can(actor, EVIDENCE, interview).require()
    _require_held(interview)
    media_type = _checked(content)
    digest = hashlib.sha256(content).hexdigest()
    if Evidence.objects.filter(interview=interview, sha256=digest, removed_at=None, is_on_paper=False).exists():
        raise Refused(_("Diese Datei ist schon abgelegt."))
    name = evidence_files.store(content)
    try:
        with transaction.atomic():
            evidence = _kept(
                interview,
                actor,
                stored_as=name,
                file_name=PurePath(file_name.replace("\\", "/")).name[-LONGEST_NAME:] or _("Beleg"),
                media_type=media_type,
                size=len(content),
                sha256=digest,
            )
    except BaseException:
        evidence_files.remove(name)
        raise
    return evidence


@transaction.atomic
def evidence_on_paper(*, interview: Interview, actor: Actor, where: str = "") -> Evidence:
    """The signed confirmation lies on paper in the municipality: it can be verified there (KS 6). Refused twice."""
    can(actor, RECORD, interview).require()
    _require_held(interview)
    if Evidence.objects.filter(interview=interview, removed_at=None, is_on_paper=True).exists():
        raise Refused(_("Dass die Bestätigung auf Papier vorliegt, ist schon festgehalten."))
    file_name = where.strip()[:LONGEST_NAME] or _("auf Papier in der Gemeinde")
    return _kept(interview, actor, file_name=file_name, media_type="", size=0, sha256="", is_on_paper=True)


@transaction.atomic
def evidence_remove(*, evidence: Evidence, reason: str, actor: Actor) -> Evidence:
    """Take evidence away, for a reason; that it was there stays. Without any the interview does not count any more."""
    can(actor, RECORD if evidence.is_on_paper else EVIDENCE, evidence).require()
    if not reason.strip():
        raise Refused(_("Geben Sie an, warum Sie den Beleg wegnehmen."))
    interview = as_stored(evidence.interview)
    guards.require_reason_if_settled(interview, reason)
    name = evidence.stored_as
    there = Evidence.objects.filter(pk=evidence.pk, removed_at=None)
    if not there.update(removed_at=clock.now(), removed_reason=reason.strip(), stored_as=""):
        raise Refused(_("Dieser Beleg ist schon weggenommen."))
    evidence.refresh_from_db()
    told(actor, interview, "evidence_remove", gettext_lazy("Beleg weggenommen."), sha256=evidence.sha256)
    refresh([interview], actor)
    transaction.on_commit(lambda: evidence_files.remove(name))
    return evidence


def evidence_open(*, evidence: Evidence, actor: Actor) -> bytes:
    """The file in clear: a reading, which is noted. Refused where there is none (any more)."""
    can(actor, EVIDENCE, evidence).require()
    if not evidence.stored_as:
        raise Refused(_("Zu diesem Beleg gibt es keine Datei."))
    interview_read(interview=evidence.interview, what=gettext_lazy("Beleg zum Gespräch"), actor=actor)
    return evidence_files.read(evidence.stored_as)


def _kept(interview: Interview, actor: Actor, **columns: Any) -> Evidence:
    evidence = Evidence.objects.create(
        interview=interview,
        municipality_id=interview.municipality_id,
        added_at=clock.now(),
        added_by=actor.label,
        **columns,
    )
    told(actor, interview, "evidence", gettext_lazy("Beleg abgelegt."), sha256=evidence.sha256, size=evidence.size)
    refresh([interview], actor)
    interview.refresh_from_db()
    return evidence


def _checked(content: bytes) -> str:
    """What the file is; Refused for what is not taken."""
    limit = settings.EVIDENCE_MAX_BYTES
    if not content:
        raise Refused(_("Die Datei ist leer."))
    if len(content) > limit:
        raise Refused(
            _("Die Datei ist grösser als %(limit)s MB. Bitte mit geringerer Auflösung einlesen.")
            % {"limit": limit // 1024**2}
        )
    if media_type := evidence_files.media_type_of(content):
        return media_type
    raise Refused(_("Ein Beleg ist eine PDF-Datei oder ein Bild (JPEG, PNG)."))


def _require_held(interview: Interview) -> None:
    interview = as_stored(interview)
    if interview.state != InterviewState.HELD or interview.forgotten_at is not None:
        raise Refused(_("Belege gehören zu einem Gespräch, das durchgeführt wurde."))
