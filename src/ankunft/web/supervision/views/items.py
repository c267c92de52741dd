"""One interview of a sample: what is recorded of it, its evidence, and what was found."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.supervision import permissions, selectors, services, states
from ankunft.domain.supervision.models import SampleItem
from ankunft.domain.supervision.rules import costs
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.audit.selectors import history
from ankunft.web.interviews.views.evidence import ENDINGS
from ankunft.web.shell.files import attachment
from ankunft.web.shell.form_pages import form_page, form_view
from ankunft.web.shell.registry import links

from ..forms import FindingForm
from ..words import FINDING_KINDS


@require_safe
def item(request: HttpRequest, sampled: int) -> HttpResponse:
    """What is recorded of the interview, without persons; that it was looked at is noted before it is shown."""
    one = _item(request, sampled)
    services.item_read(item=one, actor=request.actor)
    seen = selectors.looked_at(one)
    may_look = can(request.actor, permissions.LOOK, one)
    context = {
        "item": one,
        "sample": one.sample,
        "interview": seen.interview,
        "told": seen.told,
        "evidence": seen.evidence,
        "may_look": bool(may_look),
        "why_not_look": may_look.reason,
        "finding": one.get_finding_display() if one.finding else "",
        "finding_kind": FINDING_KINDS.get(one.finding, "neutral"),
        "law_url": links.url("law", f"{services.ACT} {one.paragraph}") if one.paragraph else "",
        "amount": selectors.owed_back(one.sample, one),
        "reclaim": one.reclaim,
        "reclaim_url": links.url("reclaim", one.reclaim.reference) if one.reclaim else "",
        "may_judge": bool(can(request.actor, permissions.moving(states.JUDGE), one.sample)) and one.reclaim is None,
        "may_reclaim": _may_reclaim(request, one),
        "history": history(services.ITEM, one.reference),
    }
    return render(request, "supervision/item.html", context)


@form_view
def item_judge(request: HttpRequest, sampled: int) -> HttpResponse:
    """Record what was found."""
    one = _item(request, sampled)
    can(request.actor, permissions.moving(states.JUDGE), one.sample).require()
    form = FindingForm(request.POST or None, sample=one.sample, initial={"finding": one.finding, "reason": one.reason})
    return form_page(
        request,
        form,
        lambda: services.item_judge(item=one, actor=request.actor, **form.cleaned_data),
        back=(reverse("sample-item", args=[one.pk]), one.reference),
        done=_("Die Feststellung ist festgehalten."),
        title=_("Feststellung"),
        subtitle=f"{one.reference} · {one.municipality.name}",
        intro=_("Was Sie festhalten, liest die Gemeinde. Wer etwas feststellt, schliesst die Stichprobe nicht ab."),
        button=_("Festhalten"),
    )


@require_POST
def item_reclaim(request: HttpRequest, sampled: int) -> HttpResponse:
    """Propose to take back what was paid for the interview."""
    one = _item(request, sampled)
    services.item_reclaim(item=one, actor=request.actor)
    messages.success(request, _("Die Rückforderung ist vorgeschlagen. Eine zweite Person entscheidet sie."))
    return redirect("sample-item", one.pk)


@require_safe
def item_evidence(request: HttpRequest, sampled: int, evidence: int) -> HttpResponse:
    """The file, to be saved; its name here says nothing of the person."""
    one = _item(request, sampled)
    kept, content = services.item_evidence_open(item=one, evidence=evidence, actor=request.actor)
    name = f"beleg-{one.interview}-{kept.pk}.{ENDINGS.get(kept.media_type, 'bin')}"
    return attachment(content, name, kept.media_type)


def _may_reclaim(request: HttpRequest, item: SampleItem) -> bool:
    open_one = item.reclaim is None and costs(item.finding) and item.sample.state in ("requested", "inspected")
    return open_one and bool(can(request.actor, permissions.RECLAIM_ITEM, item))


def _item(request: HttpRequest, sampled: int) -> SampleItem:
    can(request.actor, permissions.SEE).require()
    items = visible_to(request.actor, SampleItem).select_related("sample", "municipality", "reclaim")
    return get_object_or_404(items, pk=sampled)
