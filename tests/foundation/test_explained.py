"""Explanations: they add up when made and come back from storage as they were."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.kernel.explained import Explained, Source
from ankunft.foundation.kernel.money import Money

words = st.text(max_size=20)
sources = st.builds(Source, words, words, words)


@st.composite
def explanations(draw, depth=2):
    quantity = draw(st.none() | st.integers(-1000, 1000))
    rate = draw(st.none() | st.builds(Money, st.integers(-100000, 100000)))
    amount = (
        rate * quantity
        if rate is not None and quantity is not None
        else draw(st.none() | st.builds(Money, st.integers()))
    )
    children = draw(st.lists(explanations(depth - 1), max_size=3)) if depth else []
    return Explained(
        draw(words), amount, quantity, rate, draw(words), draw(words), draw(words),
        tuple(draw(st.lists(sources, max_size=2))), tuple(children),
    )  # fmt: skip


@given(explanations())
def test_comes_back_from_storage_as_it_was(explained):
    assert Explained.from_data(json.loads(json.dumps(explained.as_data()))) == explained


def test_quantity_times_rate_is_the_amount():
    Explained("Gespräche", amount=Money.francs(2400), quantity=12, rate=Money.francs(200))
    with pytest.raises(ValueError, match=r"12 × CHF 200\.00"):
        Explained("Gespräche", amount=Money.francs(2401), quantity=12, rate=Money.francs(200))


def test_a_zero_is_kept_and_emptiness_left_out():
    data = Explained("keine", amount=Money.zero(), quantity=0, rate=Money.francs(200)).as_data()
    assert data == {"label": "keine", "amount": 0, "quantity": 0, "rate": 20000}
