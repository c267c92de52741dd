"""What pictures say and list: sentences and tables with the figures of their values."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.pictures.drawings import drawing, legend
from ankunft.foundation.pictures.shapes import WIDE, Ink
from ankunft.foundation.pictures.tables import table
from ankunft.foundation.pictures.values import (
    Balance,
    Bars,
    Fan,
    Flow,
    Group,
    Known,
    Mark,
    Marker,
    Movement,
    Node,
    Spread,
    Stream,
    Waterfall,
)
from ankunft.foundation.pictures.words import message

M = 1_000_000
NODES = (Node("a", "KIP 2", 0), Node("b", "KIP 3", 0), Node("x", "Fall\u00adführung", 1), Node("y", "Sprache", 1))
FLOW = Flow("Geldfluss", ("Von", "Nach"), NODES, (Stream("a", "x", 300 * M), Stream("b", "y", 100 * M)))
EMPTY = Flow("Geldfluss", ("Von", "Nach"), NODES, (Stream("a", "x", 0),))
BARS = Bars("Plan", "Position", (Group("A", 200 * M, 50 * M, 190 * M), Group("B", 100 * M, None, 144 * M)))
FALL = Waterfall(
    "Saldo",
    (Balance("1.1.", 843 * M), Movement("X", -900 * M), Movement("IT", None), Movement("Y", M), Balance("E", -56 * M)),
)
FAN = Fan(
    "Saldo",
    (Spread(date(2025, 12, 31), -124 * M, -80 * M, -56 * M, 10 * M, 12 * M),),
    (Known(date(2024, 12, 31), 99 * M),),
    (Marker(date(2025, 12, 31), "Frist"), Marker(date(2025, 8, 17), "Mittel aufgebraucht", Mark.RUNS_DRY)),
)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            FLOW,
            "CHF 4.00 Mio. fliessen aus 2 Quellen in 2 Ziele. Am meisten gibt «KIP 2»: CHF 3.00 Mio. (75 %). "
            "Am meisten geht an «Fallführung»: CHF 3.00 Mio. (75 %).",
        ),
        (EMPTY, "Es fliesst kein Geld."),
        (
            BARS,
            "Zusammen geplant CHF 3.00 Mio., hochgerechnet CHF 3.34 Mio., gebucht CHF 0.50 Mio. (17 % des Plans). "
            "Über dem Plan: 1 von 2, am weitesten «B» mit CHF 0.44 Mio. mehr als geplant.",
        ),
        (
            Bars("Plan", "Jahr", (Group("A", 2 * M, None, M),), has_total=False),
            "Keine Zahl liegt über dem Plan.",
        ),
        (Bars("Plan", "Jahr", (Group("A", 300 * M),)), "Zusammen geplant CHF 3.00 Mio."),
        (Bars("Plan", "Jahr", (Group("A", None),)), "Es gibt nichts zu vergleichen."),
        (
            FALL,
            "Aus CHF 8.43 Mio. werden mit Eingängen von CHF 10'000 und Ausgaben von CHF 9.00 Mio. am Ende "
            "CHF −0.56 Mio. Unter null fällt der Saldo mit «X». 1 Posten ist nicht beziffert.",
        ),
        (
            Waterfall("S", (Balance("a", 5000), Movement("b", -2000), Balance("c", 3000))),
            "Aus CHF 50 werden mit Ausgaben von CHF 20 am Ende CHF 30.",
        ),
        (
            FAN,
            "Am 31.12.2025 liegt der Saldo in der Mitte der Rechnungen bei CHF −0.56 Mio., in neun von zehn zwischen "
            "CHF −1.24 Mio. und CHF 0.12 Mio. Mittel aufgebraucht: 17.08.2025. Frist: 31.12.2025.",
        ),
    ],
    ids=["flow", "no_flow", "bars", "no_total", "plan_alone", "no_figures", "waterfall", "small", "fan"],
)
def test_what_a_picture_says(values, said):
    assert message(values).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("values", "heads", "rows"),
    [
        (
            FLOW,
            ("Von", "Nach", "CHF"),
            [
                ("KIP 2", "Fallführung", "3'000'000.00"),
                ("KIP 3", "Sprache", "1'000'000.00"),
                ("Zusammen", "", "4'000'000.00"),
            ],
        ),
        (
            BARS,
            ("Position", "Plan CHF", "Gebucht CHF", "Hochgerechnet CHF"),
            [
                ("A", "2'000'000.00", "500'000.00", "1'900'000.00"),
                ("B", "1'000'000.00", "–", "1'440'000.00"),
                ("Zusammen", "3'000'000.00", "500'000.00", "3'340'000.00"),
            ],
        ),
        (
            FALL,
            ("Schritt", "CHF"),
            [
                ("1.1.", "8'430'000.00"),
                ("X", "−9'000'000.00"),
                ("IT", "nicht beziffert"),
                ("Y", "10'000.00"),
                ("E", "−560'000.00"),
            ],
        ),
        (
            FAN,
            ("Saldo in CHF am", "Herkunft", "5 von 100", "25 von 100", "50 von 100", "75 von 100", "95 von 100"),
            [
                ("31.12.2024", "gebucht", "–", "–", "990'000.00", "–", "–"),
                (
                    "31.12.2025",
                    "hochgerechnet",
                    "−1'240'000.00",
                    "−800'000.00",
                    "−560'000.00",
                    "100'000.00",
                    "120'000.00",
                ),
            ],
        ),
    ],
    ids=["flow", "bars", "waterfall", "fan"],
)
def test_the_table_has_every_figure_to_the_rappen(values, heads, rows):
    shown = table(values)
    assert (shown.head, *shown.word_heads, *shown.figure_heads) == heads
    assert [(row.label, *row.words, *row.figures) for row in shown.rows] == rows
    assert all(len(line.figures) == len(shown.figure_heads) for line in shown.lines)


def test_two_nodes_of_one_name_are_two():
    nodes = (Node("a", "Bund", 0), Node("b", "Bund", 0), Node("x", "Sprache", 1), Node("y", "Sprache", 1))
    flow = Flow("Geldfluss", ("Von", "Nach"), nodes, (Stream("a", "x", 300 * M), Stream("b", "y", 100 * M)))
    assert message(flow).replace("\u00a0", " ").startswith("CHF 4.00 Mio. fliessen aus 2 Quellen in 2 Ziele.")


def test_a_kind_without_figures_has_no_column():
    shown = table(Bars("Plan", "Jahr", (Group("2024", M), Group("2025", 2 * M))))
    assert shown.figure_heads == ("Plan CHF",)
    assert shown.rows[-1].figures == ("30'000.00",)


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.integers(0, 10**11))] * 3), min_size=1, max_size=5))
def test_a_sentence_never_fails_whatever_is_missing(amounts):
    bars = Bars("Plan", "Jahr", tuple(Group(str(place), *one) for place, one in enumerate(amounts)))
    assert message(bars).endswith(".")
    assert "None" not in message(bars)


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (FLOW, []),
        (BARS, ["Plan", "Gebucht", "Hochgerechnet"]),
        (FALL, ["Saldo", "Saldo unter null", "Eingang", "Ausgabe", "nicht beziffert"]),
        (FAN, ["Gebucht", "Mitte der Rechnungen", "jede zweite Rechnung", "neun von zehn Rechnungen"]),
    ],
    ids=["flow", "bars", "waterfall", "fan"],
)
def test_the_legend_names_what_is_drawn_and_nothing_else(values, labels):
    keys = legend(values)
    assert [key.label for key in keys] == labels
    drawn = {shape.ink for shape in drawing(values, WIDE).shapes}
    assert {shape.ink for key in keys for shape in key.shapes} <= drawn


def test_two_inks_of_one_picture_are_told_apart_without_colour():
    """Of bars that stand side by side one is empty, one full, one hatched."""
    hatched = [Ink.HATCH in {shape.ink for shape in key.shapes} for key in legend(BARS)]
    assert hatched == [False, False, True]


def test_what_is_no_picture_is_refused():
    for ask in (message, table, lambda values: drawing(values, WIDE)):
        with pytest.raises(TypeError, match="no picture"):
            ask("text")
