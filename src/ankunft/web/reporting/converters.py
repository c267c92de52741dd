"""Half-years in addresses."""

from ankunft.domain.reporting.rules import FIRST_PERIOD
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.periods import HalfYear


class HalfYearConverter:
    """`2026-H1`: from the first half-year that was ever reported to the one after today's. There are no others."""

    regex = r"[0-9]{4}-H[12]"

    def to_python(self, value: str) -> HalfYear:
        period = HalfYear.parse(value)
        if not FIRST_PERIOD <= period <= HalfYear.containing(clock.today()).next():
            raise ValueError(value)
        return period

    def to_url(self, value: HalfYear | str) -> str:
        return str(value)
