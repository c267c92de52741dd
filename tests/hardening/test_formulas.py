"""No text that somebody entered becomes a formula or a link in a workbook."""

from __future__ import annotations

import ast
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.documents.spreadsheet import Sheet, comma_separated, workbook
from ankunft.web.shell.files import XLSX
from tests.hardening.nasty import FORMULAS
from tests.hardening.walking import Walker, prepare
from tests.meta.test_house_rules import SOURCE, calls, place, python
from tests.web.permissions import RULES

KEYS_AND_CODES = re.compile(
    r"(^|_)(code|contribution|scheme|sign|prefix|kind|key|type|state|period|month|role|token|password|digest|file|link"
    r"|encrypted|hash|index|reference|action|url|content|waived_reason|stored_as)$"
)
"""Columns that no person writes in words of their own, or that hold what they write encrypted."""


def parts(content: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name).decode()


def faults_of(content: bytes) -> list[str]:
    """Everything in a workbook that is executed or followed."""
    found = []
    for name, text in parts(content):
        if name.startswith("xl/worksheets/") and re.search(r"<f[ >/]|<hyperlink|t=\"str\"|<drawing|<oleObject", text):
            found.append(f"a formula or link in {name}")
        if "vba" in name.lower() or "externalLink" in name:
            found.append(name)
    return found


FORMULA, AMOUNT = re.compile(r"[=+\-@\t\r\n]"), re.compile(r"-\d+\.\d\d")


def table_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_stays_a_text_in_csv_too(text: str) -> None:
    kinds = ["text", "integer", "money", "percent", "date"]
    row = [text, 1, -160_00, None, date(2025, 12, 31)]
    content = comma_separated(Sheet("Demo", ["a", "b", "c", "d", "e"], [row], kinds=kinds))  # type: ignore[arg-type]
    cell, *rest = table_of(content)[1]
    assert not FORMULA.match(cell)
    assert text in cell
    assert rest == ["1", "-160.00", "", "31.12.2025"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_stays_a_text(text: str) -> None:
    kinds = ["text", "integer", "money", "percent", "date"]
    content = workbook([Sheet(text, [text] * 5, [[text, None, None, None, text]], kinds=kinds)])  # type: ignore[arg-type]
    assert faults_of(content) == []
    shared = dict(parts(content))["xl/sharedStrings.xml"]
    assert "1+1" in shared or "1+1" not in text


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_any_text_stays_a_text(texts: list[str]) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    assert faults_of(workbook([Sheet("Demo", texts, [[f"={text}" for text in texts], texts])])) == []


def poisoned(text: str) -> list[str]:
    """Put the text into every column in which people write, as far as the database lets; the names of those."""
    done = []
    for model in apps.get_models():
        if not model._meta.app_config.name.startswith("ankunft"):
            continue
        for field in model._meta.fields:
            free = isinstance(field, models.CharField | models.TextField) and not field.choices and not field.unique
            if not free or KEYS_AND_CODES.search(field.name) or not model._default_manager.exists():
                continue
            try:
                with transaction.atomic():
                    model._default_manager.update(**{field.name: text[: field.max_length or 200]})
            except (DatabaseError, ValueError):
                continue
            done.append(f"{model._meta.label}.{field.name}")
    return done


EXPORTS = [rule for rule in RULES if rule.method == "GET" and re.search("excel|export|template|csv", rule.route)]


@pytest.mark.django_db
@pytest.mark.parametrize("text", FORMULAS)
def test_what_is_in_the_records_is_text_in_every_export(text: str) -> None:
    prepare()
    written = poisoned(text)
    assert "territory.Municipality.name" in written
    walker, seen = Walker(), 0
    for rule in EXPORTS:
        client = walker.client(rule)
        answer = client.get(walker.address(rule, client))
        if answer["Content-Type"] == "text/csv":
            cells = [cell for row in table_of(answer.content) for cell in row]
            assert [cell for cell in cells if FORMULA.match(cell) and not AMOUNT.fullmatch(cell)] == [], rule
            continue
        assert answer["Content-Type"] == XLSX, rule
        assert faults_of(answer.content) == [], rule
        seen += any(text.strip() in part or "1+1" in part for _name, part in parts(answer.content))
    assert seen or not text.strip()


def test_workbooks_and_tables_are_written_in_one_place() -> None:
    """Where the guard is: whoever needs another way of writing adds it there."""
    home = SOURCE / "foundation" / "documents"
    writers = {"csv.writer", "csv.DictWriter", "xlsxwriter.Workbook", "openpyxl.Workbook"}
    found = [
        place(path, line)
        for path, tree in python()
        if home not in path.parents
        for name, line in calls(tree)
        if name in writers
    ]
    imports = [
        place(path, node.lineno)
        for path, tree in python()
        if home not in path.parents
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and any("xlsxwriter" in alias.name for alias in node.names)
    ]
    assert found + imports == []
