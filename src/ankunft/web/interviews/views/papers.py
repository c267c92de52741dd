"""What is printed or taken along: the invitation, the confirmation, and the appointment for a calendar."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.interviews import calendar, permissions, services
from ankunft.domain.interviews.letters import set_together
from ankunft.domain.interviews.models import InterviewState
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.interviews import papers
from ankunft.web.interviews.forms import LetterForm
from ankunft.web.shell.files import attachment

from .common import interview_for

PDF = "application/pdf"


@never_cache
@require_POST
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """The letter of invitation; that it was made is recorded with its language and digest."""
    return _letter(request, key, papers.INVITATION, gettext_lazy("Einladung"))


@never_cache
@require_POST
def reminder(request: HttpRequest, key: str) -> HttpResponse:
    """The letter that reminds of the appointment, recorded likewise."""
    return _letter(request, key, papers.REMINDER, gettext_lazy("Erinnerung"))


def _letter(request: HttpRequest, key: str, kind: str, what: Any) -> HttpResponse:
    interview = interview_for(request, key, permissions.RECORD)
    form = LetterForm(request.POST)
    if not form.is_valid():
        raise Refused(str(form.errors["language"][0]))
    if interview.state != InterviewState.PLANNED or interview.starts_at is None:
        raise Refused(_("Einen Brief gibt es nur zu einem geplanten Termin."))
    services.interview_read(interview=interview, what=what, actor=request.actor)
    language, now = form.cleaned_data["language"], clock.now()
    letter = papers.letter_of(interview, kind, language, request.actor, made_at=now)
    content = set_together([letter], made_at=now)
    papers.note_letter(interview, kind, language, hashlib.sha256(content).hexdigest(), request.actor)
    return attachment(content, f"{kind}-{key}.pdf", PDF)


@never_cache
@require_safe
def confirmation(request: HttpRequest, key: str) -> HttpResponse:
    """The confirmation to be signed."""
    interview = interview_for(request, key, permissions.RECORD)
    services.interview_read(interview=interview, what=gettext_lazy("Bestätigung als PDF"), actor=request.actor)
    content = papers.confirmation_paper(interview, papers.likely_language(interview), request.actor)
    return attachment(content, f"bestaetigung-{key}.pdf", PDF)


@never_cache
@require_safe
def appointment_file(request: HttpRequest, key: str) -> HttpResponse:
    """The appointment for a calendar: reference and kind, nobody's name."""
    interview = interview_for(request, key)
    if interview.starts_at is None:
        raise Refused(_("Zu diesem Gespräch gibt es keinen Termin."))
    address = request.build_absolute_uri(reverse("interview", args=[key]))
    content = calendar.appointment(calendar.entry_of(interview, address=address))
    return attachment(content, f"termin-{key}.ics", calendar.MEDIA_TYPE)
