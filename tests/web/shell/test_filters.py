"""Swiss formats, whatever the language of the page."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.shell.templatetags import ankunft as tags

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (tags.chf(123450), "1'234.50"),
        (tags.chf(Money(123450)), "1'234.50"),
        (tags.chf(0), "0.00"),
        (tags.chf(-60000), "−600.00"),
        (tags.chf(None), "–"),
        (tags.chf(""), "–"),
        (tags.chf_or_dash(0), "–"),
        (tags.chf_or_dash(Money(5)), "0.05"),
        (tags.chf_or_dash(None), "–"),
        (tags.chf_long(100000000), f"CHF{NBSP}1'000'000.00"),
        (tags.chf_long(None), "–"),
        (tags.number(12450), "12'450"),
        (tags.number(0), "0"),
        (tags.number(-1200), "−1'200"),
        (tags.number(None), "–"),
        (tags.percent(0.457), f"45.7{NBSP}%"),
        (tags.percent(Decimal("0.4565")), f"45.7{NBSP}%"),
        (tags.percent(-0.25, 0), f"−25{NBSP}%"),
        (tags.percent(12.5), f"1'250.0{NBSP}%"),
        (tags.percent(0), f"0.0{NBSP}%"),
        (tags.percent(None), "–"),
        (tags.day(date(2025, 12, 31)), "31.12.2025"),
        (tags.day(datetime(2025, 12, 31, 23, 30, tzinfo=UTC)), "01.01.2026"),
        (tags.day("2018-07-01"), "01.07.2018"),
        (tags.day("seit Anfang 2018"), "seit Anfang 2018"),
        (tags.day(None), "–"),
        (tags.moment(datetime(2026, 3, 16, 13, 5, tzinfo=UTC)), "16.03.2026, 14:05"),
        (tags.moment(None), "–"),
        (tags.half_year(HalfYear(2025, 2)), "2025-H2"),
        (tags.half_year("2025-H2"), "2025-H2"),
        (tags.half_year(None), "–"),
    ],
)
@pytest.mark.parametrize("language", ["de-ch", "en"])
def test_is_written_the_swiss_way(shown, expected, language):
    with translation.override(language):
        assert shown == expected


def test_a_long_day_is_in_the_language_of_the_page():
    with translation.override("de-ch"):
        assert tags.long_day(date(2026, 11, 22)) == "Sonntag, 22. November 2026"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 16), "seit 6 Tagen"),
        (date(2026, 11, 21), "seit gestern"),
        (date(2026, 11, 22), "heute"),
        (date(2026, 11, 23), "morgen"),
        (date(2026, 11, 24), "bis 24.11."),
        (date(2026, 12, 31), "bis 31.12."),
        (date(2027, 1, 31), "bis 31.01.2027"),
        (None, ""),
    ],
)
def test_a_due_day_is_told_in_words(on_day, day, words):
    on_day(date(2026, 11, 22))
    assert tags.due_words(day) == words
