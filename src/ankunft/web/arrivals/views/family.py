"""Entering those who arrived by hand, a family at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.arrivals import permissions, selectors, services
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.web.arrivals.addresses import arrival_address
from ankunft.web.arrivals.family_form import LESS, MORE, MOST, FamilyForm, count_in, with_one_more, without_one
from ankunft.web.shell.form_pages import form_page, form_view

from .common import likely_municipality

TEMPLATE = "arrivals/family.html"


@form_view
def arrival_new(request: HttpRequest) -> HttpResponse:
    """Record a family, or somebody alone: persons, address and arrival; a further person is added by a button."""
    can(request.actor, permissions.RECORD).require()
    municipalities = selectors.municipalities_for(request.actor)
    count = count_in(request.POST)
    if MORE in request.POST or LESS in request.POST:
        typed, count = (
            with_one_more(request.POST, count)
            if MORE in request.POST
            else without_one(request.POST, count, _number(request.POST[LESS]))
        )
        form = FamilyForm(municipalities=municipalities, count=count, initial=typed)
        form.begin_at(count)
        return render(request, TEMPLATE, {**_words(), "form": form})
    first = likely_municipality(request.actor, municipalities)
    initial = {"municipality": first, "arrived_on": clock.today(), "town": first.name if first else ""}
    form = FamilyForm(request.POST or None, municipalities=municipalities, count=count, initial=initial)

    def store() -> str:
        data = form.cleaned_data
        recorded = services.family_record(
            municipality=form.municipality_chosen,
            entries=form.entries(),
            home=form.home(),
            arrived_on=data["arrived_on"],
            from_country=data["from_country"],
            nonetheless=data["nonetheless"],
            actor=request.actor,
        )
        if recorded.outside:
            sentence = ngettext(
                "%(count)s Person ist erfasst, aber keine Aufgabe: Für sie ist start.integration nicht vorgesehen.",
                "%(count)s Personen sind erfasst, aber keine Aufgabe: Für sie ist start.integration nicht vorgesehen.",
                len(recorded.outside),
            )
            messages.info(request, sentence % {"count": len(recorded.outside)})
        return arrival_address(recorded.arrivals[0])

    return form_page(
        request,
        form,
        store,
        back=(reverse("arrivals"), _("Zuzüge")),
        done=_("Der Zuzug ist erfasst. Als Nächstes: Termin vereinbaren."),
        template=TEMPLATE,
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {
        "title": _("Zuzug erfassen"),
        "intro": _("Wer zusammen zugezogen ist, wird zusammen eingeladen. Die Religion gehört nicht dazu."),
        "most": MOST,
        "back_url": reverse("arrivals"),
        "back_label": _("Zuzüge"),
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
