"""The file of a person. Whoever opens it is noted in the read log first."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.arrivals import permissions, rules, selectors, services
from ankunft.domain.arrivals.history import history_of
from ankunft.domain.arrivals.models import Person, PersonAccess
from ankunft.domain.arrivals.services.trail import PERSON
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.reads import reads_of
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.arrivals.panels import person_panels
from ankunft.web.arrivals.person_file import facts_of, parts_of
from ankunft.web.shell.components import Chip

from .common import person_for

ON_A_PAGE = 50


@require_safe
def person_page(request: HttpRequest, reference: str) -> HttpResponse:
    """What is known of a person."""
    person = person_for(request, reference)
    services.person_read(person=person, what=gettext_lazy("Angaben zur Person"), actor=request.actor)
    return _file(request, person)


@require_POST
def ahv_number(request: HttpRequest, reference: str) -> HttpResponse:
    """The same with the AHV number in clear, for whom it is a reading of its own."""
    person = person_for(request, reference)
    number = services.ahv_number_read(person=person, actor=request.actor)
    return _file(request, person, ahv_number=rules.ahv_shown(number) if number else "")


@require_safe
def history_page(request: HttpRequest, reference: str) -> HttpResponse:
    """What happened to a person's record, as sentences."""
    person = person_for(request, reference, permissions.HISTORY)
    services.person_read(person=person, what=gettext_lazy("Verlauf"), actor=request.actor)
    context = {**_frame(request.actor, person, "person-history"), "events": history_of(person)}
    return render(request, "arrivals/history.html", context)


@require_safe
def reads_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Who saw what of a person, and by which access."""
    person = person_for(request, reference, permissions.HISTORY)
    services.person_read(person=person, what=gettext_lazy("Leseprotokoll"), actor=request.actor)
    page = Paginator(reads_of(PERSON, person.reference), ON_A_PAGE).get_page(request.GET.get("page"))
    accesses = PersonAccess.objects.filter(person=person).select_related("requested_by")
    context = {
        **_frame(request.actor, person, "person-reads"),
        "page": page,
        "accesses": [(access, selectors.is_open(access)) for access in accesses],
    }
    return render(request, "arrivals/reads.html", context)


def _file(request: HttpRequest, person: Person, **more: object) -> HttpResponse:
    access = selectors.open_access(request.actor, person)
    context = {
        **_frame(request.actor, person, "person"),
        **facts_of(person),
        **parts_of(person, request.actor),
        "panels": person_panels.panels_for(request.actor, person),
        "masked": rules.MASKED if person.ahv_index else "",
        "ahv_number": "",
        "may_see_ahv": bool(can(request.actor, permissions.SEE_AHV, person)),
        "access": access,
        "open_accesses": _open_accesses(request.actor, person),
        **more,
    }
    return render(request, "arrivals/person.html", context)


def _open_accesses(actor: Actor, person: Person) -> list[PersonAccess]:
    """Who else sees the person now, for the municipality."""
    if not can(actor, permissions.HISTORY, person):
        return []
    accesses = PersonAccess.objects.filter(person=person).select_related("requested_by")
    return [access for access in accesses if selectors.is_open(access)]


@dataclass(frozen=True, slots=True)
class _May:
    """What the actor may do with the person, for the buttons."""

    record: bool
    lock: bool
    disclose: bool
    history: bool


def _frame(actor: Actor, person: Person, current: str) -> dict[str, object]:
    known = person.anonymised_at is None
    may = _May(
        record=known and bool(can(actor, permissions.RECORD, person)),
        lock=known and bool(can(actor, permissions.LOCK, person)),
        disclose=known and bool(can(actor, permissions.DISCLOSE, person)),
        history=bool(can(actor, permissions.HISTORY, person)),
    )
    tabs = [("person", _("Angaben"))]
    if may.history:
        tabs += [("person-history", _("Verlauf")), ("person-reads", _("Wer hat Einsicht genommen"))]
    chips = [Chip(label, reverse(name, args=[person.reference]), current=name == current) for name, label in tabs]
    return {"person": person, "may": may, "chips": chips if len(chips) > 1 else []}
