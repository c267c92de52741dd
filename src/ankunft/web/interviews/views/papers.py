"""What is printed or taken along: the invitation, the confirmation, and the appointment for a calendar."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ankunft.domain.interviews import calendar, permissions, services
from ankunft.domain.interviews.models import Interview, InterviewState
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.interviews import papers
from ankunft.web.interviews.forms import LetterForm
from ankunft.web.shell.files import attachment
from ankunft.web.shell.form_pages import form_view

from .common import LETTER, interview_for

PDF = "application/pdf"


@form_view
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Posted: make the letter of invitation, which is recorded with its language and digest. Then it is fetched."""
    return _letter(request, key, papers.INVITATION, gettext_lazy("Einladung"))


@form_view
def reminder(request: HttpRequest, key: str) -> HttpResponse:
    """The letter that reminds of the appointment, made and fetched likewise."""
    return _letter(request, key, papers.REMINDER, gettext_lazy("Erinnerung"))


def _letter(request: HttpRequest, key: str, kind: str, what: Promise) -> HttpResponse:
    interview = interview_for(request, key, permissions.RECORD)
    if interview.state != InterviewState.PLANNED or interview.starts_at is None:
        raise Refused(_("Einen Brief gibt es nur zu einem geplanten Termin."))
    return _made(request, interview, kind) if request.method == "POST" else _fetched(request, interview, kind, what)


def _made(request: HttpRequest, interview: Interview, kind: str) -> HttpResponse:
    """Record the letter and go back to the page, which tells of it and has it fetched."""
    form = LetterForm(request.POST)
    if not form.is_valid():
        raise Refused(str(form.errors["language"][0]))
    language, now = form.cleaned_data["language"], clock.now()
    content = papers.letter_file(interview, kind, language, request.actor, made_at=now)
    papers.note_letter(interview, kind, language, _digest(content), request.actor, made_at=now)
    return redirect(f"{reverse('interview', args=[interview.reference])}?{LETTER}={kind}")


def _fetched(request: HttpRequest, interview: Interview, kind: str, what: Promise) -> HttpResponse:
    """The letter that was made last, as it is recorded; Refused if it would not be the same any more."""
    known = papers.last_letter(interview, kind)
    if known is None:
        raise Refused(_("Diesen Brief gibt es noch nicht. Erstellen Sie ihn auf der Seite des Gesprächs."))
    services.interview_read(interview=interview, what=what, actor=request.actor)
    content = papers.letter_file(interview, kind, known.language, request.actor, made_at=known.made_at)
    if _digest(content) != known.sha256:
        raise Refused(
            _(
                "So wie er erstellt wurde, lässt sich dieser Brief nicht mehr herunterladen: Termin oder Angaben haben "
                "sich geändert, oder er steht mit anderen in einer Datei. Erstellen Sie ihn neu."
            )
        )
    return attachment(content, f"{kind}-{interview.reference}.pdf", PDF)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@require_safe
def confirmation(request: HttpRequest, key: str) -> HttpResponse:
    """The confirmation to be signed."""
    interview = interview_for(request, key, permissions.RECORD)
    services.interview_read(interview=interview, what=gettext_lazy("Bestätigung als PDF"), actor=request.actor)
    content = papers.confirmation_paper(interview, papers.likely_language(interview), request.actor)
    return attachment(content, f"bestaetigung-{key}.pdf", PDF)


@require_safe
def appointment_file(request: HttpRequest, key: str) -> HttpResponse:
    """The appointment for a calendar: reference and kind, nobody's name."""
    interview = interview_for(request, key)
    if interview.starts_at is None:
        raise Refused(_("Zu diesem Gespräch gibt es keinen Termin."))
    address = request.build_absolute_uri(reverse("interview", args=[key]))
    content = calendar.appointment(calendar.entry_of(interview, address=address))
    return attachment(content, f"termin-{key}.ics", calendar.MEDIA_TYPE)
