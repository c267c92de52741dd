"""Periods of schemes in addresses."""


class SchemePeriod:
    """`2026-H1` or `2026`; which of the two a scheme has, its definition says."""

    regex = r"[0-9]{4}(?:-H[12])?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)
