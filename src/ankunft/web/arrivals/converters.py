"""How an address names a person, and an arrival."""

from __future__ import annotations

from ankunft.domain.arrivals.rules import ARRIVAL_REFERENCE, REFERENCE


class ReferenceConverter:
    """`P-7K3M-92QD`: random, so that addresses and logs name nobody."""

    regex = REFERENCE.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ArrivalConverter(ReferenceConverter):
    """`Z-7K3M-92QD`."""

    regex = ARRIVAL_REFERENCE.pattern
