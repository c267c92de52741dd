"""The derivation of an amount in words: from a run down to the records and the paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.explained import Explained
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.selectors import steps_of

from .bookings import rules_at
from .models import BookingRule, Line, Payment, Run, RunStatement
from .outcome_words import told as told_of
from .rules import payment_date
from .selectors import lines_of, outcomes_of, run_is_confirmed, run_of, withheld_of
from .states import RUN

# Run, municipality, contribution, period.
MOST_PARTS = 4


def reference_of(line: Line) -> str:
    """The name by which a line can be asked for: `2025-03/2601/base_contribution/2025`."""
    return f"{line.run.reference}/{line.municipality.bfs_number}/{line.contribution}/{line.period}"


def explained_of(line: Line) -> Explained:
    """The stored derivation of a line."""
    return Explained.from_data(line.explanation)


def booked(explained: Explained, rule: BookingRule | None) -> Explained:
    """The derivation of an amount with where it is booked: its fund, cost centre and accounts."""
    words = (
        f"Fonds {rule.fund}, Kostenstelle {rule.cost_centre}, Soll {rule.debit_account}, Haben {rule.credit_account}"
        if rule
        else "noch nicht kontiert"
    )
    return replace(explained, children=(*explained.children, Explained(f"Gebucht: {words}")))


def explain(reference: str) -> str:
    """The derivation behind a reference as text.

    `2025-03` is a run, `2025-03/2601` a municipality in it, `2025-03/2601/base_contribution` and
    `2025-03/2601/base_contribution/2025` narrow it down. Refused if nothing is found under it.
    """
    parts = reference.strip("/").split("/")
    if not parts[0] or len(parts) > MOST_PARTS:
        raise Refused(
            _("«%(reference)s» ist kein Verweis. Beispiel: 2025-03/2601/base_contribution/2025.")
            % {"reference": reference}
        )
    run = run_of(parts[0])
    lines = lines_of(run)
    withheld = withheld_of(run)
    if len(parts) > 1:
        if not (parts[1].isascii() and parts[1].isdecimal()):
            raise Refused(_("«%(part)s» ist keine BFS-Nummer. Beispiel: 2025-03/2601.") % {"part": parts[1]})
        lines = lines.filter(municipality__bfs_number=int(parts[1]))
        withheld = withheld.filter(municipality__bfs_number=int(parts[1]))
    if len(parts) > 2:
        lines = lines.filter(contribution=parts[2])
        withheld = withheld.filter(contribution=parts[2])
    if len(parts) > 3:
        lines = lines.filter(period=parts[3])
        withheld = withheld.filter(period=parts[3])
    found = list(lines)
    held = [f"{item.municipality.name} {item.period}: {item.message}" for item in withheld]
    if not found and not held and len(parts) > 1:
        raise Refused(
            _("Zu %(reference)s gibt es weder einen Betrag noch etwas Zurückbehaltenes.") % {"reference": reference}
        )
    return "\n".join(_text(run, found, held))


def _text(run: Run, lines: list[Line], held: list[str]) -> Iterator[str]:
    total = Money.sum(Money(line.amount) for line in lines)
    confirmed = ", von der Bank bestätigt" if run_is_confirmed(run) else ""
    yield f"Zahlungslauf {run.reference}, {RUN.labels[run.state]}{confirmed}: {total}"
    for step in steps_of(RUN.object_type, run.reference):
        yield f"  {RUN[step.name].sentence} {step.at:%d.%m.%Y %H:%M}, {step.account_label}"
    statement = RunStatement.objects.filter(run=run).first()
    if statement is not None:
        yield f"  Aufbewahrte Abrechnung: SHA-256 {statement.sha256}"
    payments = _payments(run)
    rules = rules_at(payment_date(run.month), {line.contribution for line in lines})
    for line in lines:
        payee = "" if line.payee_id == line.municipality_id else f" (ausbezahlt an {line.payee.name})"
        yield ""
        yield f"{line.municipality.name} {line.municipality.bfs_number}{payee}"
        yield from _derivation([booked(explained_of(line), rules.get(line.contribution))], depth=1)
        yield from payments.get(line.payee_id, ())
    if held:
        yield ""
        yield "Zurückbehalten"
        yield from (f"  {sentence}" for sentence in held)


def _payments(run: Run) -> dict[int, list[str]]:
    """By whom each payee is paid, in which file, on which day, and what became of it; by payee."""
    found: dict[int, list[str]] = {}
    for outcome in outcomes_of(Payment.objects.filter(run=run).select_related("file").order_by("number")):
        payment, file = outcome.payment, outcome.payment.file
        told = f"  Zahlung {payment.reference} an {payment.name}: {Money(payment.amount)} für alle Positionen zusammen"
        sent = f"  Datei {file.reference}, Ausführung {file.pay_on:%d.%m.%Y}, SHA-256 {file.sha256}" if file else ""
        found.setdefault(payment.payee_id, []).extend(
            [told, *([sent] if sent else []), *(f"  {sentence}" for sentence in told_of(outcome))]
        )
    return found


def _derivation(nodes: Iterable[Explained], depth: int) -> Iterator[str]:
    for node in nodes:
        indent = "  " * depth
        yield f"{indent}{node.label}{_computation(node)}"
        if node.reference:
            since = f", Tarif seit {_swiss(node.since)}" if node.since else ""
            yield f"{indent}  {node.reference}{since}"
        if node.note:
            yield f"{indent}  {node.note}"
        yield from (f"{indent}  {source.label} [{source.key}]" for source in node.sources)
        yield from _derivation(node.children, depth + 1)


def _computation(node: Explained) -> str:
    if node.amount is not None and node.quantity is not None and node.rate is not None:
        return f": {_count(node.quantity)} × {node.rate} = {node.amount}"
    if node.quantity is not None and node.rate is not None:
        return f": {_count(node.quantity)} × {node.rate}"
    return f": {_count(node.quantity)}" if node.quantity is not None else ""


def _count(quantity: int) -> str:
    """With the minus sign that amounts have."""
    return str(quantity).replace("-", "−")


def _swiss(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}.{month}.{year}"
