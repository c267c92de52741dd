"""`ankunft export sem-report`: the report of a quarter as a file (design section 6)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ankunft.domain.funds.selectors.reports import report_file
from tests.domain.funds.reporting import Reporting

pytestmark = pytest.mark.django_db

Ankunft = Callable[..., Result]
ASKED = ("export", "sem-report", "--quarter", "2024-Q3", "--plan", "KIP2", "--out")


def test_a_draft_says_so_and_is_repeated(ankunft: Ankunft, tmp_path: Path) -> None:
    Reporting()
    first, second = tmp_path / "eins.json", tmp_path / "zwei.json"
    result = ankunft(*ASKED, str(first))
    assert result.exit_code == 0
    assert "Entwurf" in result.stderr
    ankunft(*ASKED, str(second))
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text())["quarter"] == "2024-Q3"


@pytest.mark.parametrize("form", ["pdf", "xlsx", "json"])
def test_what_was_signed_byte_for_byte(ankunft: Ankunft, tmp_path: Path, form: str) -> None:
    report = Reporting().signed()
    path = tmp_path / f"bericht.{form}"
    result = ankunft(*ASKED, str(path))
    assert (result.exit_code, result.stderr) == (0, "")
    assert path.read_bytes() == report_file(report, form)


@pytest.mark.parametrize(
    ("words", "exit_code", "reason"),
    [
        (("--quarter", "2024-Q5", "--plan", "KIP2", "--out", "a.pdf"), 2, "kein Quartal"),
        (("--quarter", "2024-Q3", "--out", "a.pdf"), 2, "wird so geschrieben"),
        (("--plan", "KIP2", "--out", "a.pdf"), 2, "wird so geschrieben"),
        (("2024-03", "--quarter", "2024-Q3", "--plan", "KIP2", "--out", "a.pdf"), 2, "wird so geschrieben"),
        (("--quarter", "2024-Q3", "--plan", "KIP2", "--out", "a.docx"), 1, "PDF-, XLSX- oder JSON-Datei"),
        (("--quarter", "2024-Q3", "--plan", "KIP9", "--out", "a.pdf"), 1, "gibt es nicht"),
    ],
    ids=["quarter", "no-plan", "no-quarter", "month", "form", "unknown-plan"],
)
def test_what_cannot_be_is_refused(ankunft: Ankunft, words: tuple[str, ...], exit_code: int, reason: str) -> None:
    result = ankunft("export", "sem-report", *words)
    assert (result.exit_code, reason in result.stderr) == (exit_code, True)
    assert not Path(words[-1]).exists()
