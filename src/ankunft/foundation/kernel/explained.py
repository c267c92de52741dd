"""Amounts that explain themselves: stored with the line that they justify, read years later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .money import Money


@dataclass(frozen=True, slots=True)
class Source:
    """A record that a figure rests on: its kind, its key, and in words what it is."""

    kind: str
    key: str
    label: str

    def as_data(self) -> dict[str, str]:
        return {"kind": self.kind, "key": self.key, "label": self.label}

    @classmethod
    def from_data(cls, data: Mapping[str, str]) -> Source:
        return cls(data["kind"], data["key"], data["label"])


@dataclass(frozen=True, slots=True)
class Explained:
    """A result with its derivation.

    `amount` is in Rappen and, where `quantity` and `rate` are given, their product. `children` are
    the parts: of an amount the parts that add up to it, of a count the counts that add up to it.
    """

    label: str
    amount: Money | None = None
    quantity: int | None = None
    rate: Money | None = None
    reference: str = ""
    since: str = ""
    note: str = ""
    sources: tuple[Source, ...] = ()
    children: tuple[Explained, ...] = field(default=())

    def __post_init__(self) -> None:
        if (
            self.amount is not None
            and self.quantity is not None
            and self.rate is not None
            and self.rate * self.quantity != self.amount
        ):
            raise ValueError(f"{self.quantity} × {self.rate} is not {self.amount}")

    def as_data(self) -> dict[str, Any]:
        """The derivation as plain JSON values; amounts in Rappen. What is empty is left out."""
        data: dict[str, Any] = {"label": self.label}
        if self.amount is not None:
            data["amount"] = self.amount.rappen
        if self.quantity is not None:
            data["quantity"] = self.quantity
        if self.rate is not None:
            data["rate"] = self.rate.rappen
        for name in ("reference", "since", "note"):
            if value := getattr(self, name):
                data[name] = value
        if self.sources:
            data["sources"] = [source.as_data() for source in self.sources]
        if self.children:
            data["children"] = [child.as_data() for child in self.children]
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Explained:
        """Read back what `as_data` wrote."""
        return cls(
            label=data["label"],
            amount=Money(data["amount"]) if "amount" in data else None,
            quantity=data.get("quantity"),
            rate=Money(data["rate"]) if "rate" in data else None,
            reference=data.get("reference", ""),
            since=data.get("since", ""),
            note=data.get("note", ""),
            sources=tuple(Source.from_data(source) for source in data.get("sources", ())),
            children=tuple(cls.from_data(child) for child in data.get("children", ())),
        )
