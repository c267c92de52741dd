"""Bank statements: what the published samples say, what is built by hand, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ankunft.foundation.documents.iso20022.camt import read
from ankunft.foundation.kernel.errors import Refused
from tests.support.schemas import BESIDE

SAMPLES = BESIDE.parent / "samples" / "camt"
NOTIFICATION = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{kind}"><{root}>
<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-04-01T08:00:00</CreDtTm></GrpHdr>
<{part}><Id>S-1</Id><CreDtTm>2026-04-01T08:00:00</CreDtTm><Acct><Id><IBAN>CH5481230000001998736</IBAN></Id></Acct>
{balances}{entries}</{part}></{root}></Document>"""
BALANCE = """<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="CHF">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-04-01</Dt></Dt></Bal>"""
ENTRY = """<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>{state}</Cd></Sts>
<BookgDt><Dt>2026-03-31</Dt></BookgDt><ValDt><Dt>2026-04-01</Dt></ValDt>{own}
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>{details}</Ntry>"""
RETURNED = """<NtryDtls><TxDtls><Refs><AcctSvcrRef>B-7</AcctSvcrRef><EndToEndId>2026-03-2546</EndToEndId></Refs>
<Amt Ccy="CHF">2400.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RmtInf><Ustrd>start.integration</Ustrd><Ustrd>Retour</Ustrd></RmtInf>
<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Konto aufgehoben</AddtlInf></RtrInf></TxDtls></NtryDtls>"""


def file(*entries: str, kind: str = "camt.054.001.08") -> bytes:
    is_statement = kind.startswith("camt.053")
    root, part = ("BkToCstmrStmt", "Stmt") if is_statement else ("BkToCstmrDbtCdtNtfctn", "Ntfctn")
    balances = BALANCE if is_statement else ""
    return NOTIFICATION.format(kind=kind, root=root, part=part, balances=balances, entries="".join(entries)).encode()


def entry(amount: str = "2400.00", way: str = "CRDT", *, details: str = "", **more: str) -> str:
    known = {"currency": "CHF", "state": "BOOK", "own": "<AcctSvcrRef>B-1</AcctSvcrRef>", **more}
    return ENTRY.format(amount=amount, way=way, details=details, **known)


class TestSamples:
    @pytest.fixture
    def samples(self, iso20022_schemas: Path) -> list[Path]:
        return sorted(SAMPLES.glob("*.xml"))

    def test_collective_bookings_are_read_one_by_one(self, samples):
        found = read(samples[0].read_bytes())
        assert found.message_id == "20200618375204295372463"
        (account,) = found.accounts
        assert account.iban == "CH2909000000250094239"
        first, second = account.movements[:2]
        assert (first.amount, second.amount) == (778_29, 913_93)
        assert first.creditor_reference == "539115429773825311971477453"
        assert first.end_to_end == "1006265-aic5dL-75dzf3jk9-cf2d5e9"
        assert (first.counterparty, first.counterparty_iban) == ("Bernasconi Maria", "CH5109000000250092291")
        assert first.booked_on == date(2020, 6, 18)
        assert len({movement.key for movement in account.movements}) == len(account.movements)

    def test_what_has_no_reference_says_so(self, samples):
        (movement,) = read(samples[1].read_bytes()).accounts[0].movements
        assert (movement.amount, movement.end_to_end, movement.creditor_reference) == (522_10, "", "")


@pytest.mark.parametrize("kind", ["camt.053.001.08", "camt.054.001.08"])
@pytest.mark.usefixtures("iso20022_schemas")
class TestMovements:
    def test_a_payment_that_came_back(self, kind):
        (movement,) = read(file(entry(details=RETURNED), kind=kind)).accounts[0].movements
        assert (movement.amount, movement.end_to_end) == (2400_00, "2026-03-2546")
        assert (movement.return_code, movement.return_text) == ("AC04", "Konto aufgehoben")
        assert movement.message == "start.integration Retour"
        assert movement.key == "CH5481230000001998736/B-7"
        assert (movement.booked_on, movement.valued_on) == (date(2026, 3, 31), date(2026, 4, 1))

    def test_money_that_went_out_is_below_zero(self, kind):
        (movement,) = read(file(entry("52480.50", "DBIT"), kind=kind)).accounts[0].movements
        assert movement.amount == -52480_50

    def test_what_is_not_booked_yet_is_left_out(self, kind):
        assert read(file(entry(state="PDNG"), kind=kind)).accounts[0].movements == ()

    def test_the_same_movement_has_the_same_key_without_a_reference_of_the_bank(self, kind):
        once, again = (read(file(entry(own=""), kind=kind)).accounts[0].movements[0].key for _ in range(2))
        other = read(file(entry("1.00", own=""), kind=kind)).accounts[0].movements[0].key
        assert once == again != other

    def test_a_part_of_a_rappen_is_refused_and_not_cut_off(self, kind):
        with pytest.raises(Refused, match=r"«10\.005» ist kein Betrag"):
            read(file(entry("10.005"), kind=kind))

    def test_other_money_is_refused_with_the_line(self, kind):
        with pytest.raises(Refused, match=r"Zeile \d+: Gelesen werden nur Beträge in CHF"):
            read(file(entry(currency="EUR"), kind=kind))


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "nicht als XML"),
            (b"MT940 :20:", "nicht als XML"),
            (b"<!DOCTYPE a><a/>", "nicht als XML"),
            (b"<a/>", "kein Kontoauszug"),
            (file(entry()).replace(b"054.001.08", b"054.001.04"), "kein Kontoauszug"),
        ],
    )
    def test_what_is_no_statement(self, content, reason):
        with pytest.raises(Refused, match=reason):
            read(content)

    @pytest.mark.usefixtures("iso20022_schemas")
    def test_what_breaks_the_schema(self):
        with pytest.raises(Refused, match=r"camt\.054\.001\.08\.xsd.*Zeile \d+"):
            read(file(entry()).replace(b"<CdtDbtInd>CRDT</CdtDbtInd>", b""))
