"""Rules of the house that a machine can see. Each says in its message where it is broken."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "ankunft"
MOST_LINES = 500
TEXT = {".py", ".html", ".txt", ".md", ".css", ".js", ".svg", ".toml", ".csv", ".json", ".po", ".sh", ""}
OWN_FOLDERS = ("src", "tests", "scripts", "requirements", "docs", "data", ".ci")
BUILT = {"vendor", "__pycache__", "ankunft.egg-info"}
# Where developers' and build machines keep things; no file of the project may depend on such a place.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|work|Users|root|mnt)/[\w.-]+")


def files(*folders: str) -> Iterator[Path]:
    """The project's own text files below these folders."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in TEXT and not BUILT.intersection(path.parts):
                yield path


def python(folder: Path = SOURCE) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text())


def place(path: Path, line: int | None = None) -> str:
    return str(path.relative_to(ROOT)) + (f":{line}" if line else "")


def name_of(node: ast.expr) -> str:
    """`a.b.c` as written; empty for anything that is not a dotted name."""
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def calls(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield name_of(node.func), node.lineno


def test_every_file_is_read_in_one_sitting():
    written = (path for path in files("src", "scripts") if path.suffix != ".po")
    long = {place(path): count for path in written if (count := len(path.read_text().splitlines())) > MOST_LINES}
    assert not long


def test_time_comes_from_the_clock():
    forbidden = re.compile(
        r"(^|\.)(date\.today|datetime\.(now|utcnow|today)|timezone\.(now|localdate|localtime)|time\.time)$"
    )
    found = [
        place(path, line)
        for path, tree in python()
        if path != SOURCE / "foundation" / "kernel" / "clock.py"
        for name, line in calls(tree)
        if forbidden.search(name)
    ]
    assert not found


def test_no_column_holds_fractions():
    """Amounts are whole Rappen; SQLite stores DecimalField as a float."""
    found = [
        place(path, line)
        for path, tree in python()
        for name, line in calls(tree)
        if name.rpartition(".")[2] in {"DecimalField", "FloatField"}
    ]
    assert not found


def test_swiss_spelling():
    """In sentences for people ss stands for ß (a template or a string that shows one would look German)."""
    found = [place(path) for path in files("src", "docs", "data") if "ß" in path.read_text()]
    assert not found


def test_requirements_name_no_address():
    found = [
        place(path)
        for path in [
            *files("requirements"),
            *ROOT.glob("tests/support/*/package-lock.json"),
            ROOT / "package-lock.json",
            ROOT / ".npmrc",
        ]
        if re.search(r"https?://", re.sub(r'"funding": \{[^}]*\}', "", path.read_text()))
    ]
    assert not found


def test_every_requirement_has_a_hash():
    for path in files("requirements"):
        requirements = re.split(r"\n(?=\S)", path.read_text().strip())
        assert all("--hash=sha256:" in requirement for requirement in requirements), place(path)


def test_no_file_names_a_place_of_one_machine():
    found = [
        f"{place(path)}: {match[0]}"
        for path in [*files(*OWN_FOLDERS), *(path for path in ROOT.glob("*") if path.is_file() and path.suffix in TEXT)]
        if path.name != "uv.lock"
        for match in MACHINE_PATH.finditer(path.read_text())
    ]
    assert not found


def test_nothing_is_a_link_to_elsewhere():
    """A link says where something lies on one machine; what is installed beside the sources is a folder."""
    own = [path for folder in OWN_FOLDERS for path in (ROOT / folder).rglob("*") if not BUILT.intersection(path.parts)]
    assert len(own) > 1000
    assert [place(path) for path in [*own, *ROOT.iterdir()] if path.is_symlink()] == []


def test_nothing_is_left_for_later():
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [place(path) for path in files("src", "scripts") if marks.search(path.read_text())]
    assert not found


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_readme_shows_the_command(command):
    assert re.search(rf"^\s*{command}\b", (ROOT / "README.md").read_text(), re.MULTILINE)


@pytest.mark.parametrize("document", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=place)
def test_links_between_our_pages_lead_somewhere(document):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text())
    assert not [link for link in links if not (document.parent / link).exists()]


def test_ci_runs_what_the_readme_says():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111, "not executable"
    assert "make test" in script.read_text()


def test_decisions_are_listed():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text()
    missing = [path.name for path in folder.glob("[0-9]*.md") if f"({path.name})" not in index]
    assert not missing
