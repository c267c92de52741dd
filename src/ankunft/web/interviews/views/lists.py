"""Interviews as a list and in a calendar."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ankunft.domain.interviews import calendar as files
from ankunft.domain.interviews import permissions
from ankunft.domain.interviews.models import Interview, InterviewState
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.web.arrivals.list_parts import hidden_for
from ankunft.web.interviews import listing
from ankunft.web.interviews.calendar import MONTH, WEEK, Span, appointments_in, span_around, span_of, weeks_of
from ankunft.web.interviews.words import hours, kind_words, persons_of, state_of, who
from ankunft.web.shell.components import Chip
from ankunft.web.shell.files import attachment
from ankunft.web.shell.form_pages import form_view
from ankunft.web.shell.list_pages import list_page

from .common import several_read


@form_view
def interview_list(request: HttpRequest) -> HttpResponse:
    """The interviews of one's own municipalities."""
    can(request.actor, permissions.LIST).require()
    coming = request.GET.get("stand", listing.COMING) == listing.COMING
    return list_page(
        request,
        listing.INTERVIEWS if coming else listing.HELD_FIRST,
        listing.interviews_for(request.actor),
        noted=listing.noted(request.actor),
        found=listing.finding(request.actor),
        acts=listing.acts(request.actor),
        hidden=hidden_for(request.actor),
        template="interviews/list.html",
        empty_title=_("Zurzeit ist kein Gespräch geplant."),
        empty_text=_("Vereinbaren Sie Termine bei den Zuzügen oder auf der Seite einer Person."),
    )


@require_safe
def interview_calendar(request: HttpRequest) -> HttpResponse:
    """A week or a month of appointments, and the same as a table."""
    can(request.actor, permissions.LIST).require()
    today = clock.today()
    view = request.GET.get("ansicht", WEEK)
    span = span_of(view, request.GET.get("zeit", ""), today)
    interviews = list(appointments_in(listing.interviews_for(request.actor), span))
    several_read(interviews, gettext_lazy("Kalender der Gespräche"), request.actor)
    shown = {one.pk: _shown(one) for one in interviews}
    weeks = [
        [(day, [shown[one.pk] for one in day.appointments]) for day in week]
        for week in weeks_of(span, interviews, today)
    ]
    context = {
        "span": span,
        "title_words": _span_words(span),
        "weeks": weeks,
        "rows": [shown[one.pk] for one in interviews],
        "before": _address(span.before),
        "after": _address(span.after),
        "now": _address(span_around(span.view, today)),
        "chips": [
            Chip(_("Woche"), _address(span_around(WEEK, _middle(span, today))), span.view == WEEK),
            Chip(_("Monat"), _address(span_around(MONTH, _middle(span, today))), span.view == MONTH),
        ],
        "is_month": span.view == MONTH,
    }
    return render(request, "interviews/calendar.html", context)


@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """What is planned from today on, for a calendar: references and kinds, nobody's name."""
    can(request.actor, permissions.LIST).require()
    planned = listing.interviews_for(request.actor).filter(state=InterviewState.PLANNED, starts_at__isnull=False)
    coming = planned.filter(starts_at__gte=clock.now().replace(hour=0, minute=0, second=0, microsecond=0))
    entries = [
        files.entry_of(one, address=request.build_absolute_uri(reverse("interview", args=[one.reference])))
        for one in coming.order_by("starts_at")
    ]
    return attachment(files.feed(entries, name=_("Gespräche")), "gespraeche.ics", files.MEDIA_TYPE)


def _shown(interview: Interview) -> dict[str, object]:
    return {
        "interview": interview,
        "url": reverse("interview", args=[interview.reference]),
        "who": who(persons_of(interview)),
        "kind": kind_words(interview),
        "hours": hours(interview),
        "state": state_of(interview),
    }


def _address(span: Span) -> str:
    return f"{reverse('interview-calendar')}?ansicht={span.view}&zeit={span.code}"


def _middle(span: Span, today: date) -> date:
    """The day around which the other view is: today if it is shown, otherwise the first day."""
    return today if span.first <= today <= span.last else span.first


def _span_words(span: Span) -> str:
    if span.view == MONTH:
        return date_format(span.first, "F Y")
    words = {"number": span.first.isocalendar().week, "first": f"{span.first:%d.%m.}", "last": f"{span.last:%d.%m.%Y}"}
    return _("Woche %(number)s: %(first)s bis %(last)s") % words
