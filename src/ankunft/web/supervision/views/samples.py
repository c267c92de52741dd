"""Samples: all of them, a new one, one with its interviews, and its steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.supervision import permissions, selectors, services, states
from ankunft.domain.supervision.models import Sample, SampleItem, SampleState
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.shell.form_pages import form_page, form_view

from ..forms import USUAL_TERM, DrawForm, NothingForm, ReasonForm, TermForm, half_years
from ..words import FINDING_KINDS, SAMPLE_STEPS, STATE_KINDS, SampleStep

ROWS = 50


@require_safe
def samples(request: HttpRequest) -> HttpResponse:
    """Every sample that was ever drawn, also those that were dropped."""
    can(request.actor, permissions.SEE).require()
    page = Paginator(selectors.samples(request.actor), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(one) for one in page.object_list],
        "may_draw": bool(can(request.actor, permissions.moving(states.DRAW))),
    }
    return render(request, "supervision/samples.html", context)


@form_view
def sample_new(request: HttpRequest) -> HttpResponse:
    """Draw a sample: the system makes the seed once the population stands."""
    can(request.actor, permissions.moving(states.DRAW)).require()
    form = DrawForm(request.POST or None, initial={"periods": [str(half_years()[0])], "count": 10})

    def store() -> str:
        values = form.cleaned_data
        drawn = services.sample_draw(
            periods=[HalfYear.parse(one) for one in values["periods"]],
            contribution=values["contribution"],
            count=values["count"],
            purpose=values["purpose"],
            municipality=values["municipality"],
            stratum=values["stratum"],
            actor=request.actor,
        )
        return reverse("sample", args=[drawn.pk])

    return form_page(
        request,
        form,
        store,
        back=(reverse("samples"), _("Stichproben")),
        done=_("Die Stichprobe ist gezogen."),
        title=_("Stichprobe ziehen"),
        intro=_(
            "Gezogen wird aus den aufgezeichneten Gesprächen, auf denen angenommene Berichte beruhen. Startwert, "
            "Umfang und Prüfsumme werden festgehalten: Die Ziehung lässt sich wiederholen (KS 6)."
        ),
        button=_("Ziehen"),
    )


@require_safe
def sample(request: HttpRequest, sample: int) -> HttpResponse:
    """One sample: what it was drawn from, whether it can be repeated, and its interviews."""
    found = _sample(request, sample)
    context = {
        **_row(found),
        "repetition": selectors.repetition(found),
        "items": [_item_row(one) for one in selectors.items_of(request.actor, found)],
        "steps": _steps(request, found),
        "why_not": _why_not(request, found),
        "history": history(states.SAMPLE.object_type, str(found.pk))[:50],
        "is_late": found.due_on is not None and found.state == SampleState.REQUESTED and found.due_on < clock.today(),
    }
    return render(request, "supervision/sample.html", context)


@form_view
def sample_step(request: HttpRequest, sample: int, step: str) -> HttpResponse:
    """Ask once, in words that say what will happen; then do it."""
    found = _sample(request, sample)
    if step not in SAMPLE_STEPS:
        raise Http404
    words = SAMPLE_STEPS[step]
    can(request.actor, permissions.moving(words.name), found).require()
    form = _form(words, request)
    return form_page(
        request,
        form,
        lambda: _take(words, found, form, request),
        back=(reverse("sample", args=[found.pk]), found.reference),
        done=str(words.done),
        title=words.title,
        subtitle=found.reference,
        intro=words.intro,
        button=words.title,
    )


def _take(words: SampleStep, sample: Sample, form: forms.Form, request: HttpRequest) -> None:
    take: dict[str, Any] = {
        states.REQUEST: services.sample_request,
        states.INSPECT: services.sample_inspect,
        states.CLOSE: services.sample_close,
        states.SEND_BACK: services.sample_send_back,
        states.DROP: services.sample_drop,
    }
    take[words.name](sample=sample, actor=request.actor, **form.cleaned_data)


def _form(words: SampleStep, request: HttpRequest) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if words.asks == "day":
        return TermForm(data, initial={"due_on": clock.today() + USUAL_TERM})
    return ReasonForm(data) if words.asks == "reason" else NothingForm(data)


def _steps(request: HttpRequest, sample: Any) -> list[SampleStep]:
    """The buttons for whoever may press them; the inspection ends when every interview has a finding."""
    allowed = [one for one in SAMPLE_STEPS.values() if can(request.actor, permissions.moving(one.name), sample)]
    return [one for one in allowed if one.name != states.INSPECT or sample.judged == sample.drawn]


def _why_not(request: HttpRequest, sample: Sample) -> str:
    """Why somebody whose role closes may not close this one: they inspected it."""
    closing = can(request.actor, permissions.moving(states.CLOSE), sample)
    return closing.reason if sample.state == SampleState.INSPECTED and not closing else ""


def _sample(request: HttpRequest, sample: int) -> Sample:
    can(request.actor, permissions.SEE).require()
    return get_object_or_404(selectors.samples(request.actor), pk=sample)


def _row(sample: Sample) -> dict[str, Any]:
    return {
        "sample": sample,
        "label": states.SAMPLE.labels[sample.state],
        "kind": STATE_KINDS[sample.state],
        "periods": ", ".join(sample.periods),
    }


def _item_row(item: SampleItem) -> dict[str, Any]:
    return {
        "item": item,
        "finding": item.get_finding_display() if item.finding else "",
        "finding_kind": FINDING_KINDS.get(item.finding, "neutral"),
    }
