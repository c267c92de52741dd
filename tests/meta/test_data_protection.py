"""The register of processing cannot fall behind: every table is in it, and every test that it names exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from ankunft.foundation.retention import registry

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "docs" / "data-protection"
REGISTER = FOLDER / "bearbeitungsverzeichnis.md"
NOBODY = "Tabellen ohne Personendaten"
ROWS = (
    "Zweck",
    "Rechtsgrundlage",
    "Betroffene",
    "Daten",
    "Wer sie sieht",
    "Aufbewahrung",
    "Technische Massnahmen",
    "Im Code",
)
MODEL = re.compile(r"`([a-z_]+\.[A-Z]\w+)`")
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
# What tells that a table holds something of a person.
TELLING = re.compile(
    r"(^|_)(name|email|phone|birth|ahv|sex|nationality|address|label|by|password|secret|subject|text|content)(_|$)"
)
# A name, but of a thing.
OF_THINGS = {
    ("access.Organisation", "name"),
    ("territory.Municipality", "name"),
    ("territory.SocialRegion", "name"),
    ("territory.PopulationSeries", "name"),
    ("settlement.PayerAccount", "name"),
}


def sections() -> dict[str, str]:
    """The text below each heading of the register."""
    parts = re.split(r"^## (.+)$", REGISTER.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(text: str) -> dict[str, str]:
    found = re.findall(r"^\| ([^|]+?) \| (.+) \|$", text, re.MULTILINE)
    return dict(found)


def named() -> dict[str, str]:
    """Every model that the register names, and the section."""
    where: dict[str, str] = {}
    for title, text in sections().items():
        line = text if title == NOBODY else rows(text)["Im Code"]
        for model in MODEL.findall(line):
            assert model not in where, f"{model} is in two sections"
            where[model] = title
    return where


def tables() -> dict[str, type[models.Model]]:
    """Every table of the application and of what it is built on; not those of the tests."""
    found = (model for model in apps.get_models() if not model.__module__.startswith("tests."))
    without_rows = {"contenttypes.ContentType", "auth.Permission", "auth.Group"}
    return {model._meta.label: model for model in found if model._meta.label not in without_rows}


def test_every_table_is_in_the_register_and_nothing_else() -> None:
    assert set(named()) == set(tables())


@pytest.mark.parametrize("label", [label for label, title in named().items() if title == NOBODY])
def test_a_table_without_personal_data_has_no_telling_column(label: str) -> None:
    persons = {known for known, title in named().items() if title != NOBODY}
    faults = []
    for field in tables()[label]._meta.get_fields():
        if field.auto_created or (label, field.name) in OF_THINGS:
            continue
        related = field.related_model._meta.label if isinstance(field.related_model, type) else ""
        if TELLING.search(field.name) or related in persons:
            faults.append(field.name)
    assert faults == []


@pytest.mark.parametrize("title", [title for title in sections() if title != NOBODY])
def test_a_processing_says_everything(title: str) -> None:
    told = rows(sections()[title])
    assert tuple(name for name in told if name in ROWS) == ROWS
    assert all(told.values())


def test_every_class_of_records_is_in_the_register() -> None:
    told = " ".join(rows(text).get("Aufbewahrung", "") for text in sections().values())
    classes = {one.code for one in registry.all_classes() if not one.code.startswith("test.")}
    named_classes = set(re.findall(r"`([a-z]+\.[a-z]+)`", told))
    assert named_classes == classes


@cache
def defined_in(path: Path) -> frozenset[str]:
    return frozenset(
        node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    )


@pytest.mark.parametrize("page", sorted(FOLDER.glob("*.md")), ids=lambda path: path.name)
def test_every_test_that_is_named_exists(page: Path) -> None:
    missing = [
        f"{path}::{name}"
        for path, name in TEST.findall(page.read_text())
        if not (ROOT / path).exists() or (name and name not in defined_in(ROOT / path))
    ]
    assert missing == []


@pytest.mark.parametrize("page", sorted(FOLDER.glob("*.md")), ids=lambda path: path.name)
def test_every_command_that_is_named_exists(page: Path) -> None:
    from ankunft.cli.main import main

    named_commands = re.findall(r"`ankunft ([a-z]+)", page.read_text())
    assert not [name for name in named_commands if name not in main.commands]


@pytest.mark.parametrize("page", sorted(FOLDER.glob("*.md")), ids=lambda path: path.name)
def test_every_table_that_is_named_exists(page: Path) -> None:
    assert not set(MODEL.findall(page.read_text())) - set(tables())


def test_the_index_names_every_page() -> None:
    index = (FOLDER / "README.md").read_text()
    assert not [page.name for page in FOLDER.glob("*.md") if page.name != "README.md" and f"({page.name})" not in index]


@pytest.mark.django_db
@pytest.mark.parametrize("query", re.findall(r"```sql\n(.+?)```", (FOLDER / "verletzungen.md").read_text(), re.DOTALL))
def test_the_queries_for_a_breach_run(query: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query.rstrip().rstrip(";"))
        assert cursor.fetchall() == []
