"""Swiss francs as whole Rappen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_AMOUNT = re.compile(r"(?P<sign>[-−])?(?P<francs>[0-9]+|[0-9]{1,3}(?:['’][0-9]{3})+)(?:\.(?P<rappen>[0-9]{1,2}))?")
_BLANKS = ("\u00a0", "\u202f", " ")


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount in CHF, held as whole Rappen: sums and comparisons are exact on every database."""

    rappen: int

    def __post_init__(self) -> None:
        if type(self.rappen) is not int:
            raise TypeError("Money holds whole Rappen")

    @classmethod
    def zero(cls) -> Money:
        return cls(0)

    @classmethod
    def francs(cls, francs: int) -> Money:
        """A round amount: `Money.francs(200)` is CHF 200.00."""
        return cls(francs * 100)

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read `1'234.50`, `1’234.50`, `1234.5`, `-200` or `CHF 200.00`.

        Raises ValueError for anything else, in particular for a decimal comma: it is ambiguous.
        """
        cleaned = text.strip().removeprefix("CHF")
        for blank in _BLANKS:
            cleaned = cleaned.replace(blank, "")
        match = _AMOUNT.fullmatch(cleaned)
        if match is None:
            raise ValueError(f"not an amount in CHF: {text!r}")
        francs = int(re.sub("['’]", "", match["francs"]))
        rappen = francs * 100 + int((match["rappen"] or "").ljust(2, "0"))
        return cls(-rappen if match["sign"] else rappen)

    def plain(self) -> str:
        """`1234.50`: for files and JSON."""
        sign = "-" if self.rappen < 0 else ""
        return f"{sign}{abs(self.rappen) // 100}.{abs(self.rappen) % 100:02d}"

    def grouped(self) -> str:
        """`1'234.50`: for tables, where the column says CHF."""
        sign = "−" if self.rappen < 0 else ""
        francs = f"{abs(self.rappen) // 100:,}".replace(",", "'")
        return f"{sign}{francs}.{abs(self.rappen) % 100:02d}"

    def __str__(self) -> str:
        return f"CHF {self.grouped()}"

    def __add__(self, other: Money) -> Money:
        return Money(self.rappen + other.rappen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.rappen - other.rappen)

    def __neg__(self) -> Money:
        return Money(-self.rappen)

    def __mul__(self, count: int) -> Money:
        if type(count) is not int:
            raise TypeError("an amount is multiplied by a whole count")
        return Money(self.rappen * count)

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return self.rappen != 0

    @staticmethod
    def sum(amounts: Iterable[Money]) -> Money:
        """The total of amounts that were each rounded on their own line."""
        return Money(sum(amount.rappen for amount in amounts))
