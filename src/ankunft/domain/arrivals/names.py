"""Names as they are compared and searched: small Latin letters without accents, whatever script they came in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_OF_THEIR_OWN = {
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe", "ə": "e", "ŋ": "n",
    # Greek and Cyrillic as registers write them in Latin letters (ISO 843, ISO 9, without accents).
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch",
    "ψ": "ps", "ω": "o", "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh",
    "з": "z", "и": "i", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
    "ь": "", "э": "e", "ю": "iu", "я": "ia", "ђ": "d", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz",
    "ѓ": "g", "ќ": "k", "ѕ": "dz",
}  # fmt: skip
_LETTERS = str.maketrans(_OF_THEIR_OWN)
_DROPPED = re.compile(r"['’ʼ`´ʿʾ]")
_BETWEEN = re.compile(r"[^\w]+|_+")
LONGEST = 200
TOP = "\U0010ffff"
"""Comes after every letter: what begins with a word lies between the word and the word with this behind it."""


def folded(text: str) -> str:
    """`Özdemir-Đorđević` becomes `ozdemir dordevic`: words of small letters, one space between."""
    small = text.lower()
    if small.isascii():
        if small.isalnum():
            # One plain word, as most are.
            return small
    else:
        # Wide and other forms of letters become plain ones, which may be capitals; marks stand apart then and go.
        apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        small = "".join(one for one in apart if not unicodedata.category(one).startswith("M")).translate(_LETTERS)
    return " ".join(_BETWEEN.sub(" ", _DROPPED.sub("", small)).split())


def name_keys(family_name: str, given_name: str) -> list[str]:
    """By what a person is found: the folded name once from each of its words on, what stands before put behind.

    `Da Silva, Ana` gives `da silva ana`, `silva ana da` and `ana da silva`: so each word is the beginning of one.
    """
    words = f"{_folded(family_name)} {_folded(given_name)}".split()
    turned = (" ".join(words[start:] + words[:start])[:LONGEST].rstrip() for start in range(len(words)))
    return list(dict.fromkeys(turned))


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    """As `folded`: registers send the same names again and again, by the hundred thousand."""
    return folded(name)


class Sought(NamedTuple):
    """What was typed: all of it as it stands, and its longest word with what else must begin a word of the name."""

    phrase: str
    word: str
    others: tuple[str, ...]


def sought(text: str) -> Sought | None:
    """What somebody looks for; None where no letter was typed.

    The longest word is the one that the fewest names have, mostly.
    """
    if not (words := folded(text).split()):
        return None
    if len(words) == 1:
        return Sought(words[0], words[0], ())
    longest = max(words, key=len)
    others = list(words)
    others.remove(longest)
    return Sought(" ".join(words), longest, tuple(others))


def fits(what: Sought, family_name: str, given_name: str) -> bool:
    """Whether each word that was typed begins a word of the name, each another one as far as can be told."""
    return any(
        key.startswith(what.word) and all(f" {other}" in key for other in what.others)
        for key in name_keys(family_name, given_name)
    )
