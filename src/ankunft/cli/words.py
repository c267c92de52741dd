"""The kinds of words a command takes, each complaining in German."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ankunft.foundation.kernel.periods import Month, Quarter


class Choice(click.Choice[str]):
    """One of a few words."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        return f"«{value}» gibt es nicht. Möglich sind: {', '.join(self.choices)}."


class MonthWord(click.ParamType[Month]):
    """A month, written 2026-03."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        if isinstance(value, Month):
            return value
        try:
            return Month.parse(value)
        except ValueError:
            self.fail(f"«{value}» ist kein Monat. Beispiel: 2026-03.", param, ctx)


class PaymentMonthWord(MonthWord):
    """A month in which contributions are paid: March or September (KS 4.5.2)."""

    name = "payment month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        month = super().convert(value, param, ctx)
        if month.month not in (3, 9):
            self.fail(f"«{month}» ist kein Zahlungsmonat. Ausbezahlt wird im März und im September.", param, ctx)
        return month


class QuarterWord(click.ParamType[Quarter]):
    """A quarter, written 2024-Q3."""

    name = "quarter"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Quarter:
        if isinstance(value, Quarter):
            return value
        try:
            return Quarter.parse(value)
        except ValueError:
            self.fail(f"«{value}» ist kein Quartal. Beispiel: 2024-Q3.", param, ctx)


class WholeNumber(click.ParamType[int]):
    """A whole number within bounds."""

    name = "number"

    def __init__(self, first: int, last: int) -> None:
        self._first, self._last = first, last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        if not value.isascii() or not value.isdigit() or not self._first <= int(value) <= self._last:
            self.fail(f"«{value}» ist keine Zahl von {self._first} bis {self._last}.", param, ctx)
        return int(value)


class ExistingPath(click.ParamType[Path]):
    """A file or a folder that there is."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if not path.exists():
            self.fail(f"Die Datei «{value}» gibt es nicht.", param, ctx)
        return path


class ExistingFile(click.ParamType[Path]):
    """A file that can be read."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if not path.exists():
            self.fail(f"Die Datei «{value}» gibt es nicht.", param, ctx)
        if not path.is_file():
            self.fail(f"«{value}» ist keine Datei.", param, ctx)
        return path


MONTH = MonthWord()
PAYMENT_MONTH = PaymentMonthWord()
QUARTER = QuarterWord()
PORT = WholeNumber(1, 65535)
BFS_NUMBER = WholeNumber(1, 9999)
FILE = ExistingFile()
FILE_OR_FOLDER = ExistingPath()
