"""What the page of one deletion list shows: where it stands, what may be done, its records, its protocol."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.jobs.models import OPEN, Job
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.retention import permissions, registry, selectors, states
from ankunft.foundation.retention.models import DeletionItem, DeletionList, ItemState
from ankunft.foundation.retention.rules import deletable_from
from ankunft.foundation.workflow.selectors import steps_of
from ankunft.web.shell.addresses import with_query
from ankunft.web.shell.components import Chip, Step

from .rows import list_rows
from .words import ITEM_KINDS, period_words, step_words


def list_context(listing: DeletionList, actor: Actor) -> dict[str, Any]:
    """The head of the page of a list: whose it is, its steps, and what may be done."""
    row = list_rows([listing])[0]
    unconfirmed = listing.state in (states.PROPOSED, states.REVIEWED) and not selectors.is_confirmed(
        listing.record_class, clock.today()
    )
    return {
        **row,
        "steps": _steps(listing),
        "actions": _actions(listing, actor),
        "unconfirmed": unconfirmed,
        "period": period_words(listing.months),
        "waiting_for": _why_not(listing, actor),
    }


def state_context(listing: DeletionList) -> dict[str, Any]:
    """What the part shows that renews itself: how far the execution is, or the protocol."""
    counts = selectors.counts_of(listing)
    total = sum(counts.values())
    return {
        "listing": listing,
        "figures": [(state.label, counts[state]) for state in ItemState if counts[state]],
        "done": total - counts[ItemState.PLANNED],
        "total": total,
        "working": listing.state in (states.APPROVED, states.RUNNING) and is_under_way(listing),
        "interrupted": listing.state in (states.APPROVED, states.RUNNING) and not is_under_way(listing),
        "is_done": listing.state == states.DONE,
        "is_equal": listing.before == listing.after,
        "statistics": len(listing.before or {}),
        "differences": _differences(listing),
    }


def is_under_way(listing: DeletionList) -> bool:
    """Whether a job works on the list or waits to."""
    return listing.job is not None and Job.objects.filter(pk=listing.job, state__in=OPEN).exists()


def chosen_items(listing: DeletionList, query: QueryDict) -> tuple[QuerySet[DeletionItem], list[Chip]]:
    """The records as filtered by the address bar, and the filters with their counts."""
    counts = selectors.counts_of(listing)
    chosen = query.get("stand", "")
    chosen = chosen if chosen in ItemState.values else ""
    chips = [Chip(_("Alle"), f"?{with_query(query, stand=None)}", not chosen, sum(counts.values()))]
    chips += [
        Chip(state.label, f"?{with_query(query, stand=state.value)}", chosen == state, counts[state])
        for state in ItemState
        if counts[state] or chosen == state
    ]
    items = selectors.items_of(listing)
    return (items.filter(state=chosen) if chosen else items), chips


def item_rows(listing: DeletionList, items: Iterable[DeletionItem], *, named: bool) -> list[dict[str, Any]]:
    """The records of a page; described only for whoever reviews them."""
    found = list(items)
    one = registry.get(listing.record_class)
    described = dict(one.describe([item.key for item in found])) if named and one else {}
    rows = []
    for item in found:
        text = described.get(item.key)
        rows.append(
            {
                "item": item,
                "text": text.text if text else "",
                "began": text.began if text else None,
                "free_from": deletable_from(text.began, listing.months) if text else None,
                "label": ItemState(item.state).label,
                "kind": ITEM_KINDS[ItemState(item.state)],
                "may_keep": item.state == ItemState.PLANNED,
                "may_plan": item.state == ItemState.KEPT,
            }
        )
    return rows


def _differences(listing: DeletionList) -> list[dict[str, Any]]:
    """Figures that changed between beginning and end: by what others did meanwhile."""
    before, after = listing.before or {}, listing.after or {}
    keys = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    return [{"figure": key, "before": before.get(key, 0), "after": after.get(key, 0)} for key in keys[:50]]


def _actions(listing: DeletionList, actor: Actor) -> list[dict[str, Any]]:
    labels = (
        ("verwerfen", _("Verwerfen …"), False),
        ("zurueckgeben", _("Zurückgeben …"), False),
        ("ausfuehren", _("Weiter ausführen …"), True),
        ("pruefen", _("Als geprüft weitergeben …"), True),
        ("genehmigen", _("Genehmigen …"), True),
    )
    actions = []
    for slug, label, primary in labels:
        words = step_words(slug, listing)
        if slug == "ausfuehren" and is_under_way(listing):
            continue
        if words and permissions.may_move(actor, listing, words.move):
            url = reverse("deletion-list-step", args=[listing.pk, slug])
            actions.append({"label": label, "url": url, "primary": primary})
    return actions


def _why_not(listing: DeletionList, actor: Actor) -> str:
    """Why somebody who approves may not approve this one: four eyes."""
    if listing.state != states.REVIEWED or not can(actor, permissions.APPROVE, listing):
        return ""
    decision = permissions.may_move(actor, listing, states.APPROVE)
    return "" if decision else decision.reason


def _steps(listing: DeletionList) -> list[Step]:
    """Proposed, reviewed, approved, carried out: who and when, of the steps that still hold."""
    taken: dict[str, tuple[date, str]] = {}
    for step in steps_of(states.OBJECT_TYPE, listing.number):
        if step.name == states.SEND_BACK:
            taken.clear()
        taken[step.name] = (step.at, step.account_label)
    labels = ((states.REVIEW, _("Geprüft")), (states.APPROVE, _("Genehmigt")), (states.FINISH, _("Ausgeführt")))
    steps = [Step(_("Vorgeschlagen"), f"{listing.proposed_at:%d.%m.%Y}, {listing.proposed_by}", "done")]
    current = listing.state != states.DROPPED
    for name, label in labels:
        if name in taken:
            at, who = taken[name]
            steps.append(Step(label, f"{at:%d.%m.%Y}, {who}", "done"))
        else:
            steps.append(Step(label, "", "current" if current else "todo"))
            current = False
    return steps
