"""What a PDF says to whoever has it read aloud: its text by way of ActualText, which pypdf does not look at."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, TextStringObject

SOFT_HYPHEN = "\u00ad"


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def squeezed(text: str) -> str:
    """Without blanks and soft hyphens: where a line ends is of no matter."""
    return unicodedata.normalize("NFC", re.sub(rf"[\s{SOFT_HYPHEN}\u200b]+", "", text))


def skeleton(text: str) -> str:
    """Base letters alone, none twice in a row: where a mark is a glyph of its own, the PDF says its letter twice."""
    letters = "".join(one for one in unicodedata.normalize("NFC", text) if one.isalnum())
    return re.sub(r"(.)\1+", r"\1", letters)


@lru_cache(maxsize=8)
def spoken(content: bytes) -> str:
    """The text of all pages, squeezed, in the order of the file: what is set from right to left changes places."""
    reader = read(content)
    return squeezed("".join(text for page in reader.pages for text in _runs(reader, page)))


def _runs(reader: PdfReader, page: Any) -> Iterator[str]:
    fonts = {name: _letters(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    font: dict[int, str] = {}
    marks: list[tuple[str, list[str]]] = [("", [])]
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ"):
            marks[-1][1].extend(_shown(font, operands[0]))
        elif operator in (b"BMC", b"BDC"):
            said = operands[1].get("/ActualText") if len(operands) > 1 and hasattr(operands[1], "get") else None
            marks.append((f"={said}" if said is not None else str(operands[0]), []))
        elif operator == b"EMC":
            mark, inner = marks.pop()
            if mark.startswith("="):
                inner = [mark[1:]]
            elif mark == "/ReversedChars":
                inner.reverse()
            marks[-1][1].extend(inner)
    yield "".join(marks[0][1])


def _letters(font: Any) -> dict[int, str]:
    """What each glyph stands for (ToUnicode)."""
    table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    known: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            known[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    assert "beginbfrange" not in table, "ranges are not read here"
    return known


def _shown(font: dict[int, str], operand: Any) -> list[str]:
    pieces = operand if isinstance(operand, list) else [operand]
    codes = b"".join(_bytes(piece) for piece in pieces if not isinstance(piece, (int, float)))
    return [font.get(int.from_bytes(codes[at : at + 2]), "") for at in range(0, len(codes), 2)]


def _bytes(piece: Any) -> bytes:
    return piece.original_bytes if isinstance(piece, TextStringObject) else bytes(piece)
