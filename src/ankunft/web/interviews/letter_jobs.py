"""Letters of several interviews in one PDF, as a job: invitations, or reminders."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ankunft.domain.interviews import permissions, services
from ankunft.domain.interviews.letters import Letter, set_together
from ankunft.domain.interviews.models import Interview, InterviewState, Invitation, Reminder
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.jobs.registry import Outcome
from ankunft.foundation.jobs.services import job_enqueue
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.kernel.errors import Refused

from . import papers

ToSet = tuple[Interview, str, Letter]
"""The interview, the language beside German, and the letter."""
LETTERS = "interviews.letters"
MOST = 100
"""More letters than that are not set in one file: Typst sets it as a whole, some ten letters a second."""
FILES = {papers.INVITATION: "einladungen.pdf", papers.REMINDER: "erinnerungen.pdf"}
WHAT = {papers.INVITATION: gettext_lazy("Einladung"), papers.REMINDER: gettext_lazy("Erinnerung")}


def letters_ask(interviews: Iterable[Interview], kind: str, actor: Actor) -> Job:
    """Ask for the letters of these interviews; Refused unless one of them is planned, and if there are too many."""
    can(actor, permissions.RECORD).require()
    planned = [one for one in interviews if one.state == InterviewState.PLANNED and one.starts_at is not None]
    if not planned:
        raise Refused(_("Einen Brief gibt es nur zu einem geplanten Termin."))
    if len(planned) > MOST:
        raise Refused(_("Wählen Sie höchstens %(most)s Zeilen aufs Mal.") % {"most": MOST})
    planned.sort(key=lambda one: (one.starts_at, one.pk))
    parameters = {
        "kind": kind,
        "interviews": [one.reference for one in planned],
        "made_at": clock.now().isoformat(),
    }
    return job_enqueue(kind=LETTERS, parameters=parameters, actor=actor)


def make_letters(job: JobContext) -> Outcome:
    """Set them, record each, and leave the file with the job. Doing it twice records each letter once."""
    kind, made_at = str(job.parameters["kind"]), datetime.fromisoformat(job.parameters["made_at"])
    interviews = _planned(job)
    total = len(interviews) + 1
    letters: list[ToSet] = []
    for number, interview in enumerate(interviews):
        job.progress(number, total)
        services.interview_read(interview=interview, what=WHAT[kind], actor=job.actor)
        language = papers.likely_language(interview)
        letters.append((interview, language, papers.letter_of(interview, kind, language, job.actor, made_at=made_at)))
    job.progress(len(interviews), total)
    letters, content, details = _set(letters, made_at)
    missing = len(job.parameters["interviews"]) - len(interviews)
    if missing:
        details.append(
            ngettext(
                "%(count)s Gespräch ist inzwischen nicht mehr geplant.",
                "%(count)s Gespräche sind inzwischen nicht mehr geplant.",
                missing,
            )
            % {"count": missing}
        )
    if not letters:
        raise Refused(" ".join([_("Kein Brief konnte erstellt werden."), *details]))
    _note(kind, letters, hashlib.sha256(content).hexdigest(), job.actor)
    job.progress(total, total)
    told = ngettext("%(count)s Brief erstellt.", "%(count)s Briefe erstellt.", len(letters)) % {"count": len(letters)}
    return Outcome(told, details=details, file=content, file_name=FILES[kind])


def may_fetch(job: Job, actor: Actor) -> Decision:
    """Whoever asked for the letters has them as long as all these interviews are still theirs to record."""
    references = job.parameters["interviews"]
    decision = can(actor, permissions.RECORD)
    if decision and visible_to(actor, Interview).filter(reference__in=references).count() < len(references):
        return Decision.no(_("Diese Briefe gehören zu Gesprächen, die Sie nicht mehr sehen."))
    return decision


def _planned(job: JobContext) -> list[Interview]:
    """The interviews that are still planned and the actor's to record, in the order of the appointments."""
    can(job.actor, permissions.RECORD).require()
    known = visible_to(job.actor, Interview).filter(
        reference__in=job.parameters["interviews"], state=InterviewState.PLANNED, starts_at__isnull=False
    )
    known = known.select_related("household").prefetch_related("taking_part__person__household")
    return list(known.order_by("starts_at", "pk"))


def _set(letters: list[ToSet], made_at: datetime) -> tuple[list[ToSet], bytes, list[str]]:
    """Those that can be set, as PDF, and of the others why not: a name without a font keeps no other letter back."""
    if not letters:
        return [], b"", []
    try:
        return letters, set_together([one[2] for one in letters], made_at=made_at), []
    except Refused:
        reasons = [_reason(one[2], made_at) for one in letters]
    refused = [f"{one[0].reference}: {reason}" for one, reason in zip(letters, reasons, strict=True) if reason]
    good = [one for one, reason in zip(letters, reasons, strict=True) if not reason]
    return good, set_together([one[2] for one in good], made_at=made_at) if good else b"", refused


def _reason(letter: Letter, made_at: datetime) -> str:
    try:
        set_together([letter], made_at=made_at)
    except Refused as refusal:
        return refusal.reason
    return ""


@transaction.atomic
def _note(kind: str, letters: Sequence[ToSet], sha256: str, actor: Actor) -> None:
    model: Any = Reminder if kind == papers.REMINDER else Invitation
    keys = [interview.pk for interview, _language, _letter in letters]
    noted = set(model.objects.filter(interview__in=keys, sha256=sha256).values_list("interview_id", flat=True))
    for interview, language, _letter in letters:
        if interview.pk not in noted:
            papers.note_letter(interview, kind, language, sha256, actor)
