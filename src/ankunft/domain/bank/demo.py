"""What an invented bank said of the runs of the demonstration: two statements, with something left for people."""

from __future__ import annotations

from datetime import date
from string import Template

from django.db import transaction

from ankunft.domain.demo_people import FINANCE, demo_actor
from ankunft.domain.settlement.models import Payment, PaymentFile
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money

from .models import BankStatement
from .services import report_import, statement_import

RETURNED_AFTER, STRANGER = 3, 87_50
"""The place in the last file of the payment that comes back, and what a stranger pays in by mistake (Rappen)."""

_FILE = Template(
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
    "<GrpHdr><MsgId>DEMO-$number</MsgId><CreDtTm>${day}T20:00:00</CreDtTm></GrpHdr>"
    "<Stmt><Id>DEMO-$number</Id><CreDtTm>${day}T20:00:00</CreDtTm><Acct><Id><IBAN>$iban</IBAN></Id></Acct>"
    '<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="CHF">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
    "<Dt><Dt>$day</Dt></Dt></Bal>$entries</Stmt></BkToCstmrStmt></Document>"
)
_ANSWER = Template(
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>'
    "<GrpHdr><MsgId>DEMO-R-$number</MsgId><CreDtTm>${day}T09:00:00</CreDtTm></GrpHdr>"
    "<OrgnlGrpInfAndSts><OrgnlMsgId>$file</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>"
    "<GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>"
)
_ENTRY = Template(
    '<Ntry><Amt Ccy="CHF">$amount</Amt><CdtDbtInd>$way</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
    "<BookgDt><Dt>$day</Dt></BookgDt><ValDt><Dt>$day</Dt></ValDt><AcctSvcrRef>DEMO-$own</AcctSvcrRef>"
    "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>$kind</SubFmlyCd></Fmly></Domn></BkTxCd>"
    "<NtryDtls>$details</NtryDtls></Ntry>"
)


@transaction.atomic
def load_demo(_actor: Actor) -> None:
    """Read in that every file was accepted and executed, that a payment came back and a stranger paid; once."""
    files = list(PaymentFile.objects.order_by("pay_on", "pk"))
    if BankStatement.objects.exists() or not files:
        return
    for number, file in enumerate(files, start=1):
        batch = f"<Btch><PmtInfId>{file.reference}</PmtInfId><NbOfTxs>{file.count}</NbOfTxs></Btch>"
        entries = [_entry(-file.total, file.pay_on, f"{number}-1", batch)]
        if file is files[-1]:
            entries += [_returned(file, f"{number}-2"), _stranger(file.pay_on, f"{number}-3")]
        _take_in(file, number, entries)


def _take_in(file: PaymentFile, number: int, entries: list[str]) -> None:
    content = _FILE.substitute(number=number, day=file.pay_on, iban=file.iban, entries="".join(entries))
    answer = _ANSWER.substitute(number=number, day=file.pay_on, file=file.reference)
    with clock.moved_to(file.pay_on):
        report_import(content=answer.encode(), actor=demo_actor(FINANCE))
        statement_import(content=content.encode(), actor=demo_actor(FINANCE))


def _entry(amount: int, day: date, own: str, details: str, kind: str = "DMCT") -> str:
    way, plain = ("CRDT" if amount > 0 else "DBIT"), Money(abs(amount)).plain()
    return _ENTRY.substitute(amount=plain, way=way, day=day, own=own, details=details, kind=kind)


def _returned(file: PaymentFile, own: str) -> str:
    payments = list(Payment.objects.filter(file=file).order_by("pk"))
    payment = payments[min(RETURNED_AFTER, len(payments) - 1)]
    details = (
        f"<TxDtls><Refs><EndToEndId>{payment.reference}</EndToEndId></Refs>"
        "<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Demo: Konto aufgehoben</AddtlInf></RtrInf></TxDtls>"
    )
    return _entry(payment.amount, file.pay_on, own, details, "RRTN")


def _stranger(day: date, own: str) -> str:
    details = (
        "<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        "<RltdPties><Dbtr><Pty><Nm>Demo-Verein Aare</Nm></Pty></Dbtr></RltdPties>"
        "<RmtInf><Ustrd>Beitrag Sommerfest</Ustrd></RmtInf></TxDtls>"
    )
    return _entry(STRANGER, day, own, details)
