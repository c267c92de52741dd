"""The pages of the bank: a file read in, movements matched, a payment that came back paid again."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from ankunft.domain.bank.models import BankEntry, BankStatement, StatusReport, StatusWord
from ankunft.domain.bank.services import file_import, statement_import
from ankunft.domain.roles import APPROVER, AUDITOR, FINANCE_OFFICER
from ankunft.domain.settlement.models import PaymentFile, PaymentReturn, ReturnDecision
from tests.domain.bank.ground import Settled, settled
from tests.support.bank import Booking, Part, single, statement
from tests.support.clients import StrictClient
from tests.support.reports import Said, report

pytestmark = pytest.mark.django_db

Client = Callable[..., StrictClient]
NEW = "/bank/einlesen/"


@pytest.fixture
def case() -> Settled:
    return settled()


def sent(client: StrictClient, content: bytes, name: str = "auszug.xml") -> str:
    return client.post(NEW, {"file": SimpleUploadedFile(name, content)}, follow=True).content.decode()


def test_a_file_is_read_in_and_what_did_not_match_stands_first(client_for: Client, case: Settled) -> None:
    client = client_for(FINANCE_OFFICER)
    content = statement(
        single(1200_00, reference=case.invoice.reference), single(7_00, "B-2", message="Spende", payer="Demo-Verein")
    )
    page = sent(client, content)
    assert "2 Bewegungen gelesen: 1 zugeordnet, 1 nicht zugeordnet, 0 bekannt." in page
    assert "Demo-Verein" in page
    assert "ohne Referenz" in page
    assert "1'200.00" not in page
    assert "1'200.00" in client.get("/bank/?stand=alle").content.decode()
    again = sent(client, content)
    assert "Der Auszug S-1 ist schon eingelesen" in again
    assert BankStatement.objects.count() == 1
    found = client.get(f"/bank/auszuege/{BankStatement.objects.get().pk}/").content.decode()
    assert "CH54 8123 0000 0019 9873 6" in found
    assert "S-1" in client.get("/bank/auszuege/").content.decode()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("auszug.csv", b"x", "auf .xml endet"),
        ("auszug.xml", b"\x89PNG\r\n\x1a\n0000", "keine XML-Datei"),
        ("auszug.xml", b"<Document", "Ab Zeile 1"),
        ("auszug.xml", statement(single(1_00), iban="CH9300762011623852957"), "CH93 0076 2011 6238 5295 7"),
    ],
    ids=["name", "picture", "half", "account"],
)
def test_what_is_no_statement_is_said_in_the_form(
    client_for: Client, case: Settled, name: str, content: bytes, reason: str
) -> None:
    assert reason in sent(client_for(FINANCE_OFFICER), content, name)
    assert not BankStatement.objects.exists()


def test_a_movement_is_matched_by_hand_and_taken_back(client_for: Client, case: Settled) -> None:
    statement_import(content=statement(single(1300_00, message="Rückzahlung")), actor=case.people.finance)
    entry = BankEntry.objects.get()
    client, address = client_for(FINANCE_OFFICER), f"/bank/bewegungen/{entry.pk}/"
    page = client.get(address).content.decode()
    for part in ("Eingang CHF 1", "Rückzahlung", "ohne Referenz", f"{address}zuordnen/", f"{address}ablegen/"):
        assert part in page
    wrong = client.post(f"{address}zuordnen/", {"seen": 0, "target": "R-9", "reason": "Telefon"})
    assert wrong.status_code == 422
    assert 'value="R-9"' in wrong.content.decode()
    assert "Telefon" in wrong.content.decode()
    assert client.post(f"{address}zuordnen/", {"seen": 0, "target": case.invoice.number}).status_code == 302
    page = client.get(address).content.decode()
    for part in (
        case.invoice.number,
        "teilweise zugeordnet",
        "mehr bezahlt als offen",
        "Teil der Bewegung zugeordnet.",
    ):
        assert part in page
    stale = client.post(f"{address}ablegen/", {"seen": 0, "reason": "Rest"})
    assert "Inzwischen hat jemand anders" in stale.content.decode()
    assert client.post(f"{address}zuruecknehmen/", {"seen": 1, "reason": "Falsch"}).status_code == 302
    assert case.invoice.open == 1200_00
    assert "zurückgenommen" in client.get(address).content.decode()


def test_a_payment_that_came_back_is_paid_again_by_two_people(client_for: Client, case: Settled) -> None:
    first = case.payments[0]
    back = single(600_00, "B-9", end_to_end=first.reference, code="AC04")
    statement_import(
        content=statement(Booking(-1000_00, batch="ANKUNFT-2025-03", count=2), back), actor=case.people.finance
    )
    finance, approver = client_for(FINANCE_OFFICER), client_for(APPROVER)
    run = finance.get("/laeufe/2025-03/").content.decode()
    assert "1 Zahlung ist zurückgekommen oder zurückgewiesen und noch nicht erledigt." in run
    assert "1 von 2 Zahlungen ausgeführt oder erledigt" in run
    assert "zurückgekommen, zu entscheiden" in finance.get("/laeufe/2025-03/zahlungen/").content.decode()
    assert "Zurückgekommene Zahlung: entscheiden" in finance.get("/").content.decode()
    address = f"/bank/zurueck/{PaymentReturn.objects.get().pk}/"
    assert "AC04: Konto aufgehoben" in finance.get("/bank/zurueck/").content.decode()
    assert finance.post(f"{address}vorschlagen/", {"kind": "again", "reason": "Konto bestätigt"}).status_code == 302
    decision = ReturnDecision.objects.get()
    assert "Sie haben hier schon mitgewirkt" not in finance.get(address).content.decode()
    steps = f"/bank/vorschlaege/{decision.pk}/"
    assert finance.post(f"{steps}bestaetigen/", {"seen": 0}).status_code == 403
    assert "Vorschlag zu einer zurückgekommenen Zahlung bestätigen" in approver.get("/").content.decode()
    assert "Vorschlag zu einer zurückgekommenen Zahlung bestätigen" not in finance.get("/").content.decode()
    assert approver.post(f"{steps}bestaetigen/", {"seen": decision.version}).status_code == 302
    payments = finance.get("/laeufe/2025-03/zahlungen/").content.decode()
    for part in (f"{first.reference}-2", "Zahlungsdatei 2: was noch einmal bezahlt wird", "ANKUNFT-2025-03-2"):
        assert part in payments
    answer = finance.get("/laeufe/2025-03/zahlungen/datei/2/")
    assert answer["Content-Disposition"] == 'attachment; filename="zahlungen-2025-03-2.xml"'
    assert answer.content == PaymentFile.objects.get(number=2).content.encode()
    statement_import(
        content=statement(single(-600_00, "B-10", end_to_end=f"{first.reference}-2"), message="M-2"),
        actor=case.people.finance,
    )
    assert "von der Bank bestätigt" in finance.get("/laeufe/").content.decode()
    assert "3 von 3 Zahlungen ausgeführt oder erledigt" in finance.get("/laeufe/2025-03/").content.decode()


def test_auditors_read_and_change_nothing(client_for: Client, case: Settled) -> None:
    statement_import(content=statement(single(5_00)), actor=case.people.finance)
    client, entry = client_for(AUDITOR), BankEntry.objects.get()
    page = client.get(f"/bank/bewegungen/{entry.pk}/").content.decode()
    assert "zuordnen/" not in page
    assert client.post(f"/bank/bewegungen/{entry.pk}/ablegen/", {"seen": 0, "reason": "x"}).status_code == 403
    assert client.get(NEW).status_code == 403


def test_the_movements_as_a_workbook(client_for: Client, case: Settled) -> None:
    statement_import(content=statement(single(-5_00, message="=1+1")), actor=case.people.finance)
    answer = client_for(FINANCE_OFFICER).get("/bank/?stand=alle&datei=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "=1+1"
    assert rows[1][2] == -5


@pytest.mark.parametrize("address", ["/bank/?stand=alle", "/bank/auszuege/", "/bank/zurueck/", "/", "/laeufe/"])
def test_the_statements_do_not_grow_with_the_movements(
    client_for: Client, case: Settled, queries: Callable[..., int], address: str
) -> None:
    client = client_for(FINANCE_OFFICER)
    first, second = case.payments
    executed = single(-600_00, "B-0", end_to_end=first.reference)
    back = single(600_00, "B-1", end_to_end=first.reference, code="AC04")
    statement_import(content=statement(executed, back), actor=case.people.finance)
    few = queries(client, address)
    parts = (Part(-400_00, second.reference), *(Part(-1_00, message=str(number)) for number in range(9)))
    back = single(400_00, "B-3", end_to_end=second.reference, code="AC04")
    statement_import(content=statement(Booking(-409_00, "B-2", parts), back, message="M-2"), actor=case.people.finance)
    assert queries(client, address) == few


def test_what_the_bank_rejects_is_shown_and_what_does_not_fit_waits(client_for: Client, case: Settled) -> None:
    client = client_for(FINANCE_OFFICER)
    first, second = case.payments
    statement_import(content=statement(single(-400_00, end_to_end=second.reference)), actor=case.people.finance)
    said = (Said(first.reference, code="AC04"), Said(second.reference, text="Konto gesperrt"))
    page = sent(client, report("ANKUNFT-2025-03", *said, group="PART"), "antwort.xml")
    assert "Rückmeldung zu 2 Zahlungen gelesen: 1 zurückgewiesen, 1 zu klären. Zur ganzen Datei: PART." in page
    assert "PART: zum Teil angenommen" in page
    day = client.get("/").content.decode()
    assert "1 Rückmeldung der Bank klären" in day
    assert "Zurückgewiesene Zahlung: entscheiden" in day
    one = StatusReport.objects.get()
    page = client.get(f"/bank/rueckmeldungen/{one.pk}/").content.decode()
    for part in ("AC04: Konto aufgehoben", "Konto gesperrt", "Zahlung schon ausgeführt", "RJCT: zurückgewiesen"):
        assert part in page
    rejected, waiting = StatusWord.objects.order_by("pk")
    back = client.get(f"/bank/zurueck/{PaymentReturn.objects.get().pk}/").content.decode()
    assert f"/bank/rueckmeldungen/zahlungen/{rejected.pk}/" in back
    assert "zurückgewiesen, zu entscheiden" in back
    address = f"/bank/rueckmeldungen/zahlungen/{waiting.pk}/"
    page = client.get(address).content.decode()
    assert "zuerst bei der Bewegung die Zuordnung zurücknehmen" in page
    held = client.post(f"{address}zurueckweisen/", {"seen": 0})
    assert "gilt als ausgeführt" in held.content.decode()
    assert client.post(f"{address}ablegen/", {"seen": 0, "reason": "Bank hat widerrufen"}).status_code == 302
    assert "Bank hat widerrufen" in client.get(address).content.decode()
    assert "Rückmeldung der Bank klären" not in client.get("/").content.decode()


def test_a_rejection_by_telephone_is_recorded_and_taken_back(client_for: Client, case: Settled) -> None:
    client = client_for(FINANCE_OFFICER)
    reference = case.payments[0].reference
    wrong = client.post("/bank/zurueck/erfassen/", {"reference": "x", "rejected_on": "25.03.2025", "reason": "Telefon"})
    assert wrong.status_code == 422
    assert "keine Zahlung, die der Bank aufgetragen ist" in wrong.content.decode()
    assert "Telefon" in wrong.content.decode()
    told = {"reference": reference, "rejected_on": "25.03.2025", "reason": "Telefon vom 25.03."}
    page = client.post("/bank/zurueck/erfassen/", told, follow=True).content.decode()
    for part in ("Telefon vom 25.03.", "von Hand erfasst", "Vorschlagen, was geschieht", "Zurückweisung zurücknehmen"):
        assert part in page
    undo = f"/bank/zurueck/{PaymentReturn.objects.get().pk}/zuruecknehmen/"
    assert client.post(undo, {"reason": "Verwechselt"}).status_code == 302
    assert "der Bank aufgetragen" in client.get("/laeufe/2025-03/zahlungen/").content.decode()


def test_the_statements_of_reports_do_not_grow(client_for: Client, case: Settled, queries: Callable[..., int]) -> None:
    client = client_for(FINANCE_OFFICER)
    first, second = case.payments
    file_import(content=report("ANKUNFT-2025-03", Said(first.reference)), actor=case.people.finance)
    addresses = ["/bank/rueckmeldungen/", f"/bank/rueckmeldungen/{StatusReport.objects.get().pk}/"]
    few = [queries(client, address) for address in addresses]
    said = [Said(second.reference), *(Said(f"x{number}") for number in range(9))]
    file_import(content=report("ANKUNFT-2025-03", *said, message="R-2"), actor=case.people.finance)
    addresses[1] = f"/bank/rueckmeldungen/{StatusReport.objects.latest('pk').pk}/"
    assert [queries(client, address) for address in addresses] == few
