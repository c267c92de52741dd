"""The pages of the municipalities."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
import python_calamine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ankunft.domain.territory import services
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.values import MunicipalityEntry
from ankunft.foundation.kernel.actor import Actor
from tests.support.clients import StrictClient

pytestmark = pytest.mark.usefixtures("canton")

ClientFor = Callable[..., StrictClient]
OnDay = Callable[[date], None]

PAGES = [
    "/gemeinden/",
    "/gemeinden/?zahl=bevoelkerung",
    "/gemeinden/?zahl=auslaenderinnen&sort=name",
    "/gemeinden/?zahl=sozialregionen",
    "/gemeinden/?zahl=verbuende",
    "/gemeinden/?zahl=gibtesnicht&stand=nichts&sort=99&auswahl=x",
    "/gemeinden/?stand=bfs_statpop:2016-12-31&auswahl=2581",
    "/gemeinden/tabelle/",
    "/gemeinden/tabelle/?suche=olten&bezirk=Olten&region=9&sort=-4",
    "/gemeinden/tabelle/?suche=gibtesnicht",
    "/gemeinden/2581/",
    "/gemeinden/2456/",
    "/gemeinden/2525/",
    "/gemeinden/2441/",
    "/gemeinden/bevoelkerungsreihen/",
    "/verbuende/",
    "/sozialregionen/",
]
LISTS = [
    "/gemeinden/",
    "/gemeinden/?zahl=verbuende",
    "/gemeinden/?zahl=sozialregionen",
    "/gemeinden/tabelle/",
    "/gemeinden/excel/",
    "/verbuende/",
    "/sozialregionen/",
]


@pytest.fixture(autouse=True)
def spring(on_day: OnDay) -> None:
    on_day(date(2026, 3, 2))


def text(response: object) -> str:
    """The page as read: without markup, blanks and entities evened out."""
    content = response.content.decode()  # type: ignore[attr-defined]
    plain = re.sub(r"<(script|title|svg).*?</\1>", " ", content, flags=re.S)
    plain = re.sub(r"<[^>]+>", " ", plain).replace("&#x27;", "'").replace("\u00a0", " ")
    return re.sub(r"\s+", " ", plain)


@pytest.mark.parametrize("role", ["coordination", "integration_officer", "municipal_finance", "auditor", "body_member"])
def test_everybody_who_is_signed_in_sees_the_register(client_for: ClientFor, role: str) -> None:
    client = client_for(role)
    assert {address: client.get(address).status_code for address in PAGES} == dict.fromkeys(PAGES, 200)


@pytest.mark.parametrize("address", ["/gemeinden/", "/gemeinden/2581/", "/gemeinden/excel/"])
def test_nobody_else(client: StrictClient, address: str) -> None:
    assert client.get(address).status_code == 302


def test_map_and_table_show_the_same_figure(client_for: ClientFor) -> None:
    response = client_for("coordination").get("/gemeinden/")
    page = text(response)
    assert "104 Gemeinden · 13 Sozialregionen · 7 Leitgemeinde-Verbünde" in page
    assert "Höchste Anteile" in page
    assert "Wohnbevölkerung 31.12.2024 (prov.), BFS STATPOP; Grenzen 2026, BFS GEOSTAT / swisstopo" in page
    content = response.content.decode()
    assert content.count('class="map__link"') == 104
    (words,) = re.findall(r'data-number="2573" aria-label="([^"]+)"', content)
    assert words.replace("\u00a0", " ") == "Dulliken: 45.7 %"
    assert re.search(r'data-number="2573".*?<path class="map__area ramp-6"', content)
    rows = re.findall(r'data-row="(\d+)"', content)
    assert (len(rows), rows[0]) == (9, "2573")


def test_another_stand(client_for: ClientFor) -> None:
    page = text(client_for("coordination").get("/gemeinden/?zahl=bevoelkerung&stand=bfs_statpop:2016-12-31"))
    assert "Wohnbevölkerung 31.12.2016, BFS STATPOP" in page


def test_the_own_municipality_is_outlined(client_for: ClientFor) -> None:
    content = client_for("integration_officer", "bfs-2581").get("/gemeinden/").content.decode()
    assert 'class="map__outline"' in content
    assert 'class="map__outline"' not in client_for("coordination").get("/gemeinden/").content.decode()


def test_a_polygon_of_a_municipality_merged_since_leads_to_its_successor(client_for: ClientFor) -> None:
    olten = MunicipalityEntry(2584, "Starrkirch-Wil", "Olten", date(1848, 9, 12), date(2026, 1, 31), 2581)
    services.municipalities_record(entries=[olten], actor=Actor.operator())
    content = client_for("coordination").get("/gemeinden/").content.decode()
    assert content.count('href="/gemeinden/2581/" class="map__link"') == 2
    assert 'href="/gemeinden/2584/" class="map__link"' not in content


def test_before_the_boundaries_of_the_map_the_table_is_that_of_the_day(client_for: ClientFor, on_day: OnDay) -> None:
    on_day(date(2025, 3, 1))
    response = client_for("coordination").get("/gemeinden/")
    assert "106 Gemeinden" in text(response)
    assert response.content.decode().count('class="map__link"') == 104


def test_search_filter_and_sort_stay_in_the_address(client_for: ClientFor) -> None:
    response = client_for("coordination").get("/gemeinden/tabelle/?bezirk=Thal&sort=-4")
    content = response.content.decode()
    names = re.findall(r'<th scope="row"><a href="/gemeinden/(\d+)/">', content)
    assert len(names) == 8
    assert names[0] == "2422"
    assert 'aria-sort="descending"' in content
    assert "bezirk=Thal&amp;sort=4" in content or "sort=4&amp;bezirk=Thal" in content


def test_excel_holds_what_the_table_shows(client_for: ClientFor) -> None:
    client = client_for("coordination")
    content = client.get("/gemeinden/excel/?bezirk=Thal").content
    assert content == client.get("/gemeinden/excel/?bezirk=Thal").content
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    header, *rows = book.get_sheet_by_name("Gemeinden").to_python()
    assert header[:3] == ["Gemeinde", "BFS-Nr.", "Bezirk"]
    assert len(rows) == 8
    assert "BFS STATPOP" in book.get_sheet_by_name("Quelle").to_python()[1][0]


def test_a_merged_municipality_says_so_and_leads_to_its_successor(client_for: ClientFor) -> None:
    response = client_for("coordination").get("/gemeinden/2456/")
    assert "Lüterswil-Gächliwil bestand bis 31.12.2023. Heute Teil von Buchegg" in text(response)
    assert 'href="/gemeinden/2465/"' in response.content.decode()


def test_population_of_the_present_boundaries(client_for: ClientFor) -> None:
    page = text(client_for("coordination").get("/gemeinden/2525/"))
    assert "davon Ausländerinnen und Ausländer" in page
    assert "334" in page
    assert "mit Halten, Oekingen" in page


@pytest.mark.parametrize(
    ("role", "at", "contacts", "account"),
    [
        ("coordination", None, True, True),
        ("integration_officer", "bfs-2501", True, True),
        ("strategic_lead", "bfs-2501", True, False),
        ("integration_officer", "bfs-2581", True, False),
        ("integration_officer", "bfs-2601", False, False),
        ("body_member", None, False, False),
    ],
)
def test_contacts_and_account_are_shown_to_those_who_may_see_them(
    client_for: ClientFor, role: str, at: str | None, contacts: bool, account: bool
) -> None:
    content = client_for(role, at).get("/gemeinden/2501/").content.decode()
    assert ("@bfs-2501.example" in content) is contacts
    assert ("99999" in content.replace(" ", "")) is account
    assert (" Demo-" in content) is contacts


def test_queries_do_not_grow(client_for: ClientFor) -> None:
    existing = list(
        Municipality.objects.filter(valid_to__isnull=True).order_by("bfs_number").values_list("pk", flat=True)
    )
    client = client_for("coordination")

    def counted(size: int) -> dict[str, int]:
        """The queries of each list with only so many municipalities left."""
        Municipality.objects.filter(pk__in=existing).update(valid_to=date(2021, 6, 1))
        Municipality.objects.filter(pk__in=existing[:size]).update(valid_to=None)
        return {address: len(queries(client, address)) for address in LISTS}

    one, fifty, everything = counted(1), counted(50), counted(104)
    assert fifty == everything
    # With a single municipality there is no association to be looked up.
    assert all(fifty[address] <= one[address] + 2 for address in LISTS)


def queries(client: StrictClient, address: str) -> list[dict[str, str]]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return captured.captured_queries


def test_search_finds_by_name_and_number(client_for: ClientFor) -> None:
    client = client_for("integration_officer")
    assert "BFS-Nr. 2500 · Bezirk Gösgen" in text(client.post("/suche/", {"q": "trimb"}, follow=True))
    assert "Lüterswil-Gächliwil" in text(client.post("/suche/", {"q": "2456"}, follow=True))
    assert "heute Teil von Buchegg" in text(client.post("/suche/", {"q": "2456"}, follow=True))
