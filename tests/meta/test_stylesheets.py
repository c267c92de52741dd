"""Stylesheets hold nothing that no page uses."""

from __future__ import annotations

import re
from pathlib import Path

from ankunft.web.territory.scales import KINDS

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "ankunft"
STYLES = sorted((SOURCE / "web/shell/static/shell").glob("*.css"))
USERS = [path for path in SOURCE.rglob("*") if path.suffix in {".html", ".py", ".js"} and "vendor" not in path.parts]


def classes() -> set[str]:
    """Every class that our stylesheets know, except those of the vendored library."""
    found: set[str] = set()
    for path in STYLES:
        selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", path.read_text(), flags=re.DOTALL)
        found |= set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))
    return {name for name in found if not name.startswith("govuk-")}


def is_used(name: str, text: str) -> bool:
    """Whether the name is written somewhere, or put together from its beginning (`tag--{{ kind }}`)."""
    beginning = name[: name.rindex("-") + 1] if "-" in name else None
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)) or (
        beginning is not None and f"{beginning}{{" in text
    )


def test_every_class_is_used() -> None:
    text = "\n".join(path.read_text() for path in USERS)
    assert sorted(name for name in classes() if not is_used(name, text)) == []


def test_there_are_as_many_colours_of_kinds_as_are_given_out() -> None:
    assert {name for name in classes() if name.startswith("kind-")} == {f"kind-{n}" for n in range(1, KINDS + 1)}
