"""What a municipality is asked to show, and its answer."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.supervision import permissions, selectors, services
from ankunft.domain.supervision.models import SampleItem, SampleState
from ankunft.domain.supervision.services.answering import evidence_count
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.web.shell.form_pages import form_page, form_view

from ..forms import AnswerForm
from ..words import FINDING_KINDS

ROWS = 50


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """The interviews of the own municipalities that samples ask for: open ones, then with what was found."""
    can(request.actor, permissions.ANSWER).require()
    page = Paginator(selectors.requests_to(request.actor), ROWS).get_page(request.GET.get("page"))
    rows = [
        {
            "item": one,
            "is_open": _is_open(one),
            "is_late": _is_late(one),
            "finding": one.get_finding_display() if one.finding else "",
            "finding_kind": FINDING_KINDS.get(one.finding, "neutral"),
        }
        for one in page.object_list
    ]
    return render(request, "supervision/requests.html", {"page": page, "rows": rows})


@form_view
def request_answer(request: HttpRequest, sampled: int) -> HttpResponse:
    """The evidence lies with the interview, or why it does not."""
    can(request.actor, permissions.ANSWER).require()
    one = get_object_or_404(selectors.requests_to(request.actor), pk=sampled)
    form = AnswerForm(request.POST or None, initial={"explanation": one.answer})
    return form_page(
        request,
        form,
        lambda: services.item_answer(item=one, actor=request.actor, **form.cleaned_data),
        back=(reverse("evidence-requests"), _("Anfragen der Aufsicht")),
        done=_("Die Antwort ist gespeichert."),
        template="supervision/request.html",
        title=_("Gespräch %(interview)s") % {"interview": one.interview},
        subtitle=one.municipality.name,
        button=_("Antworten"),
        item=one,
        sample=one.sample,
        evidence=evidence_count(one),
        is_open=_is_open(one),
        finding=one.get_finding_display() if one.finding else "",
        finding_kind=FINDING_KINDS.get(one.finding, "neutral"),
    )


def _is_late(item: SampleItem) -> bool:
    due_on = item.sample.due_on
    return _is_open(item) and item.answered_at is None and due_on is not None and due_on < clock.today()


def _is_open(item: SampleItem) -> bool:
    return item.sample.state == SampleState.REQUESTED and not item.finding
