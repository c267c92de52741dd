"""What every page must be, whatever it shows: no inline code, a token in every form, nothing left unrendered."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

UNRENDERED = re.compile(r"\{[{%#]|[}%#]\}")
DATA_SCRIPTS = {"application/json", "application/ld+json"}


class BadPage(AssertionError):
    """A page breaks a rule that holds for all pages."""


def check_page(html: str, address: str) -> None:
    """Raise BadPage with every fault of the page (or fragment)."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    faults = [
        *reader.faults,
        *(f"id «{name}» twice" for name, count in reader.ids.items() if count > 1),
    ]
    if unrendered := UNRENDERED.search(reader.text):
        faults.append(f"template syntax in the page: {unrendered[0]}")
    if faults:
        raise BadPage(f"{address}: " + "; ".join(faults))


class _Reader(HTMLParser):
    """Collects what the Content-Security-Policy would silently disable, and forms without a token."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.text = ""
        self._open_post: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._check_attributes(tag, values)
        if tag == "style":
            self.faults.append("<style> element")
        if tag == "script" and "src" not in values and values.get("type") not in DATA_SCRIPTS:
            self.faults.append("<script> without src")
        if tag == "form" and (values.get("method") or "get").lower() == "post":
            self._open_post = values.get("action") or ""
        if tag == "input" and values.get("name") == "csrfmiddlewaretoken":
            self._open_post = None

    def _check_attributes(self, tag: str, values: dict[str, str | None]) -> None:
        for name, value in values.items():
            if name.startswith(("on", "hx-on")):
                self.faults.append(f"handler {name} on <{tag}>")
            if name == "style":
                self.faults.append(f"style attribute on <{tag}>")
            if name in {"href", "src", "action"} and (value or "").strip().lower().startswith("javascript:"):
                self.faults.append(f"javascript: in {name} of <{tag}>")
            if name == "id" and value:
                self.ids[value] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open_post is not None:
            self.faults.append(f"POST form without token ({self._open_post or 'same address'})")
            self._open_post = None

    def handle_data(self, data: str) -> None:
        if self.lasttag != "script":
            self.text += data
