"""What a file is by its content: a name is a claim of whoever sent it."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext as _

Kind = Literal["zip", "old excel", "pdf", "image", "page", "utf-16", "binary", "text"]

HEAD = 4096
"""How many bytes of a file are looked at."""
ENDINGS = (".csv", ".xlsx")

_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "old excel"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_PAGES = (b"<!doctype html", b"<html", b"<?xml", b"<script", b"<svg")
_ALTERNATING = 0.3


def kind_of(head: bytes) -> Kind:
    """What a file is that begins with these bytes; whatever is not known for something else is text."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGES):
        return "page"
    if b"\0" not in head:
        return "text"
    return "utf-16" if _every_second_byte_is_null(head) else "binary"


def fault_of(name: str, head: bytes) -> str:
    """Why a file of that name with that beginning is no table, as a German sentence; empty if it may be one."""
    kind = kind_of(head)
    if kind in ("zip", "text"):
        return _mislabelled(name.lower(), kind)
    # An outdated encoding is told with its line by whoever reads the text.
    return "" if kind == "utf-16" else _sentences()[kind]


def _mislabelled(name: str, kind: Kind) -> str:
    if kind == "zip" and name.endswith(".csv"):
        return _("Die Datei heisst «.csv», ist aber keine Textdatei. Bitte als «CSV UTF-8» speichern.")
    if kind == "text" and name.endswith(".xlsx"):
        return _("Die Datei heisst «.xlsx», ist aber keine Excel-Arbeitsmappe. Eine CSV-Datei muss auf .csv enden.")
    return ""


def _sentences() -> dict[Kind, str]:
    return {
        "old excel": _(
            "Das alte Excel-Format (.xls) wird nicht gelesen. Bitte als .xlsx oder als CSV UTF-8 speichern."
        ),
        "pdf": _("Das ist ein PDF. Übernommen werden CSV (UTF-8) und Excel (.xlsx)."),
        "image": _("Das ist ein Bild. Übernommen werden CSV (UTF-8) und Excel (.xlsx)."),
        "page": _("Das ist eine Webseite oder XML. Übernommen werden CSV (UTF-8) und Excel (.xlsx)."),
        "binary": _("Das ist weder eine Textdatei noch eine Excel-Arbeitsmappe (.xlsx)."),
    }


def _every_second_byte_is_null(head: bytes) -> bool:
    """As in a text of mostly Latin letters, two bytes each, without the mark that says so."""
    for first in (0, 1):
        half, other = head[first::2], head[1 - first :: 2]
        if half.count(0) > len(half) * _ALTERNATING and b"\0" not in other:
            return True
    return False
