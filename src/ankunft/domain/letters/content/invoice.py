"""The invoice of what exceeds the credits of a run, with its QR-bill (KS 4.7)."""

from __future__ import annotations

from stdnum import iban

from ankunft.domain.settlement.models import Invoice
from ankunft.domain.territory.rules import address_lines
from ankunft.foundation.documents.iso20022.parties import Address, Party
from ankunft.foundation.documents.qrbill import Bill, Holder, part_data
from ankunft.foundation.kernel.money import Money

from .base import NET_DAYS, Block, Written, facts, lines_by_place, month_in_german, swiss, text
from .material import RunMaterial


def invoice_letter(material: RunMaterial, invoice: Invoice) -> Written:
    """The invoice with its payment part; Refused where no QR-bill can be made of it."""
    month, basis = month_in_german(material.run.month), material.basis
    blocks = [
        text("Guten Tag"),
        text(
            f"Im Zahlungslauf {month} übersteigen die Rückforderungen Ihre Beiträge an {basis.name}. Den Überschuss "
            f"stellen wir Ihnen in Rechnung. Er ist innert 30 Tagen zu bezahlen{basis.cited(NET_DAYS)}."
        ),
        invoice_facts(invoice),
        *lines_by_place(f"Zahlungslauf {month}", material.lines.get(invoice.payee_id, ()), invoice.payee_id),
        text(basis.numbers),
        text("Freundliche Grüsse"),
    ]
    return Written(f"Rechnung {invoice.number}", debtor_lines(invoice), blocks, part_data(bill_of(invoice)))


def invoice_facts(invoice: Invoice) -> Block:
    """What whoever pays it looks for first."""
    return facts(
        [
            ("Rechnungsnummer", invoice.number),
            ("Rechnungsdatum", swiss(invoice.issued_on)),
            ("Zahlbar bis", swiss(invoice.due_on)),
            ("Betrag", str(Money(invoice.amount))),
            ("Davon noch offen", str(Money(invoice.open)) if invoice.open != invoice.amount else ""),
            ("Konto", iban.format(invoice.iban)),
            ("Referenz", invoice.reference),
        ]
    )


def debtor_lines(invoice: Invoice) -> list[str]:
    """The address of the invoice: the debtor of its QR-bill."""
    address = address_lines(
        invoice.debtor_street, invoice.debtor_house_number, invoice.debtor_postcode, invoice.debtor_town
    )
    return [invoice.debtor_name, *address]


def bill_of(invoice: Invoice) -> Bill:
    """The QR-bill over what is still open of an invoice."""
    creditor = Address(invoice.street, invoice.house_number, invoice.postcode, invoice.town)
    debtor = Address(invoice.debtor_street, invoice.debtor_house_number, invoice.debtor_postcode, invoice.debtor_town)
    return Bill(
        Party(invoice.name, creditor, invoice.iban),
        Holder(invoice.debtor_name, debtor),
        invoice.open,
        invoice.reference,
        f"Rechnung {invoice.number}",
    )
