"""Reading a Swiss QR code back from a picture, with a decoder that has nothing to do with what drew it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise

import zxingcpp


def read_back(png: bytes) -> list[str]:
    """The texts of all QR codes in a picture made by Typst (8 bits, RGBA); level and encoding are checked besides."""
    width, rows = _reds(png)
    found = zxingcpp.read_barcodes(
        memoryview(b"".join(rows)).cast("B", shape=(len(rows), width)),
        text_mode=zxingcpp.TextMode.Plain,
    )
    assert all((str(one.format), one.ec_level) == ("QR Code", "M") for one in found)
    return [bytes(one.bytes).decode("utf-8") for one in found]


def _reds(png: bytes) -> tuple[int, list[bytes]]:
    """Width and rows of the red channel: black and white need no other. Filters work on each channel for itself."""
    chunks = list(_chunks(png))
    width, height, depth, colour = struct.unpack(">IIBB", dict(chunks)[b"IHDR"][:10])
    assert (depth, colour) == (8, 6)
    raw = zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    length = 4 * width + 1
    rows: list[bytes] = []
    above = bytes(width)
    for y in range(height):
        row = raw[y * length : (y + 1) * length]
        above = _unfiltered(row[0], row[1::4], above)
        rows.append(above)
    return width, rows


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _unfiltered(kind: int, row: bytes, above: bytes) -> bytes:
    """A row without its filter (PNG, chapter 9)."""
    if kind == 0:
        return row
    if kind == 2:
        return bytes((one + up) & 255 for one, up in zip(row, above, strict=True))
    out = bytearray()
    left = 0
    for one, (corner, up) in zip(row, pairwise(b"\0" + above), strict=True):
        guess = {1: left, 3: (left + up) // 2, 4: _paeth(left, up, corner) if kind == 4 else 0}[kind]
        left = (one + guess) & 255
        out.append(left)
    return bytes(out)


def _paeth(left: int, up: int, corner: int) -> int:
    start = left + up - corner
    return min((left, up, corner), key=lambda one: abs(start - one))
