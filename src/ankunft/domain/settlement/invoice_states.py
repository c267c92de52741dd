"""The moves of an invoice: what is booked decides where it goes."""

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, FINANCE_OFFICER
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import InvoiceState

PART, PAY, NET, CANCEL, REOPEN = "part", "pay", "net", "cancel", "reopen"

_UNSETTLED = frozenset({InvoiceState.OPEN, InvoiceState.PARTLY})
_FINANCE = frozenset({FINANCE_OFFICER, APPROVER})

INVOICE = TransitionTable(
    "settlement.invoice",
    dict(InvoiceState.choices),
    [
        Transition(
            PART,
            sources=_UNSETTLED | {InvoiceState.PAID},
            target=InvoiceState.PARTLY,
            doing=_("Teilbetrag buchen"),
            sentence=_("Teilbetrag der Rechnung gebucht."),
            roles=_FINANCE,
            operator=True,
        ),
        Transition(
            PAY,
            sources=_UNSETTLED,
            target=InvoiceState.PAID,
            doing=_("Zahlung buchen"),
            sentence=_("Rechnung bezahlt."),
            roles=_FINANCE,
            operator=True,
        ),
        Transition(
            NET,
            sources=_UNSETTLED,
            target=InvoiceState.NETTED,
            doing=_("Verrechnen"),
            sentence=_("Rechnung mit einer Zahlung verrechnet."),
            roles=_FINANCE,
        ),
        Transition(
            CANCEL,
            # What is paid or netted in part stays: only what nobody has touched is given up.
            sources=frozenset({InvoiceState.OPEN}),
            target=InvoiceState.CANCELLED,
            doing=_("Stornieren"),
            sentence=_("Rechnung storniert."),
            roles=_FINANCE,
            needs_reason=True,
        ),
        Transition(
            REOPEN,
            sources=frozenset({InvoiceState.PARTLY, InvoiceState.PAID, InvoiceState.CANCELLED}),
            target=InvoiceState.OPEN,
            doing=_("Buchung zurücknehmen"),
            sentence=_("Buchung zurückgenommen: Die Rechnung ist wieder offen."),
            roles=_FINANCE,
            needs_reason=True,
        ),
    ],
)
