"""Bank statements: what the published samples say, what is built by hand, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.documents.iso20022.camt import read
from ankunft.foundation.documents.iso20022.movements import Movement
from ankunft.foundation.kernel.errors import Refused
from tests.support.bank import Booking, Part, single, statement
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

    def test_without_a_reference_of_the_bank_the_place_is_the_key_and_the_words_are_alike(self, kind):
        def movements(message: bytes = b"M-1") -> tuple[Movement, ...]:
            two = file(entry(own=""), entry(own=""), entry("1.00", own=""), kind=kind).replace(b"M-1", message)
            return read(two).accounts[0].movements

        first, second, other = movements()
        assert movements()[0].key == first.key
        assert len({first.key, second.key, other.key, movements(b"M-2")[0].key}) == 4
        assert first.likeness == second.likeness == movements(b"M-2")[0].likeness != other.likeness
        assert read(file(entry(), kind=kind)).accounts[0].movements[0].likeness == ""

    def test_a_reference_that_a_bank_uses_twice_is_two_movements(self, kind):
        once, twice = read(file(entry(), entry("5.00", "DBIT"), kind=kind)).accounts[0].movements
        assert (once.key, twice.key) == ("CH5481230000001998736/B-1", "CH5481230000001998736/B-1~2")

    def test_a_part_of_a_rappen_is_refused_and_not_cut_off(self, kind):
        with pytest.raises(Refused, match=r"«10\.005» ist kein Betrag"):
            read(file(entry("10.005"), kind=kind))

    def test_other_money_is_refused_with_the_line(self, kind):
        with pytest.raises(Refused, match=r"Zeile \d+: Gelesen werden nur Beträge in CHF"):
            read(file(entry(currency="EUR"), kind=kind))


@pytest.mark.parametrize("kind", ["camt.053", "camt.054"])
@pytest.mark.usefixtures("iso20022_schemas")
class TestCollectiveBookings:
    def test_the_parts_of_a_booking_are_told_one_by_one(self, kind):
        parts = (Part(600_00, reference="RF18539007547034", payer="Demo-Gemeinde"), Part(400_00, message="Miete"))
        (account,) = read(statement(Booking(1000_00, parts=parts), kind=kind)).accounts
        assert [one.amount for one in account.movements] == [600_00, 400_00]
        assert {one.group for one in account.movements} == {"CH5481230000001998736/B-1"}
        assert [one.key.rpartition("/")[2] for one in account.movements] == ["B-1#0", "B-1#1"]
        assert (account.movements[0].creditor_reference, account.movements[0].counterparty) == (
            "RF18539007547034",
            "Demo-Gemeinde",
        )

    @pytest.mark.parametrize(
        "booking",
        [
            Booking(-1000_00, batch="ANKUNFT-2025-03", count=2),
            # The parts are not what moved: charges were kept. Only the whole is certain.
            Booking(995_00, parts=(Part(600_00), Part(400_00))),
        ],
        ids=["sum alone", "parts that do not add up"],
    )
    def test_what_is_told_as_a_sum_alone_is_one_movement(self, kind, booking):
        (movement,) = read(statement(booking, kind=kind)).accounts[0].movements
        assert (movement.amount, movement.is_collective) == (booking.amount, True)
        assert movement.key == movement.group
        assert movement.batch == booking.batch

    def test_a_single_detail_tells_the_references_and_the_booking_the_amount(self, kind):
        booking = Booking(595_00, parts=(Part(600_00, end_to_end="2025-03-1"),))
        (movement,) = read(statement(booking, kind=kind)).accounts[0].movements
        assert (movement.amount, movement.end_to_end, movement.is_collective) == (595_00, "2025-03-1", False)

    def test_what_the_bank_takes_back_is_said(self, kind):
        (movement,) = read(statement(Booking(-5_00, reversal=True), kind=kind)).accounts[0].movements
        assert (movement.amount, movement.is_reversal) == (-5_00, True)

    def test_a_return_is_known_by_its_kind_without_a_reason(self, kind):
        back = Booking(5_00, parts=(Part(5_00, end_to_end="2025-03-1"),), kind="RRTN")
        (movement,) = read(statement(back, kind=kind)).accounts[0].movements
        assert (movement.is_return, movement.return_code) == (True, "")

    @given(st.lists(st.integers(-(10**9), 10**9).filter(bool), min_size=1, max_size=8))
    def test_nothing_that_moved_is_lost(self, kind, amounts):
        bookings = [Booking(sum(amounts), parts=tuple(map(Part, amounts)))] if sum(amounts) else []
        read_back = read(statement(*bookings, *(single(amount, "B-1") for amount in amounts), kind=kind))
        movements = read_back.accounts[0].movements
        assert sum(one.amount for one in movements) == sum(amounts) * (len(bookings) + 1)
        assert len({one.key for one in movements}) == len(movements)


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "Ab Zeile 1 .*nicht als XML"),
            (b"MT940 :20:", "Ab Zeile 1 .*nicht als XML"),
            (file(entry())[:400], r"Ab Zeile \d+ .*nicht als XML"),
            (b"<!DOCTYPE a><a/>", "nicht als XML"),
            (b"<a/>", "Diese Datei wird hier nicht gelesen"),
            (file(entry()).replace(b"054.001.08", b"054.001.04"), "Diese Datei wird hier nicht gelesen"),
        ],
    )
    def test_what_is_no_statement(self, content, reason):
        with pytest.raises(Refused, match=reason):
            read(content)

    @pytest.mark.usefixtures("iso20022_schemas")
    def test_what_breaks_the_schema(self):
        with pytest.raises(Refused, match=r"camt\.054\.001\.08\.xsd.*Zeile \d+"):
            read(file(entry()).replace(b"<CdtDbtInd>CRDT</CdtDbtInd>", b""))

    @pytest.mark.parametrize(
        ("old", "new", "reason"),
        [
            (b"B-1", b"B" * 36, "«AcctSvcrRef» ist länger als 35 Zeichen"),
            (b"2400.00", b"-1.00", "«-1.00» ist kein Betrag"),
            (b"2400.00", b"99999999999999999.00", "ist kein Betrag"),
            (b"<Dt>2026-03-31</Dt>", b"<Dt>morgen</Dt>", "Eine Buchung hat kein Datum"),
            (b'<Amt Ccy="CHF">2400.00</Amt>', b"", "Eine Buchung hat keinen Betrag"),
        ],
        ids=["reference", "below zero", "too much", "day", "no amount"],
    )
    def test_what_the_schema_would_find_is_refused_without_it(self, settings, old, new, reason):
        settings.ISO20022_SCHEMAS = None
        with pytest.raises(Refused, match=reason):
            read(file(entry()).replace(old, new))
