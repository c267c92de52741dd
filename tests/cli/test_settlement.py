"""Payment runs on the command line: the contract of design section 6 on the real canton."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from python_calamine import load_workbook

from ankunft.domain.bank.services import statement_import
from ankunft.domain.schemes.models import SchemeDefinition
from ankunft.domain.schemes.services import definition_confirm
from ankunft.domain.settlement.models import BookingRule, DecisionKind, PayeeBalance, PaymentReturn, Run, RunStatement
from ankunft.domain.settlement.services import return_confirm, return_propose
from ankunft.foundation.audit.models import Event, SealEntry
from tests.cli import making
from tests.cli.making import declarations, reports
from tests.domain.bank.ground import settled
from tests.domain.letters.making import letterhead
from tests.support import standing
from tests.support.bank import Booking, single, statement
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

Ankunft = Callable[..., Result]
OFFICER, APPROVER = "pruefen@so.example", "freigeben@so.example"


@pytest.fixture
def canton(db: None) -> None:
    """The reference data of Solothurn."""
    standing.ground(making.solothurn)


@pytest.fixture
def people(ankunft: Ankunft, canton: None) -> None:
    """Somebody who checks and somebody who approves."""
    assert ankunft("account", "add", OFFICER, "--role", "finance_officer").exit_code == 0
    assert ankunft("account", "add", APPROVER, "--role", "approver").exit_code == 0


@pytest.mark.usefixtures("canton")
@pytest.mark.parametrize(
    ("year", "total", "municipalities"), [(2018, "414407.00", 109), (2025, "502523.00", 106), (2026, "518931.00", 104)]
)
def test_base_contributions_of_the_whole_canton(
    ankunft: Ankunft, tmp_path: Path, year: int, total: str, municipalities: int
) -> None:
    assert ankunft("import", "declarations", declarations(tmp_path, year)).exit_code == 0
    result = ankunft("settle", f"{year}-03", "--json")
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert (data["run"], data["state"], data["total"]) == (f"{year}-03", "draft", total)
    assert len(data["lines"]) == municipalities
    assert {line["contribution"] for line in data["lines"]} == {"base_contribution"}
    assert {line["period"] for line in data["lines"]} == {str(year)}
    assert {item["reason"] for item in data["withheld"]} == {"report_missing"}


@pytest.mark.usefixtures("canton")
def test_the_document_of_a_run(ankunft: Ankunft, tmp_path: Path) -> None:
    rows = ["2601,2024-H2,12,3,2,0,2025-01-25", "2581,2024-H2,0,0,0,0,2025-01-20"]
    assert ankunft("import", "reports", reports(tmp_path, rows)).exit_code == 0
    data = json.loads(ankunft("settle", "2025-03", "--json").stdout)
    assert set(data) == {"run", "state", "lines", "withheld", "payees", "total"}
    assert [line for line in data["lines"] if line["contribution"] == "first_information_interview"] == [
        {
            "bfs_number": 2601,
            "payee_bfs_number": 2601,
            "contribution": "first_information_interview",
            "period": "2024-H2",
            "quantity": 12,
            "rate": "200.00",
            "amount": "2400.00",
            "legal_reference": "KRS-GEF-2017/01 4.3.2",
            "state": "due",
        }
    ]
    amounts = {line["contribution"]: line["amount"] for line in data["lines"]}
    assert amounts == {
        "first_information_interview": "2400.00",
        "first_information_interpreting": "480.00",
        "integration_interview": "400.00",
    }
    assert data["payees"] == [
        {
            "bfs_number": 2601,
            "credit": "3280.00",
            "reclaimed": "0.00",
            "carried": "0.00",
            "payment": "3280.00",
            "invoice": "0.00",
        }
    ]
    withheld = [item for item in data["withheld"] if item["bfs_number"] == 2401]
    assert [(item["period"], item["reason"]) for item in withheld] == [
        ("2024-H2", "report_missing"),
        ("2025", "declaration_missing"),
    ]


@pytest.mark.usefixtures("canton")
def test_settling_again_gives_the_same_document(ankunft: Ankunft, tmp_path: Path) -> None:
    ankunft("import", "declarations", declarations(tmp_path, 2025))
    first = ankunft("settle", "2025-03", "--json")
    assert ankunft("settle", "2025-03", "--json").stdout == first.stdout
    assert SealEntry.objects.count() == Event.objects.count()


@pytest.mark.usefixtures("canton")
def test_the_summary_for_people(ankunft: Ankunft, tmp_path: Path) -> None:
    ankunft("import", "declarations", declarations(tmp_path, 2025, without=(2401, 2402)))
    lines = ankunft("settle", "2025-03").stdout.splitlines()
    assert lines[0] == "Lauf 2025-03, Stand «Entwurf»"
    assert "  Positionen       104" in lines
    assert "    Selbstdeklaration fehlt: 2" in lines


@pytest.mark.usefixtures("people")
def test_a_run_goes_through_four_eyes(ankunft: Ankunft, tmp_path: Path) -> None:
    accounts = tmp_path / "accounts.csv"
    accounts.write_text(
        "bfs_number,iban,name,street,house_number,postcode,town,valid_from\n"
        "2601,CH9300762011623852957,Stadt Solothurn,Baselstrasse,7,4500,Solothurn,2020-01-01\n"
    )
    ankunft("import", "reports", reports(tmp_path, ["2601,2024-H2,12,3,2,0,2025-01-25"]))
    ankunft("settle", "2025-03")

    early = ankunft("run", "release", "2025-03", "--as", APPROVER)
    assert early.exit_code == 1
    assert "Der Stand ist «Entwurf»" in early.stderr
    stranger = ankunft("run", "check", "2025-03", "--as", "nobody@so.example")
    assert stranger.exit_code == 1
    assert "kein aktives Konto" in stranger.stderr
    wrong_role = ankunft("run", "check", "2025-03", "--as", APPROVER)
    assert wrong_role.exit_code == 1
    assert "gehört nicht zu Ihrer Rolle" in wrong_role.stderr

    checked = ankunft("run", "check", "2025-03", "--as", OFFICER)
    assert checked.stdout == "Lauf 2025-03: «geprüft» durch pruefen.\n"
    assert ankunft("run", "approve", "2025-03", "--as", OFFICER).exit_code == 1
    assert ankunft("run", "approve", "2025-03", "--as", APPROVER).exit_code == 0

    penniless = ankunft("run", "release", "2025-03", "--as", APPROVER)
    assert penniless.exit_code == 1
    assert "Ohne Konto" in penniless.stderr
    assert Run.objects.get().state == "approved"
    assert ankunft("import", "accounts", accounts).exit_code == 0
    assert ankunft("run", "release", "2025-03", "--as", APPROVER).exit_code == 0

    released = ankunft("settle", "2025-03", "--json")
    assert json.loads(released.stdout)["state"] == "released"
    assert "bleiben, wie sie sind" in released.stderr
    assert ankunft("run", "release", "2025-03", "--as", APPROVER).exit_code == 1


@pytest.mark.usefixtures("canton")
@pytest.mark.parametrize("words", ["run check 2024-03 --as x@so.example", "export settlement 2024-03 --out x.xlsx"])
def test_a_run_that_does_not_exist(ankunft: Ankunft, words: str) -> None:
    ankunft("account", "add", "x@so.example", "--role", "finance_officer")
    result = ankunft(*words.split())
    assert result.exit_code == 1
    assert "2024-03" in result.stderr
    assert not Path("x.xlsx").exists()


@pytest.mark.usefixtures("canton")
def test_an_amount_explains_itself(ankunft: Ankunft, tmp_path: Path) -> None:
    ankunft("import", "declarations", declarations(tmp_path, 2025))
    ankunft("settle", "2025-03")
    text = ankunft("explain", "2025-03/2465/base_contribution/2025").stdout
    assert "171 × CHF 7.00 = CHF 1'197.00" in text
    assert "KRS-GEF-2017/01 4.3.2" in text
    assert "Lüterswil-Gächliwil am 31.12.2023: 13" in text
    unknown = ankunft("explain", "2025-03/9999")
    assert unknown.exit_code == 1
    assert unknown.stderr.strip()


@pytest.mark.usefixtures("canton")
def test_the_workbook_is_written_whole_and_the_same_every_time(ankunft: Ankunft, tmp_path: Path) -> None:
    ankunft("import", "declarations", declarations(tmp_path, 2025))
    ankunft("settle", "2025-03")
    out = tmp_path / "lauf.xlsx"
    result = ankunft("export", "settlement", "2025-03", "--out", out)
    assert result.exit_code == 0
    assert result.stdout == f"Geschrieben: {out}\n"
    first = out.read_bytes()
    assert load_workbook(str(out)).sheet_names == [
        "Übersicht", "Auszahlung", "Positionen", "Zurückbehalten", "Einsprache offen",
    ]  # fmt: skip
    ankunft("export", "settlement", "2025-03", "--out", out)
    assert out.read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["declarations.csv", "lauf.xlsx"]


@pytest.mark.usefixtures("canton")
def test_a_workbook_that_cannot_be_written(ankunft: Ankunft, tmp_path: Path) -> None:
    ankunft("settle", "2025-03")
    result = ankunft("export", "settlement", "2025-03", "--out", tmp_path / "no" / "lauf.xlsx")
    assert result.exit_code == 1
    assert "kann nicht geschrieben werden" in result.stderr


@pytest.fixture
def paid(ankunft: Ankunft, people: None, tmp_path: Path) -> Run:
    """A released run that pays one municipality."""
    accounts = tmp_path / "accounts.csv"
    accounts.write_text(
        "bfs_number,iban,name,street,house_number,postcode,town,valid_from\n"
        "2601,CH9300762011623852957,Stadt Solothurn,Baselstrasse,7,4500,Solothurn,2020-01-01\n"
    )
    ankunft("import", "accounts", accounts)
    ankunft("import", "reports", reports(tmp_path, ["2601,2024-H2,12,3,2,0,2025-01-25"]))
    ankunft("settle", "2025-03")
    for step, who in (("check", OFFICER), ("approve", APPROVER), ("release", APPROVER)):
        assert ankunft("run", step, "2025-03", "--as", who).exit_code == 0
    return Run.objects.get()


def test_the_bookings_of_a_run_are_written_once_there_are_accounts(ankunft: Ankunft, paid: Run, tmp_path: Path) -> None:
    out, book = tmp_path / "buchungen.csv", tmp_path / "buchungen.xlsx"
    without = ankunft("export", "bookings", "2025-03", "--out", out)
    assert (without.exit_code, out.exists()) == (1, False)
    assert "Ohne Kontierung am 31.03.2025: Dolmetscheinsätze bei Erstinformationsgesprächen" in without.stderr
    for contribution in set(paid.lines.values_list("contribution", flat=True)):
        BookingRule.objects.create(
            contribution=contribution, valid_from=date(2017, 1, 1), debit_account="3632.00",
            credit_account="1002.10", cost_centre="4711", fund="KIP3",
        )  # fmt: skip
    assert ankunft("export", "bookings", "2025-03", "--out", out).stdout == f"Geschrieben: {out}\n"
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig")), delimiter=";"))
    assert [(row["Text"], row["Betrag CHF"], row["Fonds"]) for row in rows] == [
        ("Dolmetscheinsätze bei Erstinformationsgesprächen 2024-H2, Solothurn", "480.00", "KIP3"),
        ("Erstinformationsgespräche 2024-H2, Solothurn", "2400.00", "KIP3"),
        ("Integrationsgespräche 2024-H2, Solothurn", "400.00", "KIP3"),
    ]
    assert ankunft("export", "bookings", "2025-03", "--out", book).exit_code == 0
    assert len(load_workbook(str(book)).get_sheet_by_index(0).to_python()) == 1 + len(rows)
    other = ankunft("export", "bookings", "2025-03", "--out", tmp_path / "buchungen.pdf")
    assert other.exit_code == 1
    assert "als .csv oder als .xlsx" in other.stderr


def test_the_statement_is_written_as_it_was_kept(ankunft: Ankunft, paid: Run, tmp_path: Path) -> None:
    out = tmp_path / "abrechnung.json"
    assert ankunft("export", "statement", "2025-03", "--out", out).exit_code == 0
    assert hashlib.sha256(out.read_bytes()).hexdigest() == RunStatement.objects.get(run=paid).sha256
    assert json.loads(out.read_bytes())["total"] == "3280.00"
    ankunft("settle", "2025-09")
    draft = ankunft("export", "statement", "2025-09", "--out", tmp_path / "entwurf.json")
    assert (draft.exit_code, (tmp_path / "entwurf.json").exists()) == (1, False)
    assert "wenn der Lauf freigegeben wird" in draft.stderr
    booked = ankunft("export", "bookings", "2025-09", "--out", tmp_path / "entwurf.csv")
    assert booked.exit_code == 1
    assert "Dieser ändert sich noch" in booked.stderr


def test_an_amount_says_to_which_fund_it_is_booked(ankunft: Ankunft, paid: Run) -> None:
    reference = f"{paid.payment_month}/2601/integration_interview"
    assert "Gebucht: noch nicht kontiert" in ankunft("explain", reference).stdout
    BookingRule.objects.create(
        contribution="integration_interview", valid_from=date(2025, 3, 1), debit_account="3632.02",
        credit_account="1002.10", cost_centre="4711", fund="KIP3",
    )  # fmt: skip
    text = ankunft("explain", reference).stdout
    assert "Gebucht: Fonds KIP3, Kostenstelle 4711, Soll 3632.02, Haben 1002.10" in text
    assert "Lauf freigegeben." in text
    assert "KRS-GEF-2017/01 4.3" in text


@pytest.mark.usefixtures("canton")
def test_letters_are_those_of_a_released_run(ankunft: Ankunft, tmp_path: Path) -> None:
    ankunft("import", "declarations", declarations(tmp_path, 2025))
    ankunft("settle", "2025-03")
    out = tmp_path / "briefe.zip"
    nobody = ankunft("export", "letters", "2025-03", "--out", out)
    assert (nobody.exit_code, out.exists()) == (1, False)
    assert "Absender der Briefe fehlt" in nobody.stderr
    letterhead()
    early = ankunft("export", "letters", "2025-03", "--out", out)
    assert "freigegebenen Zahlungslauf" in early.stderr
    run = Run.objects.get()
    # Who gets what is of no matter here: three letters say as much as a hundred.
    PayeeBalance.objects.filter(run=run).exclude(municipality__bfs_number__in=(2465, 2581, 2601)).delete()
    Run.objects.update(state="released")
    assert ankunft("export", "letters", "2025-03", "--out", out).exit_code == 0
    first = out.read_bytes()
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == [f"ZA-2025-03-{number}.pdf" for number in (2465, 2581, 2601)]
    ankunft("export", "letters", "2025-03", "--out", out)
    assert out.read_bytes() == first


@pytest.mark.usefixtures("canton")
class TestOtherSchemes:
    """`--scheme` names another scheme than start.integration; its months are those that its definition says."""

    def confirmed(self) -> None:
        definition = SchemeDefinition.objects.get(key="status-s")
        definition_confirm(definition=definition, actor=actor_with("coordination"))

    def test_what_comes_with_the_product_waits_for_the_canton(self, ankunft: Ankunft) -> None:
        refused = ankunft("settle", "2025-09", "--scheme", "status-s")
        assert refused.exit_code == 1
        assert "nicht bestätigt" in refused.stderr

    def test_its_run_has_a_name_of_its_own(self, ankunft: Ankunft) -> None:
        self.confirmed()
        data = json.loads(ankunft("settle", "2025-09", "--scheme", "status-s", "--json").stdout)
        assert (data["run"], data["lines"], data["total"]) == ("S-2025-09", [], "0.00")
        assert {item["reason"] for item in data["withheld"]} == {"form_missing"}
        assert ankunft("explain", "S-2025-09").exit_code == 0
        assert ankunft("explain", "2025-09").exit_code == 1

    def test_its_months_are_its_own(self, ankunft: Ankunft) -> None:
        self.confirmed()
        assert ankunft("settle", "2025-05").exit_code == 2
        refused = ankunft("settle", "2025-05", "--scheme", "status-s")
        assert (refused.exit_code, "kein Zahlungsmonat von «Schutzstatus S»" in refused.stderr) == (1, True)

    def test_its_steps_are_taken_under_four_eyes(self, ankunft: Ankunft, people: None, tmp_path: Path) -> None:
        self.confirmed()
        ankunft("settle", "2025-09", "--scheme", "status-s")
        of = ("--scheme", "status-s")
        assert ankunft("run", "check", "2025-09", "--as", OFFICER, *of).exit_code == 0
        assert ankunft("run", "approve", "2025-09", "--as", OFFICER, *of).exit_code == 1
        assert ankunft("run", "approve", "2025-09", "--as", APPROVER, *of).exit_code == 0
        released = ankunft("run", "release", "2025-09", "--as", APPROVER, *of)
        assert "Lauf S-2025-09: «freigegeben»" in released.stdout
        out = tmp_path / "run.json"
        assert ankunft("export", "statement", "2025-09", "--out", str(out), *of).exit_code == 0
        assert json.loads(out.read_text())["run"] == "S-2025-09"


class TestTheBank:
    """`ankunft import bank-statement` and the files of a run."""

    def test_a_statement_is_read_in_once(self, ankunft: Ankunft, tmp_path: Path) -> None:
        case = settled()
        file = tmp_path / "auszug.xml"
        file.write_bytes(
            statement(single(1200_00, reference=case.invoice.reference), single(-5_00, "B-2", message="Spesen"))
        )
        tried = ankunft("import", "bank-statement", file, "--dry-run")
        assert tried.exit_code == 0
        assert tried.stdout.startswith("Probelauf, nichts gespeichert. 2 Bewegungen gelesen: 1 zugeordnet")
        assert case.invoice.open == 1200_00
        read = ankunft("import", "bank-statement", file)
        assert read.stdout == "2 Bewegungen gelesen: 1 zugeordnet, 1 nicht zugeordnet, 0 bekannt.\n"
        assert case.invoice.open == 0
        again = ankunft("import", "bank-statement", file)
        assert again.exit_code == 0
        assert "Warnung: Der Auszug S-1 ist schon eingelesen" in again.stderr
        assert again.stdout == "2 Bewegungen gelesen: 0 zugeordnet, 0 nicht zugeordnet, 2 bekannt.\n"

    def test_one_of_another_account_is_refused(self, ankunft: Ankunft, tmp_path: Path) -> None:
        settled()
        file = tmp_path / "auszug.xml"
        file.write_bytes(statement(single(1_00), iban="CH9300762011623852957"))
        refused = ankunft("import", "bank-statement", file)
        assert refused.exit_code == 1
        assert "CH93 0076 2011 6238 5295 7" in refused.stderr

    def test_each_file_of_a_run_is_exported(self, ankunft: Ankunft, tmp_path: Path) -> None:
        case, out = settled(), tmp_path / "zahlungen.xml"
        plain = ankunft("export", "payments", "2025-03", "--out", out)
        assert (plain.exit_code, plain.stderr) == (0, "")
        first = out.read_bytes()
        paid = case.payments
        told = statement(
            Booking(-1000_00, batch="ANKUNFT-2025-03", count=2),
            single(600_00, "B-2", end_to_end=paid[0].reference, code="AC04"),
        )
        statement_import(content=told, actor=case.people.finance)
        decision = return_propose(
            returned=PaymentReturn.objects.get(), kind=DecisionKind.AGAIN, reason="Demo", actor=case.people.finance
        )
        return_confirm(decision=decision, actor=case.people.approver)
        plain = ankunft("export", "payments", "2025-03", "--out", out)
        assert "Der Lauf hat 2 Zahlungsdateien; das ist Nummer 1." in plain.stderr
        assert out.read_bytes() == first
        assert ankunft("export", "payments", "2025-03", "--number", "2", "--out", out).exit_code == 0
        assert b"ANKUNFT-2025-03-2" in out.read_bytes()
        assert ankunft("export", "payments", "2025-03", "--number", "3", "--out", out).exit_code == 1
        executed = single(-600_00, "B-3", end_to_end=f"{paid[0].reference}-2")
        statement_import(content=statement(executed, message="M-2"), actor=case.people.finance)
        assert json.loads(ankunft("settle", "2025-03", "--json").stdout)["state"] == "confirmed"


def test_the_bookings_of_what_no_run_pays_are_those_of_a_year(ankunft: Ankunft, paid: Run, tmp_path: Path) -> None:
    out = tmp_path / "projekte.csv"
    none = ankunft("export", "order-bookings", "2025-12", "--out", out)
    assert (none.exit_code, out.exists()) == (1, False)
    assert "Im Jahr 2025 ist nichts ohne Lauf bezahlt worden." in none.stderr
