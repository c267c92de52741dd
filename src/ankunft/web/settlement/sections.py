"""The pages of contributions and tariffs: what stands under which heading."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from ankunft.domain.settlement import selectors
from ankunft.domain.settlement.models import Contribution, Line, Tariff
from ankunft.domain.settlement.overview import derivation_of
from ankunft.foundation.kernel.explained import Explained

from .words import run_words


@dataclass(frozen=True, slots=True)
class PaymentSection:
    """A released run as a municipality sees it: what was paid for whom, and why. Rappen."""

    month: str
    total: int
    municipalities: list[tuple[str, Explained]]


@dataclass(frozen=True, slots=True)
class TariffRow:
    """A tariff with the name of its place on the page."""

    anchor: str
    reference: str
    tariff: Tariff


@dataclass(frozen=True, slots=True)
class TariffSection:
    """A contribution with its tariffs, the present one first."""

    label: str
    rows: list[TariffRow]


def contribution_sections(lines: QuerySet[Line]) -> list[PaymentSection]:
    """The lines by run, latest first, each municipality as one derivation."""
    ordered = lines.select_related("run", "municipality", "payee").order_by(
        "-run__payment_month", "run__sign", "municipality__name", "period", "contribution", "rate"
    )
    return [_payment_section(list(found)) for _run, found in groupby(ordered, lambda line: line.run.reference)]


def tariff_sections() -> list[TariffSection]:
    """All contributions with their tariffs. A paragraph that several tariffs rest on is named once."""
    seen: set[str] = set()
    by_contribution: dict[str, list[TariffRow]] = {}
    for tariff in selectors.tariffs():
        reference = f"{tariff.act} {tariff.paragraph}"
        anchor = selectors.paragraph_anchor(reference)
        by_contribution.setdefault(tariff.contribution, []).append(
            TariffRow("" if anchor in seen else anchor, reference, tariff)
        )
        seen.add(anchor)
    return [
        TariffSection(str(contribution.label), by_contribution[contribution])
        for contribution in Contribution
        if contribution in by_contribution
    ]


def _payment_section(lines: list[Line]) -> PaymentSection:
    by_name = groupby(lines, lambda line: line.municipality.name)
    municipalities = [(name, derivation_of(found, name)) for name, found in by_name]
    return PaymentSection(run_words(lines[0].run), sum(line.amount for line in lines), municipalities)
