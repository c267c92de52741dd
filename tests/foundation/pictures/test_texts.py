"""How texts are measured and broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.pictures.texts import breaks_no_word, width, wrapped

LETTERS = st.text(st.sampled_from("aeioubdfgklmnrstwzÄÖü -/1.\u00ad"), max_size=60)


@given(LETTERS, st.integers(60, 300), st.integers(1, 5))
def test_lines_fit_their_room(text, room, most):
    lines = wrapped(text, room, most)
    assert 1 <= len(lines) <= most
    assert all(width(line) <= room for line in lines)


@given(LETTERS, st.integers(60, 300))
def test_no_letter_is_lost(text, room):
    def letters(words):
        return words.replace("-", "").replace(" ", "").replace("\u00ad", "")

    assert letters("".join(wrapped(text, room, 1000))) == letters(text)


@pytest.mark.parametrize(
    ("text", "room", "most", "lines"),
    [
        ("Programm R", 200, 2, ["Programm R"]),
        ("Frühe Sprachförderung", 110, 2, ["Frühe", "Sprachförderung"]),
        ("Potenzialabklärung", 95, 2, ["Potenzialabklä-", "rung"]),
        ("Inte\u00adgration", 200, 2, ["Integration"]),
        ("Inte\u00adgration", 45, 2, ["Inte-", "gration"]),
        ("eins zwei drei", 30, 2, ["eins", "zw…"]),
        ("", 30, 2, [""]),
    ],
)
def test_where_a_text_breaks(text, room, most, lines):
    assert wrapped(text, room, most) == lines


@pytest.mark.parametrize(
    ("text", "fits"),
    [("Inte\u00adgration", True), ("Inte\u00adgrations\u00advorbereitung", False), ("Frühe Hilfe im Alter", False)],
)
def test_whether_a_text_fits_without_breaking_words(text, fits):
    assert breaks_no_word(text, 60, 2) is fits
