"""The components that rooms include, and the tags that go with them."""

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from ankunft.foundation.kernel.explained import Explained, Source
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.components import Chip, LegendStep, Step, WorkItem
from tests.support.pages import check_page

EXPLAINED = Explained(
    "Olten",
    Money(502600),
    note="Zwei Teile.",
    children=(
        Explained(
            "Erstinformationsgespräche 2025-H2",
            Money(460000),
            23,
            Money(20000),
            "KRS-GEF-2017/01 4.3.2",
            since="2017-01-01",
            sources=(Source("report", "7", "Bericht"), Source("unknown", "8", "Beleg")),
        ),
        Explained(
            "Sockelbeitrag 2026", Money(42600), children=(Explained("Personen", quantity=6098), Explained("Korrektur"))
        ),
    ),
)


def render(template, address="/", /, **context):
    request = RequestFactory().get(address)
    page = engines["django"].from_string(template).render({"request": request, **context}, None)
    check_page(page, "component")
    return " ".join(page.split())  # unbreakable spaces too


def include(component, /, **context):
    return render(f'{{% include "shell/components/{component}.html" %}}', **context)


@pytest.mark.parametrize("explained", [EXPLAINED, EXPLAINED.as_data()], ids=["computed", "stored"])
def test_a_derivation_shows_every_part(empty, explained):
    empty.links.register("report", lambda key: f"/berichte/{key}/")
    empty.links.register("law", lambda reference: "/recht/" if reference else None)
    page = include("derivation", explained=explained, name="Olten")
    assert "So kommt Olten auf CHF 5'026.00" in page
    assert "23 × CHF 200.00" in page
    assert "4'600.00" in page
    assert '<a href="/berichte/7/">Bericht</a>' in page
    assert "Beleg" in page
    assert '<a href="/recht/">KRS-GEF-2017/01 4.3.2</a>, seit 01.01.2017' in page
    assert "6'098" in page
    assert "Zwei Teile." in page
    assert page.count('derivation__line"') == 4


def test_a_derivation_without_parts_or_name_is_its_own_line():
    page = include("derivation", explained=Explained("Rückforderung", Money(-20000), -1, Money(20000)))
    assert "So entstehen CHF −200.00" in page
    assert "−1 × CHF 200.00" in page


def test_steps_tell_their_state_in_words_too():
    steps = [Step("Berechnet", "System", "done"), Step("Freigabe", "wartet", "current"), Step("Bestätigt", "", "todo")]
    page = include("steps", steps=steps)
    assert page.count("(erledigt)") == 1
    assert page.count('aria-current="step"') == 1
    assert page.count("(jetzt)") == 1


def test_a_button_in_a_work_list_says_what_it_is_about():
    item = WorkItem("heute", "Bericht prüfen", "Olten 2025-H2", "/x/", "Prüfen")
    assert 'Prüfen<span class="govuk-visually-hidden">: Bericht prüfen, Olten 2025-H2</span>' in include(
        "worklist", items=[item]
    )


def test_a_figure_with_an_address_is_a_link():
    assert include("figure", value="9", label="zurückbehalten", url="?f=2").startswith('<a class="figure" href="?f=2">')
    assert include("figure", value="9", label="zurückbehalten").startswith('<div class="figure">')


def test_chips_mark_the_current_choice():
    page = include("chips", chips=[Chip("Alle", "?", current=True, count=1104), Chip("Andere", "?f=1")])
    assert '<a class="chips__chip" href="?" aria-current="true">Alle 1\'104</a>' in page
    assert '<a class="chips__chip" href="?f=1">Andere</a>' in page


