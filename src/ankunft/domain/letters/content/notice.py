"""The payment notice: what a run pays, line by line with its paragraph (KS 4.5.2, 4.7)."""

from __future__ import annotations

from collections.abc import Sequence

from stdnum import iban

from ankunft.domain.settlement.models import PayeeBalance, Withheld
from ankunft.domain.settlement.rules import payment_date
from ankunft.foundation.kernel.money import Money

from .base import (
    NET_DAYS,
    Basis,
    Block,
    Written,
    facts,
    heading,
    lines_by_place,
    month_in_german,
    swiss,
    table,
    text,
)
from .material import RunMaterial, recipient


def notice(material: RunMaterial, payee: int) -> Written:
    """The notice of one payee; KeyError where the run has nothing for it.

    The lead of an association reads what it gets for each of its members.
    """
    balance = material.balances[payee]
    month = month_in_german(material.run.month)
    blocks = [
        text("Guten Tag"),
        text(_opening(material.basis, balance, month)),
        _summary(material, balance),
        *lines_by_place(f"Beiträge des Zahlungslaufs {month}", material.lines.get(payee, ()), payee),
        *_withheld(material.withheld.get(payee, ())),
        text(
            f"{material.basis.numbers} Wie jeder Betrag zustande kommt, zeigt Ihnen Ankunft unter «Beiträge»."
            f"{material.basis.claim}"
        ),
        text("Freundliche Grüsse"),
    ]
    to = recipient(balance.municipality, material.addresses)
    return Written(f"{material.basis.name}: Zahlungsanzeige {month}", to, blocks)


def _opening(basis: Basis, balance: PayeeBalance, month: str) -> str:
    if balance.payment:
        return f"Mit dem Zahlungslauf {month} zahlt Ihnen der Kanton für {basis.name} {Money(balance.payment)} aus."
    if balance.invoice:
        return (
            f"Im Zahlungslauf {month} übersteigen die Rückforderungen Ihre Beiträge um {Money(balance.invoice)}. "
            f"Für diesen Betrag erhalten Sie eine Rechnung, zahlbar innert 30 Tagen{basis.cited(NET_DAYS)}."
        )
    return f"Im Zahlungslauf {month} gleichen sich Beiträge und Verrechnetes aus: Es wird nichts ausbezahlt."


def _summary(material: RunMaterial, balance: PayeeBalance) -> Block:
    """The balance: credits, what is taken back and netted, and where the money goes."""
    payment, file = material.payments.get(balance.municipality_id), material.file
    paid_on = file.pay_on if file else payment_date(material.run.month)
    rows = [
        ("Beiträge", str(Money(balance.credit))),
        ("Rückforderungen, verrechnet", str(Money(-balance.reclaimed)) if balance.reclaimed else ""),
        ("Frühere Rechnungen, verrechnet", str(Money(-balance.carried)) if balance.carried else ""),
        ("Auszahlung", str(Money(balance.payment))),
        ("Rechnung", str(Money(balance.invoice)) if balance.invoice else ""),
    ]
    if payment is not None:
        rows += [
            ("Zahlbar am", swiss(paid_on)),
            ("Konto", f"{iban.format(payment.iban)}, {payment.name}"),
            ("Zahlungsreferenz", payment.reference),
        ]
    return facts(rows)


def _withheld(held: Sequence[Withheld]) -> list[Block]:
    if not held:
        return []
    columns = (("Gemeinde", False), ("Periode", False), ("Grund", False))
    written = [[row.municipality.name, row.period, row.message or str(row.get_reason_display())] for row in held]
    return [heading("Noch nicht ausbezahlt"), table("Was dieser Zahlungslauf nicht auszahlt", columns, written)]
