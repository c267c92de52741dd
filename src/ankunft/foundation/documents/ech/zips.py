"""Archives of very many small files: their list is read piece by piece, and each file when its turn comes.

What an archive says of itself is a claim: each file is unpacked no further than its declared length, must be exactly so
long, and must have the declared check sum.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

_END, _END_64, _LOCATOR_64 = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q"), struct.Struct("<4sLQL")
_MEMBER, _LOCAL = struct.Struct("<4s6H3L5H2L"), struct.Struct("<26x2H")
_LONGEST_COMMENT = 1 << 16
_LONGEST_MEMBER = _MEMBER.size + 3 * (1 << 16)
_PIECE = 1 << 20
"""Bytes of the list of an archive that are read at once."""
_LATER = 0xFFFFFFFF
_EXTRA_64 = 1
_ENCRYPTED, _UTF8 = 0x1, 0x800
_STORED, _DEFLATED = 0, 8
_GUESSED_NAMES = 512


class Broken(ValueError):
    """An archive, or a file in it, that is not what it says."""


class Member(NamedTuple):
    """A file of an archive: what its list says of it, and where it begins."""

    name: str
    offset: int
    packed: int
    size: int
    method: int
    checksum: int
    is_encrypted: bool


def members(path: Path) -> Iterator[Member]:
    """The files of an archive, in the order of its list; Broken if there is none that can be read."""
    with path.open("rb") as stream:
        start, count = _list_of(stream)
        stream.seek(start)
        piece, at, more = b"", 0, True
        for _number in range(count):
            if more and len(piece) - at < _LONGEST_MEMBER:
                added = stream.read(_PIECE)
                piece, at, more = piece[at:] + added, 0, len(added) == _PIECE
            member, at = _member(piece, at)
            yield member


def count_of(path: Path) -> int:
    """How many files (and folders) the archive lists; Broken as `members`."""
    with path.open("rb") as stream:
        return _list_of(stream)[1]


def content_of(stream: BinaryIO, member: Member) -> bytes:
    """The file, unpacked; Broken where it is not as its list says, or packed in another way."""
    if member.is_encrypted or member.method not in (_STORED, _DEFLATED):
        raise Broken
    stream.seek(member.offset)
    head = stream.read(_LOCAL.size + _GUESSED_NAMES + member.packed)
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        raise Broken
    start = _LOCAL.size + sum(_LOCAL.unpack_from(head))
    packed = head[start : start + member.packed]
    if len(packed) < member.packed:
        packed += stream.read(member.packed - len(packed))
    content = packed if member.method == _STORED else _inflated(packed, member.size)
    if len(content) != member.size or zlib.crc32(content) != member.checksum:
        raise Broken
    return content


def _inflated(packed: bytes, size: int) -> bytes:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = engine.decompress(packed, size + 1)
    except zlib.error:
        raise Broken from None
    if not engine.eof:
        raise Broken
    return content


def _list_of(stream: BinaryIO) -> tuple[int, int]:
    """Where the list of an archive begins, and how many files it has."""
    length = stream.seek(0, 2)
    tail_start = max(0, length - _END.size - _LONGEST_COMMENT)
    stream.seek(tail_start)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + _END.size:
        raise Broken
    *_rest, count, _size, start, _comment = _END.unpack_from(tail, at)
    if start == _LATER or count == 0xFFFF:
        return _list_64(stream, tail_start + at, (start, count))
    return start, count


def _list_64(stream: BinaryIO, end: int, otherwise: tuple[int, int]) -> tuple[int, int]:
    """The same where the archive is large (ZIP64); `otherwise` where it only looks like that."""
    if end < _LOCATOR_64.size:
        return otherwise
    stream.seek(end - _LOCATOR_64.size)
    signature, _disk, at, _disks = _LOCATOR_64.unpack(stream.read(_LOCATOR_64.size))
    if signature != b"PK\x06\x07":
        return otherwise
    stream.seek(at)
    record = stream.read(_END_64.size)
    if len(record) < _END_64.size or not record.startswith(b"PK\x06\x06"):
        raise Broken
    *_rest, count, _size, start = _END_64.unpack(record)
    return start, count


def _member(piece: bytes, at: int) -> tuple[Member, int]:
    """The file that is listed there, and where the next one is."""
    name_at = at + _MEMBER.size
    if len(piece) < name_at or not piece.startswith(b"PK\x01\x02", at):
        raise Broken
    fields = _MEMBER.unpack_from(piece, at)
    flags, method, checksum, packed, size = fields[3], fields[4], fields[7], fields[8], fields[9]
    name_length, extra_length, comment_length, offset = fields[10], fields[11], fields[12], fields[16]
    extra_at = name_at + name_length
    end = extra_at + extra_length + comment_length
    if len(piece) < end:
        raise Broken
    if _LATER in (size, packed, offset):
        size, packed, offset = _large(piece[extra_at : extra_at + extra_length], size, packed, offset)
    name = piece[name_at:extra_at].decode("utf-8" if flags & _UTF8 else "cp437", "replace")
    return Member(name, offset, packed, size, method, checksum, bool(flags & _ENCRYPTED)), end


def _large(extra: bytes, *values: int) -> list[int]:
    """The values with those filled in that are too large for their field, and stand in an extra one."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == _EXTRA_64:
            missing = sum(value == _LATER for value in values)
            if length < missing * 8 or at + 4 + length > len(extra):
                raise Broken
            later = iter(struct.unpack_from(f"<{missing}Q", extra, at + 4))
            return [next(later) if value == _LATER else value for value in values]
        at += 4 + length
    raise Broken
