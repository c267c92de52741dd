"""Organisations with their people; adding and renaming them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ankunft.domain.administration import selectors, services
from ankunft.domain.administration.permissions import CHANGE_ORGANISATIONS, INSTALLATION, STAFF
from ankunft.domain.roles import MUNICIPALITY
from ankunft.foundation.access.models import Organisation
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock

from ..forms import OrganisationForm, OrganisationNameForm
from ..words import kind_words
from . import ROWS, form_page, show

HERE = "admin-organisations"


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations that the person administers."""
    can(request.actor, STAFF).require()
    query = request.GET.get("suche", "").strip()
    page = Paginator(selectors.organisations(request.actor, query), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"organisation": one, "kind": kind_words(one.kind)} for one in page.object_list],
        "query": query,
        "may_add": can(request.actor, CHANGE_ORGANISATIONS, INSTALLATION),
    }
    return show(request, "organisations.html", context, at=HERE)


@require_safe
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """One organisation with those who hold a role in it today or later."""
    one = _organisation(request, organisation)
    today = clock.today()
    context = {
        "organisation": one,
        "kind": kind_words(one.kind),
        "rows": selectors.people_of(request.actor, one, today),
        "may_rename": can(request.actor, CHANGE_ORGANISATIONS, INSTALLATION).allowed and one.kind != MUNICIPALITY,
    }
    return show(request, "organisation.html", context, at=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    can(request.actor, CHANGE_ORGANISATIONS, INSTALLATION).require()
    form = OrganisationForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.organisation_add(actor=request.actor, **form.cleaned_data),
        at=HERE,
        back=(reverse(HERE), _("Organisationen")),
        done=_("Die Organisation ist erfasst."),
        title=_("Organisation erfassen"),
        intro=_("Gemeinden und Sozialregionen kommen aus den Stammdaten."),
        button=_("Erfassen"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_name(request: HttpRequest, organisation: str) -> HttpResponse:
    """Rename an organisation."""
    one = _organisation(request, organisation)
    can(request.actor, CHANGE_ORGANISATIONS, INSTALLATION).require()
    form = OrganisationNameForm(request.POST or None, initial={"name": one.name})
    return form_page(
        request,
        form,
        lambda: services.organisation_rename(organisation=one, actor=request.actor, **form.cleaned_data),
        at=HERE,
        back=(reverse("admin-organisation", args=[one.code]), one.name),
        done=_("Der Name ist geändert."),
        title=_("Organisation umbenennen"),
        subtitle=one.name,
    )


def _organisation(request: HttpRequest, code: str) -> Organisation:
    can(request.actor, STAFF).require()
    return get_object_or_404(visible_to(request.actor, Organisation), code=code)
