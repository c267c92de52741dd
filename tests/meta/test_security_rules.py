"""Rules of the house about security that a machine can see, and what the dependency audit makes of its answers."""

from __future__ import annotations

import ast
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.meta.test_house_rules import ROOT, SOURCE, calls, files, name_of, place, python
from tests.web.permissions import RULES

SAFE = {"src/ankunft/web/shell/templatetags/ankunft.py": "numbers it formats itself, and blocks rendered before"}
COOKIES = {
    "src/ankunft/web/access/cookies.py": "which devices an account was used on; signed",
    "src/ankunft/web/access/invitations.py": "takes the token out of the address",
}
RAW_SQL = {
    "src/ankunft/domain/arrivals/searching.py": "names of tables that models declare; what was typed is a parameter",
    "src/ankunft/foundation/audit/apps.py": "a condition of triggers, from the program's own names",
    "src/ankunft/foundation/audit/rows.py": "the names of a model's own columns",
    "src/ankunft/foundation/access/wall.py": "names of tables and policies that the program itself declares",
    "src/ankunft/foundation/audit/triggers.py": "triggers on tables that the program itself declares",
    "src/ankunft/foundation/audit/protection.py": "the same",
    "src/ankunft/foundation/audit/verification.py": "PRAGMA that reads how the file is",
    "src/ankunft/foundation/bulk.py": "COPY with the names of a model's own columns",
}
"""Where a statement is put together from strings, and from which."""
SQL = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|ALTER|CREATE|DROP|COPY|PRAGMA|TRUNCATE|SET)\b", re.IGNORECASE)


def found_calls(*names: str) -> list[str]:
    wanted = set(names)
    return [
        place(path, line)
        for path, tree in python()
        for name, line in calls(tree)
        if name in wanted or name.rpartition(".")[2] in {one for one in wanted if "." not in one}
    ]


def without(places: list[str], reasons: dict[str, str]) -> list[str]:
    return [one for one in places if one.rpartition(":")[0] not in reasons]


def names_used(*wanted: str) -> list[str]:
    return [
        place(path, node.lineno)
        for path, tree in python()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id in wanted)
        or (isinstance(node, ast.Attribute) and node.attr in wanted)
        or (isinstance(node, ast.ImportFrom) and {alias.name for alias in node.names} & set(wanted))
    ]


def test_nothing_is_marked_as_safe() -> None:
    """`format_html` and templates escape; what is marked as safe is not looked at any more."""
    assert without(names_used("mark_safe", "SafeText", "html_safe"), SAFE) == []
    loose = re.compile(r"\|\s*(safe|safeseq)\b|\{%\s*autoescape\s+off")
    assert [place(path) for path in SOURCE.rglob("templates/**/*.html") if loose.search(path.read_text())] == []


def test_every_form_is_protected_against_other_sites() -> None:
    assert names_used("csrf_exempt", "requires_csrf_token", "xframe_options_exempt", "csp_exempt", "csp_update") == []


def test_no_text_becomes_code() -> None:
    assert found_calls("eval", "exec", "pickle.loads", "pickle.load", "marshal.loads", "yaml.load", "os.system") == []
    imported = [
        place(path, node.lineno)
        for path, tree in python()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and {getattr(node, "module", None), *(alias.name for alias in node.names)} & {"pickle", "marshal", "yaml"}
    ]  # fmt: skip
    assert imported == []
    shells = [
        place(path, node.lineno)
        for path, tree in python()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and any(one.arg == "shell" for one in node.keywords)
    ]
    assert shells == []


def _composed_sql() -> Iterator[tuple[str, int]]:
    """Statements put together from strings, and calls of the ORM that take SQL."""
    for path, tree in python():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                first = node.values[0] if node.values else None
                if isinstance(first, ast.Constant) and SQL.match(str(first.value)) and len(node.values) > 1:
                    yield place(path), node.lineno
            if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant) and SQL.match(str(node.left.value)):
                yield place(path), node.lineno
            if isinstance(node, ast.Call) and name_of(node.func).rpartition(".")[2] in {"raw", "extra", "RawSQL"}:
                yield place(path), node.lineno


def test_statements_are_put_together_in_a_few_places_only() -> None:
    assert [f"{where}:{line}" for where, line in _composed_sql() if where not in RAW_SQL] == []


def open_routes() -> set[str]:
    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern

    return {
        str(pattern.name)
        for pattern in walk(get_resolver().url_patterns)
        if not getattr(pattern.callback, "login_required", True)
    }


def test_what_needs_no_sign_in_is_in_the_table() -> None:
    assert open_routes() == {rule.route for rule in RULES if rule.is_open}


def test_cookies_come_from_the_settings_alone() -> None:
    """Those have the prefix, TLS and the rest; a cookie set elsewhere would not."""
    assert without(found_calls("set_cookie", "set_signed_cookie"), COOKIES) == []
    for path in COOKIES:
        text = (ROOT / path).read_text()
        for call in re.findall(r"\.set_cookie\((.*?)\n    \)", text, re.DOTALL):
            assert {"httponly=True", "secure=settings.SESSION_COOKIE_SECURE", 'samesite="Lax"'} <= {
                word.strip() for word in call.split(",")
            }, path
        assert "COOKIE_PREFIX" in text, f"{path}: without the prefix another host of the domain could set it"


