"""What «Mein Tag» shows of supervision: what a municipality is asked to show, and what waits at the canton."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.roles import AUDITOR
from ankunft.domain.settlement.models import PaymentFile, Run
from ankunft.domain.supervision import permissions, selectors, states
from ankunft.domain.supervision.models import Sample, SampleState
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.selectors import taken_by
from ankunft.web.settlement.words import payer_words, run_words
from ankunft.web.shell.registry import Card, Due

LATEST = 4


def requested(actor: Actor) -> Iterator[Due]:
    """What the own municipalities are asked to show, a line for each sample, with its deadline."""
    if not can(actor, permissions.ANSWER):
        return
    waiting = selectors.requests_open(actor).order_by("sample_id", "number")
    for sample, items in groupby(waiting, key=lambda item: item.sample):
        count = len(list(items))
        title = ngettext(
            "Stichprobe des Kantons: Beleg zu %(count)s Gespräch zeigen",
            "Stichprobe des Kantons: Belege zu %(count)s Gesprächen zeigen",
            count,
        )
        yield Due(
            title % {"count": count},
            _("%(reference)s, verlangt nach KS 6") % {"reference": sample.reference},
            sample.due_on,
            reverse("evidence-requests"),
            _("Antworten"),
            late=sample.due_on < clock.today(),
        )


def inspected(actor: Actor) -> Iterator[Due]:
    """The next step on every sample, for whoever may take it with other hands."""
    if not can(actor, permissions.SEE):
        return
    table = states.SAMPLE.object_type
    hands = set()
    waiting = list(selectors.samples(actor).exclude(state__in=[SampleState.CLOSED, SampleState.DROPPED]))
    if any(one.state == SampleState.INSPECTED for one in waiting):
        for name in (states.JUDGE, states.INSPECT):
            hands |= taken_by(table, name, actor.account_id)
    for sample in waiting:
        if line := _line(actor, sample, hands):
            title, button = line
            detail = f"{sample.reference} · {sample.get_contribution_display()} · {', '.join(sample.periods)}"
            yield Due(title, detail, sample.due_on, reverse("sample", args=[sample.pk]), button)


def _line(actor: Actor, sample: Sample, hands: set[str]) -> tuple[str, str] | None:
    works = actor.has_role(*states.WORKING)
    if sample.state == SampleState.DRAWN and works:
        return _("Belege einer Stichprobe verlangen"), _("Öffnen")
    if sample.state == SampleState.REQUESTED and works and _is_ready(sample):
        return _("Stichprobe prüfen"), _("Prüfen")
    if sample.state == SampleState.INSPECTED and actor.has_role(*states.CLOSING) and str(sample.pk) not in hands:
        return _("Stichprobe abschliessen"), _("Öffnen")
    return None


def _is_ready(sample: Sample) -> bool:
    """Whether something can be judged or ended: an answer is there, or nobody has time any more."""
    over = sample.due_on is not None and sample.due_on < clock.today()
    return over or sample.answered > sample.judged or sample.judged == sample.drawn


def audited(actor: Actor) -> Iterator[Card]:
    """For auditors: the latest files for the bank, runs and samples, as a place to begin."""
    if not actor.has_role(AUDITOR):
        return
    files = visible_to(actor, PaymentFile).select_related("run").order_by("-pk")[:LATEST]
    runs = visible_to(actor, Run).order_by("-payment_month", "sign")[:LATEST]
    context = {
        "files": [(file, payer_words(file.run, file.origin)[1]) for file in files],
        "runs": [(run, run_words(run)) for run in runs],
        "samples": selectors.samples(actor)[:LATEST],
    }
    yield Card("supervision/audit_card.html", context)
