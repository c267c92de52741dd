"""The data mask of a symbol (ISO/IEC 18004, 7.8): the same choice as segno's, whole rows at a time.

Why not segno's own: it looks at every module of eight candidates, which takes 12 ms of CPU for a bill; here a row is a
number, a mask is laid over it by one operation, and the symbol takes 5 ms. For the 104 letters of a run that is 0.7 s,
a fifth of what Typst takes to set them (docs/benchmarks.md, where the demand is 1.5 times Typst alone). A mask given to
segno would be quick too, and not the one that the standard asks for. zxing-cpp takes 1 ms, but it is what the tests
read symbols back with: nothing would be independent any more. The tests hold every module against segno's choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import segno
from segno import consts

MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda i, j: (i + j) % 2 == 0,
    lambda i, _j: i % 2 == 0,
    lambda _i, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
)
"""Which modules each of the eight masks turns over, by row and column (7.8.2)."""

FORMATS = (0x5412, 0x5125, 0x5E7C, 0x5B4B, 0x45F9, 0x40CE, 0x4F97, 0x4AA0)
"""Format information of level M with each mask (7.9, table C.1)."""

_DIGITS = bytes.maketrans(b"\0\1", b"01")
_FINDER = "1011101"
_DATA = frozenset({consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT})
_TOLD = frozenset(
    {
        consts.TYPE_FORMAT_DARK,
        consts.TYPE_FORMAT_LIGHT,
        consts.TYPE_VERSION_DARK,
        consts.TYPE_VERSION_LIGHT,
        consts.TYPE_DARKMODULE,
    }
)


@dataclass(frozen=True)
class _Frame:
    """What symbols of one version have in common: bits of rows and columns, the leftmost or topmost first."""

    size: int
    fixed: list[int]
    rows: list[list[int]]
    columns: list[list[int]]


def matrix_of(payload: str) -> list[str]:
    """The modules of the symbol at level M, bytes in UTF-8: each row a text of 0 and 1."""
    first = segno.make(payload, error="m", boost_error=False, micro=False, mode="byte", encoding="utf-8", mask=0)
    frame = _frame(int(first.version))
    # Format and version are light while the masks are compared (7.8.1).
    with_format = [_number(bytes(row)) for row in first.matrix]
    rows = [row & fixed for row, fixed in zip(with_format, frame.fixed, strict=True)]
    columns = [_number(bytes(column)) for column in zip(*(_modules(row, frame.size) for row in rows), strict=True)]
    best = min(range(len(MASKS)), key=lambda mask: _penalty(frame, rows, columns, mask))
    masked = [
        _text(row ^ start ^ chosen, frame.size)
        for row, start, chosen in zip(with_format, frame.rows[0], frame.rows[best], strict=True)
    ]
    return _with_format(masked, FORMATS[best])


@cache
def _frame(version: int) -> _Frame:
    kinds = [list(row) for row in _kinds(version)]
    size = len(kinds)
    # segno counts the module beside the upper right format information among it; it is data (figure 25).
    kinds[8][size - 9] = consts.TYPE_DATA_DARK
    laid = [[[int(kinds[i][j] in _DATA and turns(i, j)) for j in range(size)] for i in range(size)] for turns in MASKS]
    return _Frame(
        size,
        [_number(bytes(kind not in _TOLD for kind in row)) for row in kinds],
        [[_number(bytes(row)) for row in mask] for mask in laid],
        [[_number(bytes(column)) for column in zip(*mask, strict=True)] for mask in laid],
    )


def _kinds(version: int) -> Iterator[Iterable[int]]:
    code: Iterator[Iterable[int]] = segno.make("0", version=version, error="m", boost_error=False).matrix_iter(
        border=0, verbose=True
    )
    return code


def _penalty(frame: _Frame, rows: list[int], columns: list[int], mask: int) -> int:
    """The penalty of the symbol with this mask instead of the first (7.8.3)."""
    across = _laid(rows, frame.rows[0], frame.rows[mask])
    down = _laid(columns, frame.columns[0], frame.columns[mask])
    full = (1 << frame.size) - 1
    dark = sum(row.bit_count() for row in across)
    lines = across + down
    return (
        sum(_runs(line) + _runs(~line & full) for line in lines)
        + 3 * sum(_blocks(above, row, full >> 1) for above, row in pairwise(across))
        + 40 * sum(_finders(_text(line, frame.size)) for line in lines)
        + 10 * int(abs(dark / frame.size**2 * 100 - 50) / 5)
    )


def _laid(lines: list[int], start: list[int], mask: list[int]) -> list[int]:
    return [line ^ before ^ after for line, before, after in zip(lines, start, mask, strict=True)]


def _runs(line: int) -> int:
    """Three points for five dark modules side by side, and one for each more."""
    fives = line & line >> 1 & line >> 2 & line >> 3 & line >> 4
    return fives.bit_count() + 2 * (fives & ~(fives << 1)).bit_count()


def _blocks(above: int, row: int, full: int) -> int:
    """How many squares of two by two modules are of one colour."""
    same = ~(above ^ row)
    return (same & same >> 1 & ~(row ^ row >> 1) & full).bit_count()


def _finders(line: str) -> int:
    """How often something looks like the pattern by which a symbol is found, with four light modules beside it."""
    count, at = 0, line.find(_FINDER)
    while at != -1:
        after = at + len(_FINDER)
        alone = "1" not in line[max(at - 4, 0) : at] or "1" not in line[after : after + 4]
        count += alone
        at = line.find(_FINDER, after if alone else at + 4)
    return count


def _with_format(rows: list[str], told: int) -> list[str]:
    """The rows with the format information around the finders (7.9.1), the dark module as it is."""
    modules = [list(row) for row in rows]
    for bit in range(8):
        low, high = str(told >> bit & 1), str(told >> (14 - bit) & 1)
        passed = bit + (bit >= 6)
        modules[passed][8] = low
        modules[8][passed] = high
        modules[8][-1 - bit] = low
        if bit < 7:
            modules[-1 - bit][8] = high
    return ["".join(row) for row in modules]


def _number(modules: bytes) -> int:
    return int(modules.translate(_DIGITS), 2)


def _text(line: int, size: int) -> str:
    return f"{line:0{size}b}"


def _modules(line: int, size: int) -> bytes:
    return bytes(int(one) for one in _text(line, size))