def test_a_card_frames_what_it_holds():
    page = render('{% card "Titel" "quiet" %}<p>{{ text }}</p>{% endcard %}', text="<b>")
    assert page == ('<section class="card card--quiet"> <h2 class="card__title">Titel</h2> <p>&lt;b&gt;</p> </section>')


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("tag", {"text": "geprüft", "kind": "ok"}, '<strong class="tag tag--ok">geprüft</strong>'),
        ("tag", {"text": "offen"}, '<strong class="tag tag--neutral">offen</strong>'),
        ("breadcrumb", {"url": "/laeufe/", "label": "Läufe"}, 'href="/laeufe/"'),
        ("progress", {"value": 41, "pending": 5, "total": 57, "label": "41 von 57"}, 'aria-label="41 von 57"'),
        ("banner", {"text": "Gespeichert.", "kind": "success"}, 'class="notice notice--ok" role="status"'),
        ("banner", {"text": "Fehlt.", "kind": "error"}, 'class="notice notice--bad" role="alert"'),
        ("banner", {"text": "Hinweis."}, 'class="notice notice--info" role="status"'),
        ("empty", {"title": "Nichts.", "url": "/x/", "button": "Neu"}, '<a class="button" href="/x/">Neu</a>'),
        ("legend", {"steps": [LegendStep("ab 40 %", "ramp-6")], "source": "BFS"}, "legend__swatch ramp-6"),
    ],
)
def test_a_component_shows_what_it_is_given(name, values, expected):
    assert expected in include(name, **values)


class TestAddresses:
    @pytest.mark.parametrize(
        ("address", "tag", "expected"),
        [
            ("/?q=a&page=3", "{% url_with page=4 %}", "?q=a&amp;page=4"),
            ("/?q=a&page=3", "{% url_with filter='late' %}", "?q=a&amp;filter=late"),
            ("/?q=a&filter=late", "{% url_with filter=None %}", "?q=a"),
            ("/?kind=a&kind=b", "{% url_with page=2 %}", "?kind=a&amp;kind=b&amp;page=2"),
            ("/", "{% url_with q='' %}", "?"),
        ],
    )
    def test_keep_the_other_filters(self, address, tag, expected):
        assert render(tag, address) == expected

    @pytest.mark.parametrize(
        ("address", "href", "direction"),
        [
            ("/", "?sort=amount", None),
            ("/?sort=amount&q=a", "?sort=-amount&amp;q=a", "ascending"),
            ("/?sort=-amount", "?sort=amount", "descending"),
            ("/?sort=name", "?sort=amount", None),
        ],
    )
    def test_a_head_sorts_one_way_then_the_other(self, address, href, direction):
        page = render('{% sort_header "amount" "Betrag" "num" %}', address)
        assert f'href="{href}"' in page
        assert ("aria-sort" in page) == (direction is not None)
        assert direction is None or f'aria-sort="{direction}"' in page

    def test_pages_keep_the_filters_and_leave_out_the_middle(self):
        page = include_page(Paginator(range(1040), 10).get_page(50), "/?q=a&page=50")
        assert "491 bis 500 von 1'040" in page
        assert 'href="?q=a&amp;page=49"' in page
        assert "…" in page
        assert '<span class="pagination__link" aria-current="page">50</span>' in page

    def test_one_page_needs_no_pages(self):
        assert include_page(Paginator(range(5), 10).get_page(1), "/") == ""


def include_page(page, address):
    return render('{% include "shell/components/pagination.html" %}', address, page=page)


def test_the_heading_is_the_title_too():
    page = render(
        '{% extends "shell/base.html" %}{% block title %}Lauf <em>{{ name }}</em>{% endblock %}',
        name="<März>",
        shell=None,
    )
    assert "<title>Lauf &lt;März&gt; – Ankunft</title>" in page
    assert '<h1 class="heading__title">Lauf <em>&lt;März&gt;</em></h1>' in page


def test_a_table_has_its_frame_and_its_pages() -> None:
    template = "{% listed title page %}<tbody><tr><td>{{ word }}</td></tr></tbody>{% endlisted %}"
    page = Paginator(range(4), 2).get_page(1)
    known = render(template, title="Konten & mehr", word="<b>", page=page)
    assert '<caption class="govuk-visually-hidden">Konten &amp; mehr</caption>' in known
    assert "<td>&lt;b&gt;</td>" in known
    assert "1 bis 2 von 4" in known
    assert "pagination" not in render("{% listed title %}<tbody></tbody>{% endlisted %}", title="Konten", page=page)
