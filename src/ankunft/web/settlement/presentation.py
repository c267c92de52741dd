"""The page of a run: its steps, its figures, its rows and what may be done next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.schemes.readings import all_definitions
from ankunft.domain.schemes.rules import months_paid
from ankunft.domain.settlement import overview, permissions, selectors, states
from ankunft.domain.settlement.models import START_INTEGRATION, Run, Withheld, WithheldReason
from ankunft.domain.settlement.outcome_rules import ENDS, Standing, is_confirmed
from ankunft.domain.settlement.overview import Row
from ankunft.domain.settlement.rules import DECEMBER, MARCH, SEPTEMBER, base_year_paid, half_year_paid, payment_date
from ankunft.domain.settlement.scheme_names import periods_due
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.kernel.explained import Explained
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Month
from ankunft.foundation.workflow.models import Step as TakenStep
from ankunft.foundation.workflow.selectors import steps_of
from ankunft.web.shell.addresses import with_query
from ankunft.web.shell.components import Chip, Step

from .credit_presentation import credit_notice
from .words import STATE_KINDS, month_words, run_words

FIRST_YEAR = 2018
DIGITS = re.compile(r"[0-9]{1,6}")
ORDER = (states.CALCULATE, states.CHECK, states.APPROVE, states.RELEASE)
NEXT_STEP = {states.DRAFT: states.CHECK, states.CHECKED: states.APPROVE, states.APPROVED: states.RELEASE}
STEP_SLUGS = {
    states.CHECK: "pruefen",
    states.APPROVE: "genehmigen",
    states.RELEASE: "freigeben",
    states.SEND_BACK: "zurueckgeben",
}


@dataclass(frozen=True, slots=True)
class Action:
    """A button on the page of a run."""

    label: str
    step: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the figures at the head of the run, and where it leads."""

    value: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The municipality whose derivation is shown in place."""

    bfs_number: int
    name: str
    explained: Explained


def runs_to_start(today: date) -> list[tuple[str, str]]:
    """The runs that can be calculated with what they are called, latest first, those of other schemes below.

    Start.integration begins with the first base contribution (2018).
    """
    own = [Month(year, month) for year in range(today.year, FIRST_YEAR - 1, -1) for month in (SEPTEMBER, MARCH)]
    others = [
        (f"{latest.sign}-{month}", f"{latest.name}, {month_words(month)}")
        for series in all_definitions().values()
        for latest in [series.spans()[-1].value]
        for month in months_paid(series, Month(today.year, DECEMBER))
    ]
    return [*((str(month), month_words(month)) for month in own), *others]


def run_list_row(run: Run, confirmed: Collection[int]) -> dict[str, Any]:
    """A run in the list; `confirmed` are those that the bank has confirmed."""
    return {
        "run": run,
        "month": run_words(run),
        "label": _state_label(run, is_confirmed=run.pk in confirmed),
        "kind": STATE_KINDS[run.state],
    }


def _state_label(run: Run, *, is_confirmed: bool) -> str:
    """What the bank has confirmed is still released: nothing of the run itself changes by it."""
    return _("von der Bank bestätigt") if is_confirmed else str(states.LABELS[run.state])


def run_context(run: Run, actor: Actor) -> dict[str, Any]:
    """Everything above the table."""
    next_step = NEXT_STEP.get(run.state)
    may_next = can(actor, permissions.moving(next_step), run) if next_step else None
    standings = selectors.standings_of([run.pk]).get(run.pk, Counter())
    return {
        "run": run,
        "title": run_words(run),
        "state_label": _state_label(run, is_confirmed=run.state == states.RELEASED and is_confirmed(standings)),
        "state_kind": STATE_KINDS[run.state],
        "paid_for": _paid_for(run),
        "steps": _steps(run, standings),
        "came_back": standings[Standing.RETURNED] + standings[Standing.PROPOSED],
        "figures": _figures(run, selectors.run_totals(run)),
        **credit_notice(run),
        "action": _action(next_step) if next_step and may_next else None,
        "waiting_for": _why_not(actor, next_step, may_next),
        "sees_payments": run.state in (states.APPROVED, states.RELEASED) and bool(can(actor, permissions.SEE_PAYMENTS)),
        "may_send_back": bool(can(actor, permissions.moving(states.SEND_BACK), run)),
        "may_calculate": run.state == states.DRAFT and bool(can(actor, permissions.moving(states.CALCULATE), run)),
    }


def run_rows(run: Run, query: QueryDict) -> tuple[list[Row], list[Chip]]:
    """The rows of the table as filtered, searched and sorted by the address bar, and the filters with their counts."""
    rows = overview.rows_of(run)
    views = {
        "": (_("Alle"), rows),
        "korrektur": (_("Mit Korrektur"), [row for row in rows if row.has_correction]),
        "rueckforderung": (_("Mit Rückforderung"), [row for row in rows if row.has_reclaim]),
        "zurueckbehalten": (_("Zurückbehalten"), [row for row in rows if row.is_withheld]),
        "abweichung": (_("Abweichung über 25 %"), [row for row in rows if row.deviates]),
    }
    chosen = query.get("ansicht", "")
    chosen = chosen if chosen in views else ""
    chips = [
        Chip(label, f"?{with_query(query, ansicht=key, offen=None)}", key == chosen, len(found))
        for key, (label, found) in views.items()
    ]
    return _sorted(_searched(views[chosen][1], query.get("suche", "")), query.get("sort", "")), chips


def opened(run: Run, bfs_number: str) -> Opened | None:
    """The derivation of the municipality with that number; None if none was opened or it has no line."""
    if not DIGITS.fullmatch(bfs_number):
        return None
    lines = list(selectors.lines_of(run).filter(municipality__bfs_number=int(bfs_number)))
    if not lines:
        return None
    name = lines[0].municipality.name
    return Opened(int(bfs_number), name, overview.derivation_of(lines, name, overview.rules_of(run, lines)))


def withheld_rows(run: Run) -> list[dict[str, Any]]:
    """What the run withholds, each with where the reason can be mended."""
    return [{"held": held, "url": _mended_at(held)} for held in selectors.withheld_of(run)]


def _mended_at(held: Withheld) -> str:
    """The report or the self-declaration that is missing; otherwise the municipality."""
    number = held.municipality.bfs_number
    if held.reason in (WithheldReason.REPORT_MISSING, WithheldReason.REPORT_INCOMPLETE):
        return reverse("report", args=[number, held.period])
    if held.reason == WithheldReason.DECLARATION_MISSING:
        return reverse("declaration", args=[number, int(held.period)])
    return reverse("municipality", args=[number])


def step_words(name: str, run: Run) -> dict[str, str]:
    """What the page that asks once says will happen."""
    month = run_words(run)
    total = str(Money(run.total))
    words = {
        states.CHECK: (
            _("Lauf prüfen"),
            _("Sie bestätigen, dass der Lauf %(month)s über %(total)s geprüft ist. Danach wird er genehmigt."),
            _("Als geprüft bestätigen"),
        ),
        states.APPROVE: (
            _("Lauf genehmigen"),
            _("Sie genehmigen den Lauf %(month)s über %(total)s. Danach kann er freigegeben werden."),
            _("Genehmigen"),
        ),
        states.RELEASE: (
            _("Lauf freigeben"),
            _(
                "Sie geben den Lauf %(month)s über %(total)s zur Zahlung frei. Ein freigegebener Lauf ändert sich nie "
                "mehr; eine Korrektur erscheint als Differenz im nächsten Lauf."
            ),
            _("Freigeben"),
        ),
        states.SEND_BACK: (
            _("Lauf zurückgeben"),
            _("Der Lauf %(month)s über %(total)s wird wieder zum Entwurf und kann neu berechnet werden."),
            _("Zurückgeben"),
        ),
    }
    title, text, button = words[name]
    return {"title": title, "text": text % {"month": month, "total": total}, "button": button, "month": month}


def _why_not(actor: Actor, next_step: str | None, decision: Decision | None) -> str:
    """Why somebody whose role takes the next step may not take it here: four eyes."""
    if next_step is None or decision is None or decision or not can(actor, permissions.moving(next_step)):
        return ""
    return decision.reason


def _figures(run: Run, totals: dict[str, int]) -> list[Figure]:
    return [
        Figure(
            str(Money(totals["to_pay"])),
            ngettext("auszuzahlen an %(count)s Gemeinde", "auszuzahlen an %(count)s Gemeinden", totals["paid"])
            % {"count": totals["paid"]},
            "?sort=-total#gemeinden",
        ),
        Figure(str(totals["withheld_municipalities"]), _("Gemeinden mit Zurückbehaltenem"), "#zurueckbehalten"),
        Figure(
            str(Money(totals["to_invoice"])),
            _("zulasten von Gemeinden, wird in Rechnung gestellt"),
            f"{reverse('invoices')}?lauf={run.reference}" if run.state == states.RELEASED else "?sort=total#gemeinden",
        ),
        Figure(str(Money(totals["corrections"])), _("Korrekturen aus früheren Läufen"), "?ansicht=korrektur#gemeinden"),
    ]


def _action(name: str) -> Action:
    labels = {states.CHECK: _("Prüfen …"), states.APPROVE: _("Genehmigen …"), states.RELEASE: _("Freigeben …")}
    return Action(labels[name], STEP_SLUGS[name])


def _paid_for(run: Run) -> str:
    month = run.month
    if run.scheme != START_INTEGRATION:
        return ", ".join(periods_due(run.scheme, month))
    year = base_year_paid(month)
    if year is None:
        return _("Leistungen %(half_year)s") % {"half_year": half_year_paid(month)}
    return _("Leistungen %(half_year)s und Sockelbeitrag %(year)s") % {"half_year": half_year_paid(month), "year": year}


def _steps(run: Run, standings: Counter[Standing]) -> list[Step]:
    """Calculated, checked, approved, released: who and when, of the steps that still hold; then what the bank says."""
    taken = _latest(run)
    labels = {
        states.CALCULATE: _("Berechnet"),
        states.CHECK: _("Geprüft"),
        states.APPROVE: _("Genehmigt"),
        states.RELEASE: _("Freigegeben"),
    }
    steps = []
    current_found = False
    for name in ORDER:
        step = taken.get(name)
        if step is not None:
            steps.append(Step(labels[name], f"{step.at:%d.%m.%Y}, {step.account_label}", "done"))
        elif not current_found:
            current_found = True
            steps.append(Step(labels[name], _waiting(name), "current"))
        else:
            steps.append(Step(labels[name], _foreseen(name, run), "todo"))
    if run.state == states.RELEASED and standings:
        steps.append(_confirmation(standings))
    return steps


def _confirmation(standings: Counter[Standing]) -> Step:
    """How many of the payments the bank has executed, or that all of them are dealt with."""
    words = {"done": sum(standings[one] for one in ENDS), "all": standings.total()}
    detail = _("%(done)s von %(all)s Zahlungen ausgeführt oder erledigt") % words
    return Step(_("Von der Bank bestätigt"), detail, "done" if is_confirmed(standings) else "current")


def _latest(run: Run) -> dict[str, TakenStep]:
    """The last step of each kind, without what a return to the draft has undone."""
    taken: dict[str, TakenStep] = {}
    for step in steps_of(states.RUN.object_type, run.reference):
        if step.name in (states.SEND_BACK, states.CALCULATE):
            taken = {states.CALCULATE: taken[states.CALCULATE]} if states.CALCULATE in taken else {}
        if step.name != states.SEND_BACK:
            taken[step.name] = step
    return taken


def _waiting(name: str) -> str:
    words = {
        states.CALCULATE: _("noch nicht berechnet"),
        states.CHECK: _("wartet auf die Finanzen"),
        states.APPROVE: _("wartet auf eine zweite Person"),
        states.RELEASE: _("wartet auf die Freigabe"),
    }
    return words[name]


def _foreseen(name: str, run: Run) -> str:
    if name == states.RELEASE:
        return _("Zahldatum %(day)s") % {"day": f"{payment_date(run.month):%d.%m.%Y}"}
    return ""


def _searched(rows: list[Row], text: str) -> list[Row]:
    wanted = text.strip().casefold()
    return [row for row in rows if wanted in row.name.casefold() or wanted == str(row.bfs_number)] if wanted else rows


def _sorted(rows: list[Row], key: str) -> list[Row]:
    columns = {
        "name": lambda row: row.name,
        "interviews": lambda row: row.interviews,
        "interpreting": lambda row: row.interpreting,
        "base": lambda row: row.base,
        "corrections": lambda row: row.corrections,
        "reclaims": lambda row: row.reclaims,
        "total": lambda row: row.total,
    }
    column = columns.get(key.removeprefix("-"))
    return sorted(rows, key=column, reverse=key.startswith("-")) if column else rows
