"""How wide a text is in Fira Sans, and where it breaks: a server has no screen to ask."""

from __future__ import annotations

SIZE = 13
"""The size of every text in a picture, in its units: the smallest that the interface knows."""
LINE = 16
"""From one line to the next."""
SHY = "\u00ad"

# Advances of the regular weight in hundredths of the size, figures all alike.
_ADVANCES = {
    25: "' !,.:;’\u00a0",
    30: "()IJ[]`ijl{}|ìíîïÌÍÎÏ",
    35: "ft",
    40: '"-r',
    45: "*?sz",
    50: "#+/<=>FLTZ\\_cgkvxy~×ç÷ýÿ–−",
    55: "$ACESVXY^aeÀÁÂÃÄÅÇÈÉÊËÝàáâãäåèéêëð»«",
    57: "0123456789",
    60: "BKPRbdhnopquÞñòóôõöøùúûüþ",
    65: "DGUÐÙÚÛÜ",
    75: "HNOQwÑÒÓÔÕÖØ&…",
    85: "%WmæMÆ",
}
_ADVANCE = {character: advance for advance, characters in _ADVANCES.items() for character in characters}
_UNKNOWN = 100
_STRONGER = 1.06
"""The semibold weight runs that much wider."""
_VOWELS = frozenset("aeiouyäöüàéèêôûAEIOUYÄÖÜ")
_SHORTEST = 3
"""No part of a broken word is shorter."""


def width(text: str, *, is_strong: bool = False) -> float:
    """The width of a line, in units of the picture."""
    hundredths = sum(_ADVANCE.get(character, _UNKNOWN) for character in text if character != SHY)
    return hundredths / 100 * SIZE * (_STRONGER if is_strong else 1)


def wrapped(text: str, room: float, most: int) -> list[str]:
    """The text in at most so many lines of that room; the last one ends in «…» where there is more."""
    lines: list[str] = []
    for word in text.split():
        for part in _parts(word, room):
            _add(lines, part, room)
    lines = lines or [""]
    if len(lines) > most:
        lines = [*lines[: most - 1], _shortened(" ".join(lines[most - 1 :]), room)]
    return [line.replace(SHY, "") for line in lines]


def breaks_no_word(text: str, room: float, most: int) -> bool:
    """Whether the text fits without breaking a word where its writer did not say so, and without «…»."""
    pieces = [piece + ("-" if not is_last else "") for word in text.split() for piece, is_last in _pieces(word)]
    return all(width(piece) <= room for piece in pieces) and not wrapped(text, room, most)[-1].endswith("…")


def _pieces(word: str) -> list[tuple[str, bool]]:
    pieces = word.split(SHY)
    return [(piece, place == len(pieces)) for place, piece in enumerate(pieces, start=1)]


def _add(lines: list[str], part: str, room: float) -> None:
    """The next word, or part of one (it ends in a soft hyphen): on the last line if it fits, else on one of its own."""
    last = lines[-1] if lines else None
    if last is None:
        lines.append(part)
        return
    joined = last + part if last.endswith(SHY) else f"{last} {part}"
    if width(joined) + (width("-") if part.endswith(SHY) else 0) <= room:
        lines[-1] = joined
        return
    if last.endswith(SHY):
        lines[-1] = last + "-"
    lines.append(part)


def _parts(word: str, room: float) -> list[str]:
    """A word as it may be broken: at its soft hyphens, and elsewhere only where a part would not fit a line."""
    parts: list[str] = []
    for piece, is_last in _pieces(word):
        rest = piece
        while width(rest) + (0 if is_last else width("-")) > room and len(rest) > 1:
            place = _break(rest, room)
            parts.append(rest[:place] + SHY)
            rest = rest[place:]
        parts.append(rest if is_last else rest + SHY)
    return parts


def _break(word: str, room: float) -> int:
    """Where a word that is too long breaks: before a consonant with a vowel behind it, as late as there is room."""
    fits = [place for place in range(1, len(word)) if width(word[:place] + "-") <= room] or [1]
    good = [
        place
        for place in fits
        if _SHORTEST <= place <= len(word) - _SHORTEST
        and word[place] not in _VOWELS
        and word[place].isalpha()
        and word[place + 1] in _VOWELS
    ]
    return (good or fits)[-1]


def _shortened(text: str, room: float) -> str:
    plain = text.replace(f"{SHY}- ", "").replace(SHY, "")
    while plain and width(plain + "…") > room:
        plain = plain[:-1]
    return plain.rstrip() + "…"
