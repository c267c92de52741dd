"""Money: whole Rappen, read and written as people do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.kernel.money import Money

amounts = st.builds(Money, st.integers(min_value=-(10**15), max_value=10**15))


@pytest.mark.parametrize(
    ("text", "rappen"),
    [
        ("0", 0),
        ("200", 200_00),
        ("1234.5", 1234_50),
        ("1234.50", 1234_50),
        ("1'234.50", 1234_50),
        ("1’234.50", 1234_50),  # the apostrophe of Babel and of Swiss keyboards
        ("1 234.50", 1234_50),
        ("1\u00a0234.50", 1234_50),
        ("CHF 518'931.00", 518_931_00),
        (" CHF 7.05 ", 7_05),
        ("-200", -200_00),
        ("−0.05", -5),
        ("1'234'567", 1_234_567_00),
    ],
)
def test_reads_what_people_write(text, rappen):
    assert Money.parse(text) == Money(rappen)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CHF",
        "1,50",
        "1.234,50",
        "1.234",
        "1'23",
        "12'34.00",
        "1'234'56",
        "--5",
        "5-",
        "1e3",
        "nan",
        "٣",
        "EUR 5",
        "5.",
        ".5",
    ],
)
def test_refuses_what_could_mean_something_else(text):
    with pytest.raises(ValueError, match="not an amount"):
        Money.parse(text)


@pytest.mark.parametrize(
    ("rappen", "plain", "grouped", "long"),
    [
        (0, "0.00", "0.00", "CHF 0.00"),
        (5, "0.05", "0.05", "CHF 0.05"),
        (-5, "-0.05", "−0.05", "CHF −0.05"),
        (1234_50, "1234.50", "1'234.50", "CHF 1'234.50"),
        (518_931_00, "518931.00", "518'931.00", "CHF 518'931.00"),
        (-1_000_000_00, "-1000000.00", "−1'000'000.00", "CHF −1'000'000.00"),
    ],
)
def test_is_written_for_files_for_tables_and_in_sentences(rappen, plain, grouped, long):
    amount = Money(rappen)
    assert (amount.plain(), amount.grouped(), str(amount)) == (plain, grouped, long)


@given(amounts)
def test_every_spelling_is_read_back(amount):
    assert Money.parse(amount.plain()) == amount
    assert Money.parse(amount.grouped()) == amount
    assert Money.parse(str(amount)) == amount


@given(amounts, amounts, amounts)
def test_adds_exactly(a, b, c):
    assert (a + b) + c == a + (b + c) == Money.sum([c, b, a])
    assert a - b == -(b - a)
    assert a + Money.zero() == a


@given(amounts, st.integers(0, 1000))
def test_a_count_times_a_rate_is_the_rate_added_up(rate, count):
    assert rate * count == count * rate == Money.sum([rate] * count)


@pytest.mark.parametrize("value", [1.0, "1", True, None])
def test_holds_whole_rappen_only(value):
    with pytest.raises(TypeError):
        Money(value)


@pytest.mark.parametrize("count", [0.5, True, "2"])
def test_is_multiplied_by_whole_counts_only(count):
    with pytest.raises(TypeError):
        Money(100) * count


def test_orders_and_tests_by_amount():
    assert Money(1) < Money(2)
    assert not Money.zero()
    assert Money(-1)
    assert Money.francs(7) == Money(700)
    assert Money.sum([]) == Money.zero()
