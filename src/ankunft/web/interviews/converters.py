"""How an address names an interview."""

from __future__ import annotations

import re

from ankunft.domain.arrivals.rules import ALPHABET


class InterviewConverter:
    """`G-7K3M-92QD`: random, so that addresses and logs name nobody."""

    regex = rf"G-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}"

    @classmethod
    def is_one(cls, text: str) -> bool:
        """Whether the text is the reference of an interview."""
        return re.fullmatch(cls.regex, text) is not None

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
