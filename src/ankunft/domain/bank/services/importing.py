"""Reading bank statements in: every movement once, and what its references tell is booked at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from stdnum import iban

from ankunft.domain.settlement.models import Invoice, PayerAccount, Payment
from ankunft.domain.settlement.services.ledger import take_turn
from ankunft.domain.settlement.services.outcomes import confirmations_told
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.documents.iso20022 import camt
from ankunft.foundation.documents.iso20022.movements import Account, BankFile, Movement
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.proposals import ProposalState

from ..models import BankEntry, BankStatement, EntryState
from ..permissions import IMPORT_STATEMENT
from ..rules import Verdict, What, judge
from .knowing import known_to, payments_named, unseen
from .using import use_for_executions, use_for_invoice, use_for_return

BATCH = 500


@dataclass
class StatementResult:
    """What reading a file in did: movements read, new, explained by their references, left to people, known before."""

    read: int = 0
    created: int = 0
    matched: int = 0
    unmatched: int = 0
    unchanged: int = 0
    warnings: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """The result in words."""
        return ngettext(
            "%(read)d Bewegung gelesen: %(matched)d zugeordnet, %(unmatched)d nicht zugeordnet, %(unchanged)d bekannt.",
            "%(read)d Bewegungen gelesen: %(matched)d zugeordnet, %(unmatched)d nicht zugeordnet, "
            "%(unchanged)d bekannt.",
            self.read,
        ) % {
            "read": self.read,
            "matched": self.matched,
            "unmatched": self.unmatched,
            "unchanged": self.unchanged,
        }


@transaction.atomic
def statement_import(*, content: bytes, actor: Actor, dry_run: bool = False) -> StatementResult:
    """Take in a camt.053 or camt.054 file. What is known already has no second effect, and the result says so.

    Refused with a sentence where it is no whole, valid file of that kind, or speaks of an account that is none of the
    canton's; nothing of it is stored then. With `dry_run` everything is done and then undone.
    """
    can(actor, IMPORT_STATEMENT).require()
    file = camt.read(content)
    # Whoever settles something waits here for the other: the same file at the same moment is known to the second.
    take_turn()
    _require_ours(file)
    result = StatementResult(read=sum(len(account.movements) for account in file.accounts))
    digest = hashlib.sha256(content).hexdigest()
    for account in file.accounts:
        known = BankStatement.objects.filter(
            iban=account.iban, kind=file.kind, message=file.message_id, number=account.statement
        )
        if earlier := known.first():
            if earlier.sha256 != digest and unseen(account.movements, actor, []):
                raise Refused(_other_content(earlier))
            result.unchanged += len(account.movements)
            result.warnings.append(_known_sentence(earlier))
        else:
            _take_in(file, account, digest, actor, result)
    if dry_run:
        transaction.set_rollback(True)
    return result


def _known_sentence(statement: BankStatement) -> str:
    return _("Der Auszug %(number)s ist schon eingelesen, am %(day)s von %(name)s. Er hat keine zweite Wirkung.") % {
        "number": statement.number,
        "day": f"{statement.imported_at.astimezone(clock.ZURICH):%d.%m.%Y}",
        "name": statement.imported_by,
    }


def _other_content(statement: BankStatement) -> str:
    return _(
        "Ein Auszug mit der Nummer %(number)s ist schon eingelesen, am %(day)s von %(name)s; in diesem steht anderes. "
        "Fragen Sie die Bank, welcher gilt."
    ) % {
        "number": statement.number,
        "day": f"{statement.imported_at.astimezone(clock.ZURICH):%d.%m.%Y}",
        "name": statement.imported_by,
    }


def _require_ours(file: BankFile) -> None:
    """Every account in the file is one from which the canton pays or paid, and each statement comes once."""
    if not file.accounts:
        raise Refused(_("Die Datei enthält keinen Auszug."))
    if len({(account.iban, account.statement) for account in file.accounts}) < len(file.accounts):
        raise Refused(_("In der Datei haben zwei Auszüge dieselbe Nummer. Fragen Sie die Bank, welcher gilt."))
    ours = set(PayerAccount.objects.filter(state=ProposalState.CONFIRMED).values_list("iban", flat=True))
    others = sorted({account.iban for account in file.accounts} - ours)
    if others:
        raise Refused(
            _(
                "Die Datei gehört zum Konto %(iban)s. Das ist kein bestätigtes Konto des Kantons; "
                "eingelesen werden nur dessen Auszüge."
            )
            % {"iban": ", ".join(iban.format(one) for one in others) or "–"}
        )


def _take_in(file: BankFile, account: Account, digest: str, actor: Actor, result: StatementResult) -> None:
    days = [movement.booked_on for movement in account.movements]
    statement = BankStatement.objects.create(
        kind=file.kind,
        iban=account.iban,
        message=file.message_id,
        number=account.statement,
        first_on=account.first_on or min(days, default=None),
        last_on=account.last_on or max(days, default=None),
        sha256=digest,
        imported_at=clock.now(),
        imported_by=actor.label,
    )
    said: list[str] = []
    movements = unseen(account.movements, actor, said)
    result.warnings += said
    verdicts = judge(movements, known_to(movements))
    told = [_entry(statement, movement, one) for movement, one in zip(movements, verdicts, strict=True)]
    entries = BankEntry.objects.bulk_create(told, batch_size=BATCH)
    _apply(entries, verdicts, actor)
    waiting = sum(entry.state != EntryState.MATCHED for entry in entries)
    result.created += len(entries)
    result.unmatched += waiting
    result.matched += len(entries) - waiting
    result.unchanged += len(account.movements) - len(entries)
    record(actor, _event(statement, entries, waiting, said))


def _event(statement: BankStatement, entries: list[BankEntry], waiting: int, said: list[str]) -> Entry:
    return Entry(
        "bank.statement.import",
        "bank.statement",
        str(statement.pk),
        f"Kontoauszug {statement.number} eingelesen.",
        after={
            "kind": statement.kind,
            "number": statement.number,
            "message": statement.message,
            "new": len(entries),
            "matched": len(entries) - waiting,
            "sha256": statement.sha256,
            **({"warnings": said} if said else {}),
        },
    )


def _entry(statement: BankStatement, movement: Movement, told: Verdict) -> BankEntry:
    explained = told.what is not What.NOTHING
    rest = movement.amount - told.amount if explained else movement.amount
    return BankEntry(
        statement=statement,
        state=EntryState.UNMATCHED if not explained else EntryState.PARTLY if rest else EntryState.MATCHED,
        key=movement.key,
        group=movement.group,
        likeness=movement.likeness,
        amount=movement.amount,
        rest=rest,
        booked_on=movement.booked_on,
        valued_on=movement.valued_on,
        end_to_end=movement.end_to_end,
        batch=movement.batch,
        reference=movement.creditor_reference,
        message=movement.message,
        counterparty=movement.counterparty,
        counterparty_iban=movement.counterparty_iban,
        return_code=movement.return_code,
        return_text=movement.return_text,
        finding=told.finding,
    )


def _apply(entries: list[BankEntry], verdicts: list[Verdict], actor: Actor) -> None:
    """What the movements say is done, in their order: nothing can come back before it was paid."""
    payments = payments_named(verdicts)
    executed: list[tuple[BankEntry, Payment]] = []
    returned: list[tuple[BankEntry, Payment]] = []
    for entry, told in zip(entries, verdicts, strict=True):
        if told.what is What.RECEIPT:
            invoice = Invoice.objects.get(reference=told.target)
            use_for_invoice(entry=entry, invoice=invoice, amount=told.amount, actor=actor)
        elif told.what is What.RETURN:
            returned.append((entry, payments[told.target]))
        elif told.what is What.EXECUTION:
            executed.append((entry, payments[told.target]))
        elif told.what is What.BATCH:
            executed += [(entry, payments[one]) for one in told.payments]
    with confirmations_told({payment.run_id for _entry, payment in (*executed, *returned)}, actor):
        if executed:
            use_for_executions(executed=executed, actor=actor)
        for entry, payment in returned:
            use_for_return(entry=entry, payment=payment, actor=actor)
