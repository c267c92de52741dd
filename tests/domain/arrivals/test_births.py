"""Days of birth that are known in part only, and the languages that there are."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.arrivals.births import Birth, birth_in, birth_of, birth_text
from ankunft.domain.arrivals.languages import LETTERS, language_name, languages


@pytest.mark.parametrize(
    ("typed", "birth"),
    [
        ("", Birth()),
        ("17.05.1990", Birth(date(1990, 5, 17), 1990)),
        ("17. 5. 1990", Birth(date(1990, 5, 17), 1990)),
        ("05.1990", Birth(None, 1990, 5)),
        ("1990", Birth(None, 1990)),
        ("1990-05-17", Birth(date(1990, 5, 17), 1990)),
        ("1990-05", Birth(None, 1990, 5)),
        ("00.00.1990", Birth(None, 1990)),
    ],
)
def test_what_is_typed_is_understood(typed, birth):
    assert birth_in(typed) == birth


@pytest.mark.parametrize(
    "typed", ["31.02.1990", "13.1990", "17.00.1990", "90", "gestern", "17.05.", "1.1.1990 oder so"]
)
def test_what_is_no_birth_is_refused(typed):
    with pytest.raises(ValueError, match=r"."):
        birth_in(typed)


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 2))
def test_what_is_shown_can_be_typed_again(day, unknown):
    parts = (day.year, day.month if unknown < 2 else None, day.day if unknown < 1 else None)
    birth = birth_of(*parts)
    assert birth_in(birth_text(birth)) == birth


def test_every_language_of_the_letters_has_a_name():
    needed = [
        "de",
        "fr",
        "it",
        "en",
        "sq",
        "ar",
        "bs",
        "hr",
        "sr",
        "bg",
        "fa",
        "prs",
        "el",
        "hu",
        "ku",
        "mk",
        "pl",
        "pt",
        "ro",
        "ru",
        "so",
        "es",
        "ta",
        "th",
        "ti",
        "tr",
        "uk",
    ]
    assert set(needed) == set(LETTERS)
    for language in ("de", "en"):
        with override(language):
            assert set(needed) <= set(languages())
            assert all(name and name != code for code, name in languages().items())
            assert len(set(languages().values())) == len(languages())
    assert language_name("ku") == "Kurdisch (Kurmandschi)"
    assert language_name("xx") == "xx"
