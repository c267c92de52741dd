"""What people (and those who only pretend to be) type: every text here must stay a text."""

from __future__ import annotations

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("https://example.com";"Demo")',
    "=cmd|'/C calc'!A0",
    "{=1+1}",
    "https://example.com",
    "mailto:demo@example.ch",
)
MARK = "zqx7"
"""Stands in every text that would be code in a page, so that it is found again whatever became of the rest."""
PAGES = (
    f"<script>{MARK}</script>",
    f'"><img src={MARK} onerror={MARK}>',
    f"'><svg onload={MARK}>",
    f"</textarea><script>{MARK}</script>",
    f"</title><script>{MARK}</script>",
    f"javascript:{MARK}",
    f"&lt;b {MARK}&gt;",
)
TEMPLATES = (
    "{{ 7|add:7 }}{{7*7}}",
    "{% debug %}",
    "{% include 'shell/500.html' %}",
    "{{ request.user.password }}",
    "%(name)s %s %d {0} {x}",
)
SQL = (
    "' OR '1'='1",
    "'; DELETE FROM access_account; --",
    '" OR ""="',
    "1; DROP TABLE x",
    "\\'; --",
    "%' OR 1=1 --",
    "_%",
)
SIGNS = (
    "a\0b",
    "\0",
    "\u202egnp.exe",
    "\u200b\u200d\ufeff",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "e\u0301" * 50,
    "𝔘𝔫𝔦",
    "\x1b[31m",
    "\r\n\r\nSet-Cookie: a=b",
    "NaN",
    "-1",
    "1e400",
    "９",
    "0x10",
    "../../../etc/passwd",
    "\\\\host\\share",
    "٣",
)
LONG = ("x" * 100_000, "=" * 100_000, "<" * 5_000, "9" * 5_000)

ALL = (*FORMULAS, *PAGES, *TEMPLATES, *SQL, *SIGNS, *LONG)
