"""Where the claims of one calculation are entered: what differs from what is settled becomes a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import explanations
from .rules import difference, in_rappen
from .values import Line, Refusal, Result, Withholding

Explain = Callable[[int, int], str]

# Quantity by rate in Rappen.
Rates = Mapping[int, int]
NOTHING: Rates = {}


class Entries:
    """What is due and what is withheld, in the order of entering.

    `held_open` are claims that earlier runs hold and have not released; `refused` finds the decision that keeps a claim
    back (KS 4.7).
    """

    def __init__(
        self,
        held_open: frozenset[tuple[int, str, str]],
        refused: Callable[[int, str, str], Refusal | None] = lambda *_claim: None,
    ) -> None:
        self._held_open = held_open
        self._refused = refused
        self._lines: list[Line] = []
        self._withheld: list[Withholding] = []

    def enter(
        self,
        municipality: int,
        payee: int,
        contribution: str,
        period: str,
        entitled: Rates,
        settled: Rates,
        reference: str,
        explain: Explain,
    ) -> None:
        """A claim as known now: a line for every rate at which it differs from what other runs settled.

        What an earlier run holds and has not released yet is left to it. What is refused is withheld, and what is
        settled of it stays settled: paid contributions are taken back by a reclaim.
        """
        if (municipality, period, contribution) in self._held_open:
            return
        due = difference(entitled, settled)
        if refusal := self._refused(municipality, period, contribution):
            if due:
                self.withhold(
                    municipality, period, contribution, "refused", explanations.refused(refusal, in_rappen(due))
                )
            return
        for rate, quantity in due.items():
            self._lines.append(
                Line(
                    municipality,
                    payee,
                    contribution,
                    period,
                    quantity,
                    rate,
                    quantity * rate,
                    reference,
                    bool(settled),
                    in_rappen(settled),
                    explain(quantity, rate),
                )
            )

    def withhold(self, municipality: int, period: str, contribution: str, reason: str, message: str) -> None:
        """Something that this month would have paid and does not."""
        self._withheld.append(Withholding(municipality, period, contribution, reason, message))

    def result(self) -> Result:
        """Everything entered, in the order of entering."""
        return Result(self._lines, self._withheld)
