"""The derivation behind each amount of a scheme, and the sentences of what it withholds: fixed German text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ankunft.domain.schemes.rules import Period, Verdict, due_on
from ankunft.domain.schemes.values import Contribution, Residents, Scheme, Sheet, form_kind
from ankunft.foundation.kernel.explained import Explained, Source
from ankunft.foundation.kernel.money import Money

from .entries import Rates
from .explanations import earlier, encode, swiss
from .rules import Priced

SHEET_SOURCE = "sheet"
"""The kind of source that an accepted form is; its key is that of the form in the trail."""


def of_claim(
    scheme: Scheme,
    one: Contribution,
    bfs_number: int,
    sheet: Sheet,
    verdicts: Sequence[Verdict],
    counted: tuple[date, Sequence[tuple[str, Residents]]] | None,
    cost: Priced,
    entitled: int,
    settled: Rates,
    quantity: int,
    rate: int,
) -> str:
    """Derivation of an amount: what the form says, the tier, the conditions that are met, what was settled before.

    `counted` are the residents by which the rate goes; None where it is flat.
    """
    parts = []
    if settled:
        parts = [Explained(f"gemäss Formular, Fassung {sheet.number}", quantity=entitled, rate=cost.rate)]
        parts += earlier(settled)
    if counted is not None:
        parts += _residents(*counted)
    parts += [
        Explained(f"Voraussetzung: {verdict.sentence}", reference=verdict.condition.paragraph) for verdict in verdicts
    ]
    key = f"{form_kind(scheme.key)}/{bfs_number}/{sheet.period}/{sheet.number}"
    sources = [Source(SHEET_SOURCE, key, f"Formular «{scheme.form.title}» {sheet.period}, Fassung {sheet.number}")]
    if counted is not None:
        sources += _population(*counted)
    explained = Explained(
        f"{one.label} {sheet.period}",
        amount=Money(quantity * rate),
        quantity=quantity,
        rate=Money(rate),
        reference=str(cost.reference),
        since=cost.since.isoformat(),
        sources=tuple(sources),
        children=tuple(parts),
    )
    return encode(explained.as_data())


def unmet(verdicts: Sequence[Verdict]) -> str:
    """Why nothing is paid: every condition that is not met, with its paragraph."""
    return " ".join(f"{verdict.sentence} ({verdict.condition.paragraph})" for verdict in verdicts)


def paid_once(one: Contribution, period: str, other: str) -> str:
    """`other` is the municipality that got it, where they were merged."""
    whose = f" an {other}, seither fusioniert" if other else ""
    return f"«{one.label}» wird jeder Gemeinde einmal ausgerichtet: für {period}{whose} ({one.paragraph})."


def dropped(scheme: Scheme, period: str) -> str:
    return f"«{scheme.name}» richtet diesen Beitrag für {period} nicht aus ({scheme.reference})."


def no_residents(day: date, one: Contribution) -> str:
    return f"Für den {swiss(day)} ist keine Bevölkerungszahl erfasst; nach ihr richtet sich «{one.label}»."


def not_asked(one: Contribution) -> str:
    """Why nothing is known: the form was begun when its wording had no such question."""
    return f"Das Formular fragt in dieser Fassung nicht nach dem, wonach sich «{one.label}» richtet ({one.paragraph})."


def no_tariff(one: Contribution, period: str, reason: str) -> str:
    return f"Kein Tarif in Kraft für «{one.label}» {period}: {reason}."


def missing_form(scheme: Scheme, period: Period, state: str | None) -> str:
    """Why there is nothing to compute for a period; `state` is that of a form in work, if any."""
    form = f"Das Formular «{scheme.form.title}» {period}"
    if state == "submitted":
        return f"{form} ist eingereicht, aber noch nicht angenommen."
    if state == "returned":
        return f"{form} wurde zur Ergänzung zurückgegeben."
    if state:
        return f"{form} ist begonnen, aber nicht eingereicht."
    return f"{form} fehlt; es war bis {swiss(due_on(scheme, period))} einzureichen."


def _residents(day: date, figures: Sequence[tuple[str, Residents]]) -> list[Explained]:
    return [
        Explained(f"Einwohnerinnen und Einwohner {name} am {swiss(day)}", quantity=figure.people)
        for name, figure in figures
    ]


def _population(day: date, figures: Sequence[tuple[str, Residents]]) -> list[Source]:
    series = dict.fromkeys(figure.series for _, figure in figures)
    return [Source("population", f"{name}/{day.isoformat()}", f"{name}, {swiss(day)}") for name in series]
