"""How the settlement speaks of months and states."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format

from ankunft.domain.settlement import states
from ankunft.domain.settlement.models import Run
from ankunft.domain.settlement.outcome_rules import Standing
from ankunft.foundation.kernel.periods import Month
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.web.shell.registry import links

STATE_KINDS = {states.DRAFT: "neutral", states.CHECKED: "info", states.APPROVED: "info", states.RELEASED: "ok"}

STANDING_KINDS = {
    Standing.PLANNED: "neutral",
    Standing.ORDERED: "info",
    Standing.EXECUTED: "ok",
    Standing.RETURNED: "bad",
    Standing.PROPOSED: "warning",
    Standing.REPLACED: "neutral",
    Standing.GIVEN_UP: "neutral",
}
PROPOSAL_KINDS: dict[str, str] = {
    ProposalState.PROPOSED: "info",
    ProposalState.CONFIRMED: "ok",
    ProposalState.WITHDRAWN: "neutral",
}


def run_words(run: Run) -> str:
    """`März 2026`; of another scheme than start.integration with its name before it."""
    month = month_words(run.month)
    return f"{run.title}, {month}" if run.title else month


def payer_words(run: Run | None, origin: str) -> tuple[str, str | None]:
    """What a payment belongs to, and where that is shown: its run, or the order of the room that `origin` names."""
    if run is None:
        return origin, links.url("order", origin)
    return run_words(run), reverse("run-payments", args=[run.reference])


def month_words(month: Month) -> str:
    """`März 2026` in the language of the page."""
    return date_format(month.start, "F Y", use_l10n=False)
