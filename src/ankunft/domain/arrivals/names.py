"""Names as they are compared and searched: small Latin letters without accents, whatever script they came in."""

from __future__ import annotations

import re
import unicodedata

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
    if not small.isascii():
        # Wide and other forms of letters become plain ones, which may be capitals; marks stand apart then and go.
        apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        small = "".join(one for one in apart if not unicodedata.category(one).startswith("M")).translate(_LETTERS)
    return " ".join(_BETWEEN.sub(" ", _DROPPED.sub("", small)).split())


def search_keys(family_name: str, given_name: str) -> dict[str, str]:
    """The columns by which a person is found: the name with either part first."""
    family, given = folded(family_name), folded(given_name)
    return {
        "family_key": f"{family} {given}".strip()[:LONGEST],
        "given_key": f"{given} {family}".strip()[:LONGEST],
    }
