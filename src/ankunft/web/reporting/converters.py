"""Half-years in addresses."""

from ankunft.foundation.kernel.periods import HalfYear


class HalfYearConverter:
    """`2026-H1`."""

    regex = r"\d{4}-H[12]"

    def to_python(self, value: str) -> HalfYear:
        return HalfYear.parse(value)

    def to_url(self, value: HalfYear | str) -> str:
        return str(value)
