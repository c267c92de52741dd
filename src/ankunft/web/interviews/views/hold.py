"""Recording how an interview was held, with the verdict while one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ankunft.domain.arrivals.models import Person
from ankunft.domain.interviews import permissions, selectors, services
from ankunft.domain.interviews.explain import Explanation
from ankunft.domain.interviews.guards import settled, settled_on
from ankunft.domain.interviews.models import Interpreting, Interview, InterviewState
from ankunft.domain.interviews.rules import Verdict
from ankunft.domain.interviews.services import entry_of
from ankunft.domain.interviews.values import HeldEntry
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.web.interviews.held_form import HeldForm
from ankunft.web.interviews.subjects import Subject, subject_of
from ankunft.web.interviews.verdicts import Judged, judged
from ankunft.web.interviews.words import persons_of, who
from ankunft.web.shell.form_pages import form_view

from .common import interview_for, interview_form, subject_form
from .plan import chosen

TEMPLATE = "interviews/record.html"
FRAGMENT = "interviews/parts/verdicts.html"


@form_view
def interview_hold(request: HttpRequest, key: str) -> HttpResponse:
    """Record how a planned interview was held, or put right what is recorded of one."""
    interview = interview_for(request, key, permissions.RECORD)
    form = _form_of(request, interview)

    def store() -> None:
        write = services.interview_change if interview.state == InterviewState.HELD else services.interview_hold
        write(
            interview=interview,
            entry=form.entry(),
            reason=form.cleaned_data["change_reason"],
            actor=request.actor,
        )

    is_held = interview.state == InterviewState.HELD
    return interview_form(
        request,
        interview,
        form,
        store,
        title=interview.get_kind_display(),
        noted_as=gettext_lazy("Gespräch erfassen"),
        done=_("Das Gespräch ist geändert.") if is_held else _("Das Gespräch ist festgehalten."),
        subtitle=_subtitle(who(persons_of(interview)), interview.arrival),
        button=_("Speichern") if is_held else _("Speichern und abschliessen"),
        template=TEMPLATE,
        verdicts=_said(form, _invited(interview), interview),
        preview_url=reverse("interview-preview", args=[interview.reference]),
    )


@form_view
def interview_record(request: HttpRequest) -> HttpResponse:
    """Record an interview that was held without an appointment."""
    can(request.actor, permissions.RECORD).require()
    subject = subject_of(request)
    form = _new_form(request, subject)

    return subject_form(
        request,
        subject,
        form,
        lambda: services.interview_record(
            persons=chosen(subject.persons, form.cleaned_data["present"]),
            kind=form.cleaned_data["kind"],
            entry=form.entry(),
            reason=form.cleaned_data["change_reason"],
            actor=request.actor,
        ),
        title=gettext_lazy("Gespräch erfassen"),
        done=_("Das Gespräch ist festgehalten."),
        subtitle=_subtitle(who(subject.invited), subject.arrival),
        button=_("Speichern und abschliessen"),
        template=TEMPLATE,
        verdicts=_said(form, subject.persons, None),
        preview_url=f"{reverse('interview-record-preview')}?{request.GET.urlencode()}",
    )


@require_POST
def interview_preview(request: HttpRequest, key: str) -> HttpResponse:
    """Whether the interview would count as it is typed now. Posted because of what is typed; nothing is stored."""
    interview = interview_for(request, key, permissions.RECORD)
    form = _form_of(request, interview)
    return render(request, FRAGMENT, {"verdicts": _said(form, _invited(interview), interview)})


@require_POST
def interview_record_preview(request: HttpRequest) -> HttpResponse:
    """The same for an interview of which nothing is recorded yet."""
    can(request.actor, permissions.RECORD).require()
    subject = subject_of(request)
    return render(request, FRAGMENT, {"verdicts": _said(_new_form(request, subject), subject.persons, None)})


def _said(form: HeldForm, persons: Sequence[Person], interview: Interview | None) -> list[Judged]:
    """What the page says of the form as it is typed; where a field is wrong, as if nobody had filled it in."""
    if form.is_bound:
        form.is_valid()
    entry, kind = form.entry() if form.is_bound else form.known, form.told_kind
    return judged(_told(entry, kind, persons, interview), kind, entry.held_on, _mends(interview))


def _told(entry: HeldEntry, kind: str, persons: Sequence[Person], interview: Interview | None) -> list[Explanation]:
    if interview is not None:
        return selectors.preview(interview=interview, entry=entry)
    there = chosen(persons, entry.present) or list(persons)
    return selectors.preview_without_appointment(persons=there, kind=kind, entry=entry)


def _mends(interview: Interview | None) -> dict[Verdict, str]:
    """Where what is missing is supplied: in this form, or once the interview is recorded on a page of its own."""
    mends = {Verdict.NO_ORDER: "#id_interpreting_order", Verdict.NO_NEED: "#id_needs_0"}
    if interview is not None and interview.state == InterviewState.HELD:
        mends[Verdict.NO_EVIDENCE] = reverse("interview-evidence", args=[interview.reference])
    return mends


def _form_of(request: HttpRequest, interview: Interview) -> HeldForm:
    known = entry_of(interview)
    is_held = interview.state == InterviewState.HELD
    if not is_held:
        known = known._replace(held_on=_likely_day(interview), led_by=known.led_by or request.actor.label)
    if not is_held or (known.participants or 0) <= len(known.present):
        known = known._replace(participants=None)
    return HeldForm(
        request.POST or None,
        known=known,
        kind=interview.kind,
        persons=_invited(interview),
        settled=lambda day: (
            settled(interview.municipality_id, interview.half_year) or settled_on(interview.municipality, day)
        ),
        version=str(interview.version),
    )


def _new_form(request: HttpRequest, subject: Subject) -> HeldForm:
    known = HeldEntry(
        held_on=clock.today(),
        present=tuple(person.reference for person in subject.invited),
        led_by=request.actor.label,
        language=subject.language,
        interpreting=Interpreting.PARTNER if subject.needs_interpreter else Interpreting.NONE,
    )
    municipality = subject.persons[0].municipality
    return HeldForm(
        request.POST or None,
        known=known,
        likely_kind=subject.kind,
        persons=subject.persons,
        settled=lambda day: settled_on(municipality, day),
    )


def _likely_day(interview: Interview) -> Any:
    """The day of the appointment, or today where that is still to come."""
    begins = interview.starts_at.astimezone(clock.ZURICH).date() if interview.starts_at else clock.today()
    return min(begins, clock.today())


def _invited(interview: Interview) -> list[Person]:
    return [one.person for one in interview.taking_part.all()]


def _subtitle(names: str, arrival: Any) -> str:
    if arrival is None:
        return names
    return _("%(names)s · Zuzug %(day)s") % {"names": names, "day": f"{arrival.arrived_on:%d.%m.%Y}"}
