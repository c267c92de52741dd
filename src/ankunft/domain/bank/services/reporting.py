"""Reading in what the bank says of an order before it books anything: what it rejects is owed again at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from stdnum import iban

from ankunft.domain.settlement.models import Payment, PaymentFile
from ankunft.domain.settlement.selectors.outcomes import is_rejected, outcomes_of
from ankunft.domain.settlement.services.ledger import take_turn
from ankunft.domain.settlement.services.outcomes import Rejected, rejections_record
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.documents.iso20022 import pain002
from ankunft.foundation.documents.iso20022.pain002 import About, Report
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from ..models import StatusReport, StatusWord, WordState
from ..permissions import IMPORT_STATEMENT
from ..status_rules import Effect, Meaning, Ordered, told_of

BATCH = 500


@dataclass
class ReportResult:
    """What reading a report in did: payments that it speaks of, rejected ones, those left to people."""

    read: int = 0
    rejected: int = 0
    waiting: int = 0
    status: str = ""
    warnings: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """The result in words."""
        words = ngettext(
            "Rückmeldung zu %(read)d Zahlung gelesen: %(rejected)d zurückgewiesen, %(waiting)d zu klären.",
            "Rückmeldung zu %(read)d Zahlungen gelesen: %(rejected)d zurückgewiesen, %(waiting)d zu klären.",
            self.read,
        ) % {"read": self.read, "rejected": self.rejected, "waiting": self.waiting}
        return f"{words} {_('Zur ganzen Datei')}: {self.status}." if self.status else words


@transaction.atomic
def report_import(*, content: bytes, actor: Actor, dry_run: bool = False) -> ReportResult:
    """Take in a status report (pain.002) about one of our payment files. The same one has no second effect.

    Refused with a sentence where it is no whole, valid report, or not about an order of ours: another number, account,
    count or sum. Nothing of it is stored then. With `dry_run` everything is done and then undone.
    """
    can(actor, IMPORT_STATEMENT).require()
    report = pain002.read(content)
    take_turn()
    file = _file_of(report)
    digest = hashlib.sha256(content).hexdigest()
    if earlier := StatusReport.objects.filter(file=file, message=report.message_id).first():
        if earlier.sha256 != digest:
            raise Refused(_known(earlier, _("In dieser steht anderes. Fragen Sie die Bank, welche gilt.")))
        return ReportResult(warnings=[_known(earlier, _("Sie hat keine zweite Wirkung."))])
    result = _take_in(report, file, digest, actor)
    if dry_run:
        transaction.set_rollback(True)
    return result


def ordered_by(payments: Sequence[Payment]) -> dict[str, Ordered]:
    """What is known of these payments, by their references."""
    return {
        one.payment.reference: Ordered(
            one.payment.amount,
            executed=one.execution is not None,
            returned=one.returned is not None and not is_rejected(one),
            rejected=is_rejected(one),
        )
        for one in outcomes_of(payments)
    }


def _known(earlier: StatusReport, what: str) -> str:
    return _("Die Rückmeldung %(message)s ist schon eingelesen, am %(day)s von %(name)s. %(what)s") % {
        "message": earlier.message,
        "day": f"{earlier.imported_at.astimezone(clock.ZURICH):%d.%m.%Y}",
        "name": earlier.imported_by,
        "what": what,
    }


def _file_of(report: Report) -> PaymentFile:
    """Our file that the report is about. Refused where the bank speaks of another one, as far as it tells."""
    file = PaymentFile.objects.filter(reference=report.original).first()
    if file is None:
        raise Refused(
            _("Die Rückmeldung betrifft «%(number)s». Eine Zahlungsdatei mit dieser Nummer gibt es nicht.")
            % {"number": report.original}
        )
    if others := sorted(report.batches - {file.reference}):
        raise Refused(
            _("Die Rückmeldung nennt den Auftrag «%(number)s». Er ist nicht in der Datei %(file)s.")
            % {"number": others[0], "file": file.reference}
        )
    accounts = sorted({one.iban for one in report.about if one.iban} - {file.iban})
    if accounts:
        raise Refused(
            _("Die Rückmeldung gehört zum Konto %(iban)s. Die Datei %(file)s zahlt von einem anderen.")
            % {"iban": ", ".join(iban.format(one) for one in accounts), "file": file.reference}
        )
    if report.count not in (None, file.count) or report.total not in (None, file.total):
        raise Refused(
            _("Die Rückmeldung nennt andere Zahlungen: Die Datei %(file)s hat %(count)s, zusammen %(total)s.")
            % {"file": file.reference, "count": file.count, "total": Money(file.total)}
        )
    return file


def _take_in(report: Report, file: PaymentFile, digest: str, actor: Actor) -> ReportResult:
    payments = {payment.reference: payment for payment in Payment.objects.filter(file=file).order_by("pk")}
    told = told_of(report.about, report.said, ordered_by(list(payments.values())))
    stored = StatusReport.objects.create(
        file=file,
        message=report.message_id,
        made_on=report.made_on,
        status=report.said.status,
        code=report.said.code,
        text=report.said.text,
        sha256=digest,
        imported_at=clock.now(),
        imported_by=actor.label,
    )
    rejected = [
        Rejected(
            payments[one.end_to_end], report.made_on, one.said.code, one.said.text, f"pain.002/{report.message_id}"
        )
        for one, found in told
        if found.effect is Effect.REJECTED
    ]
    made = {one.payment_id: one for one in rejections_record(told=rejected, actor=actor)} if rejected else {}
    words = [_word(stored, one, found, payments.get(one.end_to_end)) for one, found in told]
    for word in words:
        word.rejection = made.get(word.payment_id or 0) if word.state == WordState.REJECTED else None
    StatusWord.objects.bulk_create(words, batch_size=BATCH)
    waiting = sum(word.state == WordState.WAITING for word in words)
    record(actor, _event(stored, len(words), len(rejected), waiting))
    return ReportResult(len(words), len(rejected), waiting, stored.status)


def _word(report: StatusReport, said: About, found: Meaning, payment: Payment | None) -> StatusWord:
    return StatusWord(
        report=report,
        payment=payment,
        reference=said.end_to_end,
        status=said.said.status,
        code=said.said.code,
        text=said.said.text,
        state=WordState(found.effect),
        misfit=found.misfit,
    )


def _event(report: StatusReport, read: int, rejected: int, waiting: int) -> Entry:
    return Entry(
        "bank.report.import",
        "bank.report",
        str(report.pk),
        f"Rückmeldung der Bank zu {report.file.reference} eingelesen.",
        after={
            "file": report.file.reference,
            "message": report.message,
            "status": report.status,
            "read": read,
            "rejected": rejected,
            "waiting": waiting,
            "sha256": report.sha256,
        },
    )