def test_files_come_in_by_the_checked_field_alone() -> None:
    fields = [one for one in found_calls("FileField", "ImageField", "FilePathField") if "/models.py" not in one]
    classes = [
        place(path, node.lineno)
        for path, tree in python()
        if path != SOURCE / "web" / "shell" / "uploads.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(name_of(base).endswith("FileField") for base in node.bases)
    ]
    assert fields + classes == []


SECRETS = (
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    re.compile(r"\bgh[pousr]_[A-Za-z0-9]{30,}"),
    re.compile(r"\bxox[abp]-[A-Za-z0-9-]{20,}"),
    re.compile(r"\bey[JK][A-Za-z0-9_-]{20,}\.ey[A-Za-z0-9_-]{20,}\."),
    re.compile(
        r"://[^/\s:@{}<>]+:(?!pass|secret|wrong|…|\{|%|\*)[^/\s:@{}<>]{8,}@(?!127\.0\.0\.1|localhost|[\w.]*\bexample\b)"
    ),
)
ASSIGNED = re.compile(
    r"""(?i)(?:secret|token|passw|api_?key|private_?key)\w*["']?\s*[:=]\s*["']([A-Za-z0-9+/_=-]{24,})["']"""
)
MOST_REGULAR = 4.2
"""Bits for each sign; words and names stay below, random keys reach five."""


def entropy(text: str) -> float:
    counted = Counter(text)
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counted.values())


def test_no_secret_lies_in_the_repository() -> None:
    found = []
    for path in [*files("src", "tests", "scripts", "docs", ".ci"), *ROOT.glob("*.toml"), *ROOT.glob(".*rc")]:
        text = "" if path == Path(__file__) else path.read_text()
        found += [f"{place(path)}: {one.pattern[:20]}" for one in SECRETS if one.search(text)]
        keys = (match[1] for match in ASSIGNED.finditer(text))
        found += [f"{place(path)}: {key[:6]}…" for key in keys if entropy(key) > MOST_REGULAR]
    assert found == []


def test_the_scan_finds_secrets() -> None:
    assert entropy("4f8Zq1LrX0pTn7VbYc2KdWm9sEgJuHiA") > MOST_REGULAR > entropy("another-demo-password-here-demo")
    line = 'API_KEY = "4f8Zq1LrX0pTn7VbYc2KdWm9sEgJuHiA"'.replace('A"', 'A"')
    assert ASSIGNED.search(line)


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    loader = SourceFileLoader("audit_script", str(ROOT / "scripts" / "audit"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    import sys

    sys.modules[loader.name] = module
    loader.exec_module(module)
    return module


class TestAudit:
    """An advisory fails, a silence is told, and neither is mistaken for the other."""

    def lines(self, verdict: object) -> str:
        return "\n".join(verdict.lines())  # type: ignore[attr-defined]

    def test_an_advisory_is_a_finding(self, audit: ModuleType) -> None:
        vulnerable = {"name": "demo", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
        verdict = audit.python_verdict("base.txt", 1, json.dumps({"dependencies": [vulnerable]}))
        assert verdict.findings == ["demo 1.0: PYSEC-1, fixed in 1.1"]
        npm = {"vulnerabilities": {"demo": {"severity": "high"}}, "metadata": {}}
        assert audit.npm_verdict("package-lock.json", 2, json.dumps(npm)).findings == ["demo: high"]

    @pytest.mark.parametrize(
        "answer",
        [
            "",
            "<html>",
            "[]",
            json.dumps({"dependencies": [{"name": "demo", "skip_reason": "Dependency not found on PyPI"}]}),
        ],
    )
    def test_silence_is_no_good_news(self, audit: ModuleType, answer: str) -> None:
        verdict = audit.python_verdict("base.txt", 1, answer)
        assert "WARNING" in self.lines(verdict)
        assert "ok" not in self.lines(verdict).split()

    @pytest.mark.parametrize("answer", ["", json.dumps({"message": "405 Method Not Allowed - POST x", "error": {}})])
    def test_silence_of_npm_is_no_good_news(self, audit: ModuleType, answer: str) -> None:
        assert "0 of 2 packages could be asked about" in self.lines(audit.npm_verdict("package-lock.json", 2, answer))

    def test_one_unknown_package_is_told(self, audit: ModuleType) -> None:
        known = {"name": "demo", "version": "1.0", "vulns": []}
        verdict = audit.python_verdict(
            "base.txt", 2, json.dumps({"dependencies": [known, {"name": "x", "skip_reason": "?"}]})
        )
        assert "1 of 2 packages" in self.lines(verdict)

    def test_good_news_are_told(self, audit: ModuleType) -> None:
        answer = json.dumps({"dependencies": [{"name": "demo", "version": "1.0", "vulns": []}]})
        assert "no advisory about 1 packages" in self.lines(audit.python_verdict("base.txt", 1, answer))

    def test_a_program_that_is_not_there_is_silence(self, audit: ModuleType, tmp_path: Path) -> None:
        assert audit._run(["/nowhere/npm"], tmp_path, until=1e18) == ""
