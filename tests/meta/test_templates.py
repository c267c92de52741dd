"""Templates: nothing inline, and nothing German that the catalogue does not know."""

import re
from pathlib import Path

import pytest
from django.template import Engine, engines

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "ankunft"
TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*") if path.is_file())
INLINE = re.compile(
    r"""\s(?:style|on[a-z]+|hx-on[:\w-]*)\s*=\s*["']|<style\b|<script(?![^>]*\bsrc=)(?![^>]*application/json)"""
)
UMLAUTS = re.compile(r"[äöüÄÖÜ«»]")
# What stands outside the tags of Django is shown as it is, in every language.
TAGS = re.compile(
    r"\{%\s*blocktranslate.*?endblocktranslate\s*%\}|\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|\{[{%].*?[}%]\}",
    re.DOTALL,
)


def relative(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_compiles(path):
    engine: Engine = engines["django"].engine
    engine.from_string(path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_has_nothing_inline(path):
    assert not INLINE.findall(path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_every_german_word_can_be_translated(path):
    left = TAGS.sub("", path.read_text())
    assert not [line.strip() for line in left.splitlines() if UMLAUTS.search(line)]
