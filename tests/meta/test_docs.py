"""The pages about the code say what the code says."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from ankunft.domain.bank.states import ENTRY, WORD
from ankunft.domain.grants.report_states import REPORT as FINAL_REPORT
from ankunft.domain.grants.states import PROJECT
from ankunft.domain.interviews.states import INTERVIEW
from ankunft.domain.reporting.models import ReportState
from ankunft.domain.reporting.states import REPORT
from ankunft.domain.roles import ROLES
from ankunft.domain.settlement.invoice_states import INVOICE
from ankunft.domain.settlement.models import Contribution, WithheldReason
from ankunft.domain.settlement.ruling_states import RECLAIM
from ankunft.domain.settlement.states import RUN
from ankunft.domain.supervision.states import SAMPLE
from ankunft.foundation.retention.models import ItemState
from ankunft.foundation.retention.registry import staff
from ankunft.foundation.retention.states import list_table

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "ankunft"
DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
# Of a decision the names of its time are kept; what is described as it is now must exist.
PRESENT = [DOCS / "architecture.md", DOCS / "glossary.md"]
TABLES = {
    "settlement.run": RUN,
    "settlement.reclaim": RECLAIM,
    "bank.entry": ENTRY,
    "bank.word": WORD,
    "settlement.invoice": INVOICE,
    "reporting.report": REPORT,
    "interviews.interview": INTERVIEW,
    "supervision.sample": SAMPLE,
    "grants.project": PROJECT,
    "grants.report": FINAL_REPORT,
    "retention.list": list_table(staff()),
}
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#]*)#([^)]+)\)")
FIGURE = re.compile(r"```mermaid\nstateDiagram-v2\n\s*%% (\S+)\n(.*?)```", re.DOTALL)
MOVE = re.compile(r"^\s*(\S+) --> (\S+?)(?:: (\S+))?\s*$", re.MULTILINE)


@cache
def names() -> frozenset[str]:
    """Every module, class, function, field and constant by its full dotted name, and every stored word."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        tree = ast.parse(path.read_text())
        found.add(f".{module}")
        found.update(f".{module}.{name}" for name in defined_in(tree.body))
        found.update(
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
    return frozenset(found)


def defined_in(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield node.name
            yield from (f"{node.name}.{name}" for name in defined_in(node.body))
        elif isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign):
            yield from assigned_by(node.target)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from assigned_by(target)


def assigned_by(target: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Tuple):
        for element in target.elts:
            yield from assigned_by(element)


def is_known(name: str) -> bool:
    return name in names() or any(known.endswith(f".{name}") for known in names())


def terms() -> list[list[str]]:
    """The rows of the glossary, cell by cell."""
    rows = [line.strip("|").split("|") for line in (DOCS / "glossary.md").read_text().splitlines() if line[:1] == "|"]
    cells = [[cell.strip() for cell in row] for row in rows]
    return [row for row in cells if row[0] != "German" and set(row[0]) != {"-"}]


def headings(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def title_of(decision: Path) -> str:
    return decision.read_text().splitlines()[0]


@pytest.mark.parametrize("row", terms(), ids=lambda row: row[0])
def test_a_term_has_a_meaning_a_source_and_names_that_exist(row):
    assert len(row) == 4, "four columns"
    assert all(row)
    assert CODE.findall(row[1]), "no name in the code"
    assert not [name for name in CODE.findall(row[1]) if not is_known(name)]


@pytest.mark.parametrize(
    "words", [Contribution.values, WithheldReason.values, ReportState.values, RUN.labels, ItemState.values]
)
def test_every_stored_word_is_in_the_glossary(words):
    listed = {name.rpartition(".")[2].lower() for row in terms() for name in CODE.findall(row[1])}
    assert not set(words) - listed


def test_every_role_and_every_move_is_in_the_glossary():
    listed = {name for row in terms() for name in CODE.findall(row[1])}
    assert not {role.code for role in ROLES} - listed
    assert not {move.name for table in TABLES.values() for move in table} - listed


@pytest.mark.parametrize("object_type", TABLES)
def test_the_figures_of_states_show_the_tables(object_type):
    figures = dict(FIGURE.findall((DOCS / "architecture.md").read_text()))
    table = TABLES[object_type]
    shown = {move for move in MOVE.findall(figures[object_type]) if "[*]" not in move}
    assert shown == {(source, move.target, move.name) for move in table for source in move.sources}
    ends = {source for source, target, _ in MOVE.findall(figures[object_type]) if target == "[*]"}
    assert ends == set(table.labels) - {source for move in table for source in move.sources}


@pytest.mark.parametrize("floor", ["foundation", "domain", "web"])
def test_every_room_is_in_the_architecture(floor):
    rooms = {path.parent.name for path in (SOURCE / floor).glob("*/__init__.py")}
    listed = set(re.findall(rf"`{floor}/(\w+)", (DOCS / "architecture.md").read_text()))
    assert rooms == {room for room in listed if (SOURCE / floor / room).is_dir()}


@pytest.mark.parametrize("document", PRESENT, ids=lambda path: path.name)
def test_files_that_are_named_exist(document):
    paths = re.findall(r"`((?:[a-z_0-9]+/)+(?:[a-z_0-9]+\.(?:py|po|css))?)`", document.read_text())
    assert not [path for path in paths if not (SOURCE / path).exists() and not (ROOT / path).exists()]


@pytest.mark.parametrize("document", sorted(DOCS.rglob("*.md")), ids=lambda path: path.name)
def test_links_to_a_heading_find_it(document):
    for target, anchor in LINK.findall(document.read_text()):
        found = (document.parent / target).resolve() if target else document
        if found.suffix == ".md":
            assert anchor in headings(found), f"{target}#{anchor}"


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.name)
def test_the_index_gives_a_decision_its_title(decision):
    number, title = title_of(decision).removeprefix("# ").split(" ", 1)
    assert decision.name.startswith(f"{number}-")
    assert f"| [{number}]({decision.name}) | {title} |" in (DOCS / "decisions" / "README.md").read_text()


def test_no_two_decisions_have_the_same_number():
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(set(numbers)) == len(numbers)


def test_the_handbook_lists_its_pages():
    index = (DOCS / "handbook" / "README.md").read_text()
    pages = [page for page in (DOCS / "handbook").glob("*.md") if page.name != "README.md"]
    assert not [page.name for page in pages if f"({page.name})" not in index]


@cache
def labels() -> frozenset[str]:
    """What pages say: sentences with gettext (`…` where something is put in), and words alike in every language."""
    with (SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as stream:
        messages = [message.id for message in read_po(stream, locale="en")]
    forms = [form for one in messages for form in ([one] if isinstance(one, str) else one)]
    sentences = {re.sub(r"%\(\w+\)[sd]", "…", form) for form in forms}
    templates = (path.read_text() for path in SOURCE.rglob("templates/**/*.html"))
    return frozenset(sentences.union(*(re.findall(r">(\w+)</a>", template) for template in templates)))


@pytest.mark.parametrize("document", sorted((DOCS / "handbook").glob("*.md")), ids=lambda path: path.name)
def test_what_the_handbook_prints_bold_is_written_on_a_page(document):
    bold = re.findall(r"\*\*(.+?)\*\*", document.read_text())
    assert not [label for label in bold if label not in labels() and not label.isdigit()]
