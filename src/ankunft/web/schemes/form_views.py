"""The forms of schemes of all municipalities, and what of them is missing."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.questionnaires import permissions as questionnaires
from ankunft.domain.reporting.permissions import REMIND
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.web.reporting.missing import remind_of

from .form_list import FormList, MissingForms

ROWS = 150


@require_safe
def form_list(request: HttpRequest) -> HttpResponse:
    """The form of a scheme for a period, of every municipality that hands it in; what is late comes first."""
    can(request.actor, questionnaires.SEE).require()
    forms = FormList(request.actor, request.GET, clock.today())
    page = Paginator(forms.rows, ROWS).get_page(request.GET.get("page"))
    return render(request, "schemes/forms.html", {"forms": forms, "page": page})


@require_safe
def forms_missing(request: HttpRequest) -> HttpResponse:
    """What is owed and not handed in, over all schemes and periods."""
    can(request.actor, questionnaires.SEE).require()
    missing = MissingForms(request.actor, clock.today())
    page = Paginator(missing.rows, ROWS).get_page(request.GET.get("page"))
    return render(request, "schemes/missing.html", {"outstanding": missing, "page": page})


@require_POST
def forms_remind(request: HttpRequest) -> HttpResponse:
    """Remind of what was ticked, or of everything that is overdue, in the background."""
    can(request.actor, REMIND).require()
    return remind_of(request, MissingForms(request.actor, clock.today()).rows, "scheme-forms-missing")
