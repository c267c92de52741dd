"""`ankunft plan show`: the table of a plan, for people and for scripts (design section 6)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ankunft.domain.funds.loader import load_funds
from ankunft.foundation.kernel.actor import Actor

pytestmark = pytest.mark.django_db

Ankunft = Callable[..., Result]

PAGE = """\
Finanzplanung Integrationspauschale KIP 2, Fassung 1: beschlossen, RRB 2023/2057 vom 11.12.2023
Mio. Franken                                       2023    2024    2025
Saldo am 01.01.                                    8.43    4.82    0.99
AMI, Sprache                                      -2.36       –       –
Programm R                                        -0.10   -0.30       –
Umsetzung Projekt IIM                             -1.15   -3.53   -1.55
  Durchgehende Fallführung / Potenzialabklärung   -0.80   -2.70   -1.03
  Sprachförderung ab 16 Jahren                     0.00   -0.04    0.00
  Frühe Sprachförderung                           -0.09   -0.12   -0.10
  Wirtschaftliche Integration                     -0.16   -0.44   -0.30
  Soziale Integration                             -0.10   -0.23   -0.12
Saldo am 31.12.                                    4.82    0.99   -0.56
Bekannt, noch nicht beziffert: """


def test_the_table_as_people_read_it(ankunft: Ankunft) -> None:
    load_funds(Actor.operator())
    result = ankunft("plan", "show", "KIP2")
    assert result.exit_code == 0
    assert result.stdout.startswith(PAGE)


def test_the_table_as_one_document(ankunft: Ankunft) -> None:
    load_funds(Actor.operator())
    result = ankunft("plan", "show", "KIP2", "--version", "1", "--json")
    document = json.loads(result.stdout)
    assert (document["plan"], document["unit"], document["years"]) == ("KIP2", "CHF million", [2023, 2024, 2025])
    assert document["rows"][0] == {"code": "opening", "label": "Saldo am 01.01.", "values": ["8.43", "4.82", "0.99"]}
    assert document["rows"][-1]["values"] == ["4.82", "0.99", "-0.56"]


@pytest.mark.parametrize(
    ("words", "exit_code", "reason"),
    [
        (("KIP9",), 1, "gibt es nicht"),
        (("KIP2", "--version", "7"), 1, "keine Fassung 7"),
        (("KIP2", "--version", "x"), 2, "keine Zahl"),
        ((), 2, "KÜRZEL"),
    ],
    ids=["no plan", "no version", "no number", "nothing"],
)
def test_what_is_not_there(ankunft: Ankunft, words: tuple[str, ...], exit_code: int, reason: str) -> None:
    load_funds(Actor.operator())
    result = ankunft("plan", "show", *words)
    assert result.exit_code == exit_code
    assert reason in result.stderr
    assert not result.stdout


class TestExport:
    """The table as a file."""

    @pytest.mark.parametrize("ending", ["pdf", "xlsx"])
    def test_it_is_written_whole_and_the_same_each_time(self, ankunft: Ankunft, tmp_path: Path, ending: str) -> None:
        load_funds(Actor.operator())
        files = [tmp_path / f"{name}.{ending}" for name in ("first", "second")]
        for file in files:
            result = ankunft("export", "plan", "--plan", "KIP2", "--out", file)
            assert (result.exit_code, result.stdout) == (0, f"Geschrieben: {file}\n"), result.stderr
        assert files[0].read_bytes() == files[1].read_bytes()
        assert files[0].read_bytes()[:4] in (b"%PDF", b"PK\x03\x04")

    @pytest.mark.parametrize(
        ("words", "code", "sentence"),
        [
            (("plan", "--plan", "KIP9"), 1, "gibt es nicht"),
            (("plan", "--plan", "KIP2", "--version", "7"), 1, "keine Fassung 7"),
            (("plan",), 2, "ankunft export plan --plan KIP2"),
            (("plan", "2025-03", "--plan", "KIP2"), 2, "ankunft export plan --plan KIP2"),
            (("settlement",), 2, "Welcher Monat?"),
        ],
        ids=["no plan", "no version", "which", "with a month", "a run without one"],
    )
    def test_what_cannot_be_written_is_said(
        self, ankunft: Ankunft, tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
    ) -> None:
        load_funds(Actor.operator())
        result = ankunft("export", *words, "--out", tmp_path / "plan.pdf")
        assert result.exit_code == code
        assert sentence in result.stderr
        assert not list(tmp_path.glob("plan*"))

    def test_another_ending_is_refused(self, ankunft: Ankunft, tmp_path: Path) -> None:
        load_funds(Actor.operator())
        result = ankunft("export", "plan", "--plan", "KIP2", "--out", tmp_path / "plan.doc")
        assert result.exit_code == 1
        assert ".pdf oder als .xlsx" in result.stderr


def test_a_figure_is_derived_down_to_its_input(ankunft: Ankunft) -> None:
    load_funds(Actor.operator())
    text = ankunft("explain", "KIP2/1/iim.social/2024").stdout
    assert text.startswith("Soziale Integration: CHF −230'000.00\n  RRB 2023/2057, Ziffer 2.2\n")
    assert "Eingabe vom" in text
    assert "im Beschluss auf 10'000 Franken genau" in text
    assert "[KIP2/1]" in text
    closing = ankunft("explain", "KIP2/1/closing/2025").stdout
    assert "Saldo am 31.12.2025: CHF −560'000.00" in closing
    assert "  Umsetzung Projekt IIM: CHF −1'550'000.00" in closing


def test_money_is_named_by_its_number(ankunft: Ankunft) -> None:
    result = ankunft("explain", "E-1")
    assert result.exit_code == 1
    assert "Rückerstattung (E-)" in result.stderr


@pytest.mark.parametrize("reference", ["KIP2/1", "KIP2/1/iim.social/2026", "KIP2/1/x/2024", "KIP2/x/iim/2024"])
def test_what_is_no_figure_is_said(ankunft: Ankunft, reference: str) -> None:
    load_funds(Actor.operator())
    result = ankunft("explain", reference)
    assert result.exit_code == 1
    assert "keinen Betrag eines Finanzplans" in result.stderr
