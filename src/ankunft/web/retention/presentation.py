"""How periods, lists and holds are shown: plain values for the templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ankunft.foundation.access.policy import can
from ankunft.foundation.jobs.models import OPEN, Job
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.retention import permissions, registry, selectors, states
from ankunft.foundation.retention.models import DeletionItem, DeletionList, ItemState, LegalHold, Period
from ankunft.foundation.retention.registry import ANONYMISE, RecordClass, Text
from ankunft.foundation.retention.rules import deletable_from
from ankunft.foundation.workflow.selectors import steps_of
from ankunft.web.shell.addresses import with_query
from ankunft.web.shell.components import Chip, Step

STATE_KINDS = {
    states.PROPOSED: "neutral",
    states.REVIEWED: "info",
    states.APPROVED: "info",
    states.RUNNING: "info",
    states.DONE: "ok",
    states.DROPPED: "neutral",
}
ITEM_KINDS = {
    ItemState.PLANNED: "neutral",
    ItemState.KEPT: "warning",
    ItemState.HELD: "warning",
    ItemState.SPARED: "info",
    ItemState.CARRIED_OUT: "ok",
}


@dataclass(frozen=True, slots=True)
class StepWords:
    """What the page that asks once says: the move, its words, and whether it needs a reason."""

    move: str
    title: Text
    text: Text
    button: Text
    done: Text
    needs_reason: bool = False


STEPS = {
    "pruefen": StepWords(
        states.REVIEW,
        gettext_lazy("Löschliste als geprüft weitergeben"),
        gettext_lazy("Sie bestätigen, dass Sie jeden vorgesehenen Datensatz angesehen haben. Danach entscheidet die "
                     "strategische Leitung."),
        gettext_lazy("Als geprüft weitergeben"),
        gettext_lazy("Die Liste wartet jetzt auf die Genehmigung."),
    ),
    "genehmigen": StepWords(
        states.APPROVE,
        gettext_lazy("Löschliste genehmigen"),
        gettext_lazy("Die vorgesehenen Datensätze werden gleich danach endgültig gelöscht oder anonymisiert. Das lässt "
                     "sich nicht rückgängig machen."),
        gettext_lazy("Genehmigen und ausführen"),
        gettext_lazy("Genehmigt. Die Ausführung läuft im Hintergrund."),
    ),
    "zurueckgeben": StepWords(
        states.SEND_BACK,
        gettext_lazy("Löschliste zurückgeben"),
        gettext_lazy("Die Liste wird noch einmal geprüft."),
        gettext_lazy("Zurückgeben"),
        gettext_lazy("Die Liste ist zurückgegeben."),
        needs_reason=True,
    ),
    "verwerfen": StepWords(
        states.DROP,
        gettext_lazy("Löschliste verwerfen"),
        gettext_lazy("Nichts von dieser Liste wird gelöscht. Was fällig ist, kann neu vorgeschlagen werden."),
        gettext_lazy("Verwerfen"),
        gettext_lazy("Die Liste ist verworfen."),
        needs_reason=True,
    ),
    "ausfuehren": StepWords(
        states.START,
        gettext_lazy("Ausführung wieder aufnehmen"),
        gettext_lazy("Die Ausführung geht dort weiter, wo sie stehen geblieben ist."),
        gettext_lazy("Weiter ausführen"),
        gettext_lazy("Die Ausführung läuft im Hintergrund."),
    ),
}  # fmt: skip


def period_words(months: int) -> str:
    """`10 Jahre`, `18 Monate`."""
    years, rest = divmod(months, 12)
    if rest or not years:
        return ngettext("%(count)s Monat", "%(count)s Monate", months) % {"count": months}
    return ngettext("%(count)s Jahr", "%(count)s Jahre", years) % {"count": years}


def class_label(code: str) -> Text:
    """What people call a class; its code where this version does not know it."""
    one = registry.get(code)
    return one.label if one else code


def schedule_rows() -> list[dict[str, Any]]:
    """Every class with the period of today."""
    today = clock.today()
    periods = selectors.periods_over_time()
    rows = []
    for one in registry.all_classes():
        dated = periods.get(one.code)
        rows.append(_schedule_row(one, dated.at(today) if dated else None))
    return rows


def _schedule_row(one: RecordClass, recorded: Period | None) -> dict[str, Any]:
    return {
        "one": one,
        "period": period_words(recorded.months if recorded else one.default_months),
        "since": recorded.valid_from if recorded and recorded.confirmed else None,
        "confirmed": bool(recorded and recorded.confirmed),
        "source": recorded.source if recorded else one.source,
        "action": _("anonymisieren") if one.action == ANONYMISE else _("löschen"),
        "how": _("mit geprüfter Löschliste") if one.needs_review else _("von selbst"),
    }


def periods_of(code: str) -> list[dict[str, Any]]:
    """Every period ever recorded for the class, latest first."""
    found = Period.objects.filter(record_class=code).order_by("-valid_from")
    return [{"recorded": one, "words": period_words(one.months)} for one in found]


def due_rows(actor: Actor) -> list[dict[str, Any]]:
    """What is due of the person's organisations."""
    found = selectors.due_of(actor)
    names = selectors.names_of({code for _one, code, _count in found})
    return [{"one": one, "organisation": code, "name": names.get(code, code), "count": n} for one, code, n in found]


def list_rows(listings: list[DeletionList]) -> list[dict[str, Any]]:
    names = selectors.names_of({listing.organisation for listing in listings})
    return [
        {
            "listing": listing,
            "label": class_label(listing.record_class),
            "name": names.get(listing.organisation, listing.organisation),
            "state": states.LABELS[listing.state],
            "kind": STATE_KINDS[listing.state],
        }
        for listing in listings
    ]


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


def step_words(step: str, listing: DeletionList) -> StepWords | None:
    """The words of a step by its address; None if there is no such step."""
    words = STEPS.get(step)
    if words and words.move == states.START and listing.state == states.RUNNING:
        return StepWords(states.FINISH, words.title, words.text, words.button, words.done)
    return words


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


def hold_rows(holds: list[LegalHold], actor: Actor) -> list[dict[str, Any]]:
    """Holds with what they cover in words."""
    names = selectors.names_of({hold.organisation for hold in holds})
    return [
        {
            "hold": hold,
            "covers": _covers(hold, names),
            "may_lift": hold.lifted_at is None and bool(can(actor, permissions.LIFT, hold)),
        }
        for hold in holds
    ]


def _covers(hold: LegalHold, names: dict[str, str]) -> str:
    label = class_label(hold.record_class) if hold.record_class else _("Alle Datensätze")
    if hold.key:
        return f"{label}: {hold.key}"
    return f"{label}, {names.get(hold.organisation, hold.organisation)}" if hold.organisation else str(label)


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
