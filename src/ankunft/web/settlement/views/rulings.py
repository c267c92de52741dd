"""What the canton takes back or does not pay by a decision (KS 4.7), as pages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.settlement import ruling_states as states
from ankunft.domain.settlement import selectors
from ankunft.domain.settlement.models import Reclaim, Refusal
from ankunft.domain.settlement.permissions import SEE_RUNS
from ankunft.domain.settlement.ruling_permissions import SEE_RULINGS, ruling_move
from ankunft.domain.territory.selectors import existing_on
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel import clock
from ankunft.web.shell.form_pages import form_page, form_view
from ankunft.web.shell.registry import links

from ..ruling_presentation import (
    KINDS,
    RULING_STEPS,
    Kind,
    ruling_address,
    ruling_context,
    ruling_row,
    step_form,
    step_words_of,
)

ROWS = 50


@require_safe
def rulings(request: HttpRequest) -> HttpResponse:
    """Every reclaim and refusal, latest first."""
    can(request.actor, SEE_RULINGS).require()
    found: list[Reclaim | Refusal] = [
        *selectors.rulings_for(request.actor, Reclaim),
        *selectors.rulings_for(request.actor, Refusal),
    ]
    found.sort(key=lambda one: one.decided_on or one.proposed_on, reverse=True)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [ruling_row(one) for one in page.object_list],
        "cantonal": bool(can(request.actor, SEE_RUNS)),
        "may_propose": bool(can(request.actor, ruling_move(states.RECLAIM, states.PROPOSE))),
    }
    return render(request, "settlement/rulings.html", context)


@form_view
def ruling_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Propose a reclaim or a refusal."""
    of_kind = KINDS[kind]
    can(request.actor, ruling_move(of_kind.table, states.PROPOSE)).require()
    form = of_kind.form(request.POST or None, municipalities=existing_on(clock.today()).order_by("name"))

    def store() -> str:
        return ruling_address(of_kind.propose(actor=request.actor, **form.cleaned_data))

    takes = of_kind.model is Reclaim
    return form_page(
        request,
        form,
        store,
        back=(reverse("rulings"), _("Rückforderungen und Verweigerungen")),
        done=_("Vorgeschlagen. Eine zweite Person entscheidet."),
        title=_("Rückforderung vorschlagen") if takes else _("Verweigerung vorschlagen"),
        intro=_(
            "Für bereits ausbezahlte Beiträge (KS 4.7). War ein Bericht falsch, wird er berichtigt und nicht "
            "zurückgefordert: Die Differenz rechnet der nächste Lauf von selbst ab."
        )
        if takes
        else _(
            "Für Beiträge, die noch nicht ausbezahlt sind (KS 4.7). Ist die Gemeinde von einem Tag an gar nicht "
            "beitragsberechtigt, gehört das zu ihrer Beitragsberechtigung."
        ),
        button=_("Vorschlagen"),
    )


@require_safe
def ruling(request: HttpRequest, kind: str, ruling: int) -> HttpResponse:
    """One reclaim or refusal: why, by whom, contested or not, and what runs made of it."""
    one = _ruling(request, KINDS[kind], ruling)
    context = ruling_context(one, request.actor)
    cantonal = bool(can(request.actor, SEE_RUNS))
    context["cantonal"] = cantonal
    context["origin_url"] = (links.url("finding", one.origin) if cantonal else None) or links.url("project", one.origin)
    # Who in the office did what is the canton's own affair.
    context["history"] = history(KINDS[kind].table.object_type, one.reference)[:50] if cantonal else []
    return render(request, "settlement/ruling.html", context)


@form_view
def ruling_step(request: HttpRequest, kind: str, ruling: int, step: str) -> HttpResponse:
    """Ask once, saying what will happen; then do it."""
    of_kind = KINDS[kind]
    name = RULING_STEPS.get(step, "")
    if name not in of_kind.steps:
        raise Http404
    can(request.actor, ruling_move(of_kind.table, name)).require()
    one = _ruling(request, of_kind, ruling)
    can(request.actor, ruling_move(of_kind.table, name), one).require()
    initial = {"seen": one.version, "raised_on": clock.today()}
    form = step_form(name)(request.POST or None, initial=initial)

    def store() -> None:
        values: dict[str, Any] = dict(form.cleaned_data)
        # The step is taken on the version that was on the page: the move itself refuses any other.
        one.version = values.pop("seen")
        of_kind.steps[name](**{of_kind.argument: one}, actor=request.actor, **values)

    back = (ruling_address(one), f"{of_kind.name} {one.reference}")
    return form_page(request, form, store, back=back, done=_("Erledigt."), **step_words_of(one, name))


def _ruling(request: HttpRequest, kind: Kind, key: int) -> Reclaim | Refusal:
    can(request.actor, SEE_RULINGS).require()
    return get_object_or_404(selectors.rulings_for(request.actor, kind.model), pk=key)
