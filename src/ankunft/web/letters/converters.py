"""Occasions of letters in addresses."""


class Occasion:
    """A run (`2026-03`, `S-2026-09`), a year (`2026`) or a reclaim (`F-12`; `R-12` of earlier ones)."""

    regex = r"[0-9]{4}-0[39]|[A-Z][A-Z0-9]{0,2}-[0-9]{4}-(?:0[1-9]|1[0-2])|[0-9]{4}|[FR]-[0-9]{1,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
