"""One invoice as its page shows it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from stdnum import iban, iso11649

from ankunft.domain.letters.selectors import letters_of_invoice
from ankunft.domain.settlement import cancellation_states as states
from ankunft.domain.settlement import overview, selectors
from ankunft.domain.settlement.cancellation_states import CANCELLATION
from ankunft.domain.settlement.invoice_permissions import REINSTATE, cancelling
from ankunft.domain.settlement.models import Invoice, InvoiceCancellation, InvoiceState, PayeeBalance
from ankunft.domain.settlement.permissions import SEE_RUNS
from ankunft.domain.territory.rules import address_lines
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.proposals import ProposalState

from .invoice_words import invoice_tags
from .words import PROPOSAL_KINDS, run_words

MOST_EVENTS = 50


def invoice_context(invoice: Invoice, actor: Actor) -> dict[str, Any]:
    """Everything on the page of an invoice, as far as the actor sees it."""
    cantonal = bool(can(actor, SEE_RUNS))
    reminders = list(invoice.reminders.order_by("level"))
    letters = list(letters_of_invoice(actor, invoice.number))
    proposals = [_proposal(one, actor) for one in _proposals(invoice, actor)]
    is_proposed = any(row["is_open"] for row in proposals)
    return {
        "invoice": invoice,
        "tags": invoice_tags(invoice, reminders, clock.today()),
        "month": run_words(invoice.run),
        "iban": iban.format(invoice.iban),
        "reference": iso11649.format(invoice.reference),
        "debtor": address_lines(
            invoice.debtor_street, invoice.debtor_house_number, invoice.debtor_postcode, invoice.debtor_town
        ),
        "balance": visible_to(actor, PayeeBalance).filter(run=invoice.run_id, municipality=invoice.payee_id).first(),
        "derivations": _derivations(invoice, cantonal=cantonal),
        "bookings": invoice.bookings.select_related("run").order_by("pk"),
        "reminders": reminders,
        "letters": letters,
        "cantonal": cantonal,
        "proposals": proposals,
        "may_cancel": invoice.state == InvoiceState.OPEN
        and not is_proposed
        and bool(can(actor, cancelling(states.PROPOSE))),
        "may_reinstate": invoice.state == InvoiceState.CANCELLED and bool(can(actor, REINSTATE)),
        "history": history("settlement.invoice", invoice.number)[:MOST_EVENTS] if cantonal else [],
    }


def _derivations(invoice: Invoice, *, cantonal: bool) -> list[tuple[str, Any]]:
    """Where the amount comes from: the lines of the payee, by municipality; where they are booked is for the canton."""
    lines = selectors.lines_behind(invoice)
    rules = overview.rules_of(invoice.run, lines) if cantonal else None
    by_place = groupby(lines, lambda line: line.municipality.name)
    return [(name, overview.derivation_of(found, name, rules)) for name, found in by_place]


def _proposals(invoice: Invoice, actor: Actor) -> list[InvoiceCancellation]:
    return list(visible_to(actor, InvoiceCancellation).filter(invoice=invoice).order_by("-pk"))


def _proposal(one: InvoiceCancellation, actor: Actor) -> dict[str, Any]:
    """A proposed cancellation, and what may be done with it."""
    is_open = one.state == ProposalState.PROPOSED
    confirming = can(actor, cancelling(states.CONFIRM), one) if is_open else None
    waits = confirming is not None and not confirming and can(actor, cancelling(states.CONFIRM))
    return {
        "one": one,
        "is_open": is_open,
        "state": CANCELLATION.labels[one.state],
        "kind": PROPOSAL_KINDS[one.state],
        "may_confirm": bool(confirming),
        "why_not": confirming.reason if waits and confirming is not None else "",
        "may_withdraw": is_open and bool(can(actor, cancelling(states.WITHDRAW), one)),
    }
