"""Several families of the list «Zuzüge» invited at once: a day, slots that are shown first, and all letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ankunft.domain.arrivals import tasks
from ankunft.domain.arrivals.models import ArrivalState
from ankunft.domain.arrivals.services import list_read
from ankunft.domain.arrivals.tasks import Family
from ankunft.domain.interviews import permissions, services
from ankunft.domain.interviews.models import Interpreting, Interview, InterviewState
from ankunft.domain.interviews.slots import Span, consecutive
from ankunft.domain.interviews.values import AppointmentEntry
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.clock import ZURICH
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.interviews import papers
from ankunft.web.interviews.forms import SeveralForm
from ankunft.web.interviews.letter_jobs import letters_ask
from ankunft.web.interviews.subjects import ARRIVAL
from ankunft.web.interviews.views.plan import last_place
from ankunft.web.shell.form_pages import form_view

SLOT, STORE = "termin", "vereinbaren"
MOST = 50
LATEST = time(21)
"""No appointment is proposed that ends later: a bound of ours, against a slip in the number of families."""


class Proposed(NamedTuple):
    """An appointment as it is proposed: of whom, from when until when, and what is posted to agree on it."""

    family: Family
    begins: datetime
    ends: datetime
    posted: str


@form_view
def interviews_invite(request: HttpRequest) -> HttpResponse:
    """Propose an appointment for each family, and on a second click agree on all of them and make the letters."""
    can(request.actor, permissions.RECORD).require()
    families = _families(request)
    waiting = [one for one in families if one.first.state == ArrivalState.OPEN and _there(one)]
    form = SeveralForm(
        request.POST or None, initial={"led_by": request.actor.label, "place": last_place(request.actor)}
    )
    proposed: list[Proposed] = []
    if request.method == "POST" and form.is_valid():
        try:
            if STORE in request.POST:
                return _store(request, form, waiting)
            proposed = _proposed(request.actor, form, waiting)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
    list_read(
        persons=[person for one in families for person in one.persons],
        what=gettext_lazy("Mehrere einladen"),
        actor=request.actor,
    )
    context = {
        "form": form,
        "families": waiting,
        "others": [one for one in families if one not in waiting],
        "proposed": proposed,
        "kept": [(field.html_name, field.value()) for field in form] if proposed else [],
        "count_words": ngettext("%(count)s Familie oder Person", "%(count)s Familien oder Personen", len(waiting))
        % {"count": len(waiting)},
    }
    return render(request, "interviews/invite.html", context, status=422 if form.errors else 200)


def _families(request: HttpRequest) -> list[Family]:
    """Those whom the address names, as far as the actor sees them; 404 where that is nobody."""
    references = request.GET.getlist(ARRIVAL)[:MOST]
    firsts = list(tasks.tasks_of(request.actor).filter(reference__in=references).order_by("target_on", "pk"))
    if not firsts:
        raise Http404
    return tasks.families(firsts)


def _there(family: Family) -> bool:
    return any(person.left_on is None for person in family.persons)


def _proposed(actor: Actor, form: SeveralForm, families: Sequence[Family]) -> list[Proposed]:
    """Consecutive slots past what is planned already at that place or with that officer; Refused if the day is full."""
    if not families:
        raise Refused(_("Niemand von den Ausgewählten ist einzuladen."))
    first, minutes = form.first(), form.cleaned_data["minutes"]
    begins = consecutive(first, minutes, len(families), _taken(actor, form, first))
    last = begins[-1] + timedelta(minutes=minutes)
    if last.date() != first.date() or last.time() > LATEST:
        raise Refused(
            _("So viele Termine haben an diesem Tag nicht Platz: Der letzte würde um %(time)s enden.")
            % {"time": f"{last:%H:%M}"}
        )
    return [
        Proposed(family, at, at + timedelta(minutes=minutes), f"{family.first.reference} {at:%H:%M}")
        for family, at in zip(families, begins, strict=True)
    ]


def _taken(actor: Actor, form: SeveralForm, first: datetime) -> list[Span]:
    day = datetime.combine(first.date(), time.min, tzinfo=ZURICH)
    planned = visible_to(actor, Interview).filter(
        state=InterviewState.PLANNED, starts_at__gte=day - timedelta(days=1), starts_at__lt=day + timedelta(days=1)
    )
    same = {form.cleaned_data[name].strip().casefold() for name in ("place", "led_by")} - {""}
    spans = []
    for one in planned:
        if one.starts_at is not None and same & {one.place.strip().casefold(), one.led_by.strip().casefold()}:
            begins = one.starts_at.astimezone(ZURICH)
            spans.append((begins, begins + timedelta(minutes=one.minutes)))
    return spans


def _store(request: HttpRequest, form: SeveralForm, families: Sequence[Family]) -> HttpResponse:
    """Agree on the appointments that were shown, and ask for their letters, in one transaction."""
    by_reference = {one.first.reference: one for one in families}
    agreed = []
    for text in request.POST.getlist(SLOT):
        reference, _space, at = text.partition(" ")
        family = by_reference.get(reference)
        if family is None:
            raise Refused(
                _("%(reference)s ist inzwischen eingeladen oder nicht mehr da. Lassen Sie die Termine neu vorschlagen.")
                % {"reference": reference[:20]}
            )
        agreed.append(services.FamilyEntry(reference, _invited(family), _appointment(form, family, at)))
    with transaction.atomic():
        planned = services.interviews_plan(families=agreed, actor=request.actor)
        job = letters_ask(planned, papers.INVITATION, request.actor)
    return redirect("job", job.pk)


def _invited(family: Family) -> list[Any]:
    return [person for person in family.persons if person.left_on is None]


def _appointment(form: SeveralForm, family: Family, at: str) -> AppointmentEntry:
    try:
        begins = datetime.combine(form.cleaned_data["day"], time.fromisoformat(at), tzinfo=ZURICH)
    except ValueError as error:
        raise Refused(_("Lassen Sie die Termine neu vorschlagen.")) from error
    return AppointmentEntry(
        starts_at=begins,
        minutes=form.cleaned_data["minutes"],
        place=form.cleaned_data["place"],
        led_by=form.cleaned_data["led_by"],
        language=next(iter(family.languages), ""),
        interpreting=Interpreting.PARTNER if family.needs_interpreter else Interpreting.NONE,
    )
