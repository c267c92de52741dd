"""The lists of reports and of what is missing, as pages and as workbooks."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import python_calamine
from django.urls import reverse

from ankunft.domain.reporting.rules import Figures
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.periods import HalfYear
from tests.domain.reporting.making import declaration, in_association, municipalities, municipality, report
from tests.support import people
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db

ClientFor = Callable[..., StrictClient]
AUTUMN = HalfYear(2025, 2)


def _text(response: object) -> str:
    return html.unescape(response.content.decode())  # type: ignore[attr-defined]


def _rows(content: bytes, folder: Path, sheet: int = 0) -> list[list[object]]:
    path = folder / "mappe.xlsx"
    path.write_bytes(content)
    return python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(sheet).to_python()


def test_the_half_year_that_ended_last_with_the_late_ones_first(client_for: ClientFor, town: Municipality) -> None:
    municipality(2581, "Olten")
    report(town, figures=Figures(1234, 5, 6, 7))
    page = _text(client_for("coordination").get(reverse("reports")))
    assert "Halbjahr 2026-H1 · Frist 31.07.2026 · 2 Gemeinden" in page
    assert "1 angenommen, 0 eingereicht, 1 ausstehend" in page
    assert "1'234" in page
    assert page.index(">Olten<") < page.index(">Solothurn<")


def test_the_chosen_half_year_stays_in_the_address(client_for: ClientFor, town: Municipality) -> None:
    report(town, AUTUMN)
    client = client_for("coordination")
    page = _text(client.get(reverse("reports"), {"halbjahr": "2025-H2", "suche": "solo"}))
    assert "Halbjahr 2025-H2 · Frist 31.01.2026" in page
    assert "?halbjahr=2026-H1&suche=solo" in page
    assert 'value="2025-H2" selected' in page


@pytest.mark.parametrize("asked", ["", "quatsch", "1990-H1", "2099-H1", "2026-H3"])
def test_any_address_shows_a_half_year(client_for: ClientFor, town: Municipality, asked: str) -> None:
    assert client_for("coordination").get(reverse("reports"), {"halbjahr": asked}).status_code == 200


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"Olten", "Solothurn", "Ramiswil"}),
        ({"stand": "ueberfaellig"}, {"Olten"}),
        ({"stand": "eingereicht"}, {"Ramiswil"}),
        ({"stand": "angenommen"}, {"Solothurn"}),
        ({"stand": "anderes"}, {"Olten", "Solothurn", "Ramiswil"}),
        ({"suche": "rami"}, {"Ramiswil"}),
        ({"suche": "2581"}, {"Olten"}),
        ({"suche": "258"}, set()),
    ],
)
def test_filters(client_for: ClientFor, town: Municipality, query: dict[str, str], shown: set[str]) -> None:
    municipality(2581, "Olten")
    report(town)
    report(municipality(2582, "Ramiswil"), state="submitted")
    page = _text(client_for("coordination").get(reverse("reports"), query))
    assert {name for name in ("Olten", "Solothurn", "Ramiswil") if f">{name}<" in page} == shown


def test_an_officer_sees_the_own_municipalities_and_one_button(
    client_for: ClientFor, town: Municipality, stranger: Municipality
) -> None:
    member = municipality(2602, "Anschluss")
    in_association(town, member)
    page = _text(client_for("integration_officer", "bfs-2601").get(reverse("reports")))
    assert ">Solothurn<" in page
    assert ">Anschluss<" in page
    assert "Fremd" not in page
    assert page.count("button--primary") == 1
    assert "Bericht erfassen" in page


def test_no_button_where_nothing_is_owed_or_nothing_may_be_written(client_for: ClientFor, town: Municipality) -> None:
    for role, at in [("coordination", None), ("municipal_finance", "bfs-2601")]:
        assert "Bericht erfassen" not in _text(client_for(role, at).get(reverse("reports")))
    report(town)
    assert "Bericht erfassen" not in _text(client_for("integration_officer", "bfs-2601").get(reverse("reports")))


def test_the_workbook_holds_what_the_page_shows(client_for: ClientFor, town: Municipality, tmp_path: Path) -> None:
    municipality(2581, "=Olten")
    report(town, figures=Figures(12, 4, 3, 1), state="submitted")
    client = client_for("auditor")
    response = client.get(reverse("reports-excel"), {"halbjahr": "2026-H1"})
    assert response["Content-Disposition"] == 'attachment; filename="berichte-2026-H1.xlsx"'
    rows = _rows(response.content, tmp_path)
    assert rows[0][:7] == ["BFS-Nummer", "Gemeinde", "Bezirk", "Stand", "überfällig", "eingereicht am", "Fassung"]
    assert rows[1][:5] == [2581, "=Olten", "Demo-Bezirk", "fehlt", "ja"]
    assert rows[2] == [2601, "Solothurn", "Demo-Bezirk", "eingereicht", "", date(2026, 7, 10), 1, 12, 4, 3, 1]
    filtered = client.get(reverse("reports-excel"), {"halbjahr": "2026-H1", "stand": "eingereicht"})
    assert len(_rows(filtered.content, tmp_path)) == 2


def test_what_is_missing_over_all_half_years(client_for: ClientFor, town: Municipality, tmp_path: Path) -> None:
    report(town, HalfYear(2025, 1))
    declaration(town, 2025)
    client = client_for("coordination")
    page = _text(client.get(reverse("reports-outstanding")))
    assert "2 Halbjahresberichte, davon 2 überfällig · 1 Selbstdeklarationen" in page
    assert page.index("2025-H2</td>") < page.index("2026-H1</td>")
    only = _text(client.get(reverse("reports-outstanding"), {"halbjahr": "2026-H1"}))
    assert "2025-H2</td>" not in only
    content = client.get(reverse("reports-outstanding-excel")).content
    assert [row[0] for row in _rows(content, tmp_path)] == ["Halbjahr", "2025-H2", "2026-H1"]
    assert [row[:3] for row in _rows(content, tmp_path, 1)] == [
        ["Jahr", "BFS-Nummer", "Gemeinde"],
        ["2026", 2601, "Solothurn"],
    ]


def test_nothing_is_missing(client_for: ClientFor, town: Municipality) -> None:
    report(town)
    declaration(town)
    page = _text(client_for("integration_officer", "bfs-2601").get(reverse("reports-outstanding")))
    assert "Alle fälligen Halbjahresberichte sind eingereicht." in page
    assert "Alle fälligen Selbstdeklarationen sind eingegangen." in page


@pytest.mark.parametrize("name", ["reports", "reports-excel", "reports-outstanding", "reports-outstanding-excel"])
def test_the_lists_are_for_the_canton_and_the_municipalities(client_for: ClientFor, name: str) -> None:
    assert client_for("provider_staff").get(reverse(name)).status_code == 403
    for role in ("municipal_finance", "integration_officer", "coordination", "finance_officer", "approver", "auditor"):
        at = "bfs-2601" if role in ("municipal_finance", "integration_officer") else None
        assert client_for(role, at).get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    "name", ["reports", "reports-excel", "reports-outstanding", "reports-outstanding-excel", "declarations", "my-day"]
)
def test_queries_do_not_grow_with_the_rows(client_for: ClientFor, queries: Callable[..., int], name: str) -> None:
    client = client_for("coordination")
    counts = []
    for more in (1, 49):
        for place in municipalities(more):
            report(place, AUTUMN)
            report(place, state="submitted")
            declaration(place, 2025)
        municipalities(more)
        counts.append(queries(client, reverse(name)))
    assert counts[0] == counts[1]


def test_the_day_before_the_deadline(client_for: ClientFor, town: Municipality) -> None:
    with clock.moved_to(date(2026, 7, 30)):
        page = _text(client_for("coordination").get(reverse("reports")))
    assert "Frist 31.07.2026 (noch 1 Tag)" in page
    assert ">ausstehend<" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["auswahl", "alle"])
def test_the_coordination_office_reminds_of_many_with_one_click(
    client_for: ClientFor, town: Municipality, act: str
) -> None:
    people.account_with("integration_officer", "bfs-2601")
    people.account_with("strategic_lead", "bfs-2601")
    declaration(town)
    client, address = client_for("coordination"), reverse("reports-remind")
    page = _text(client.get(reverse("reports-outstanding")))
    assert 'value="report/2601/2026-H1"' in page
    assert "Ausgewählte erinnern" in page
    nothing = client.post(address, {"tat": "auswahl"})
    assert nothing["Location"] == reverse("reports-outstanding")
    answer = client.post(address, {"tat": act, "auswahl": "report/2601/2026-H1"})
    job = Job.objects.get()
    assert answer["Location"] == reverse("job", args=[job.pk])
    run_waiting()
    job.refresh_from_db()
    assert job.outcome == "2 Personen per E-Mail erinnert."
    page = _text(client.get(reverse("reports-outstanding")))
    assert "1-mal, am 22.11.2026" in page
    assert ">nachfragen<" in page, "every reminder of July is behind"


@pytest.mark.parametrize("role", ["integration_officer", "strategic_lead", "auditor"])
def test_others_see_the_reminders_and_send_none(client_for: ClientFor, town: Municipality, role: str) -> None:
    client = client_for(role, None if role == "auditor" else "bfs-2601")
    assert "Ausgewählte erinnern" not in _text(client.get(reverse("reports-outstanding")))
    assert client.post(reverse("reports-remind"), {"tat": "alle"}).status_code == 403
