"""The decided plan on the page: every figure of RRB 2023/2057, each with its derivation; versions side by side."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import PlanVersion
from ankunft.domain.funds.values import Opening
from tests.domain.funds.making import MILLION, People, adopted, filled, francs, position
from tests.support.clients import StrictClient

Client = Callable[..., StrictClient]
ADDRESS = "/finanzplanung/plan/KIP2/1/"
DECIDED = {
    "Saldo am 01.01.": ["8.43", "4.82", "0.99"],
    "AMI, Sprache": ["-2.36", "–", "–"],
    "Programm R": ["-0.10", "-0.30", "–"],
    "Umsetzung Projekt IIM": ["-1.15", "-3.53", "-1.55"],
    "Durchgehende Fallführung / Potenzialabklärung": ["-0.80", "-2.70", "-1.03"],
    "Sprachförderung ab 16 Jahren": ["0.00", "-0.04", "0.00"],
    "Frühe Sprachförderung": ["-0.09", "-0.12", "-0.10"],
    "Wirtschaftliche Integration": ["-0.16", "-0.44", "-0.30"],
    "Soziale Integration": ["-0.10", "-0.23", "-0.12"],
    "Saldo am 31.12.": ["4.82", "0.99", "-0.56"],
}
"""The table of RRB 2023/2057, section 2.2, figure by figure."""


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", markup))).strip()


def table_on(page: str) -> dict[str, list[str]]:
    """The rows of the table of the plan as they are read."""
    table = page[page.index("tabelle") :]
    rows = re.findall(r"<tr id=.*?</tr>", table[: table.index("</table>")], flags=re.DOTALL)
    return {
        text_of(re.findall(r"<th.*?</th>", row, flags=re.DOTALL)[0]): [
            text_of(cell).replace("−", "-") for cell in re.findall(r"<td.*?</td>", row, flags=re.DOTALL)
        ]
        for row in rows
    }


@pytest.mark.parametrize("role", ["coordination", "auditor", "iiz_office", "body_member", "structure_delegate"])
def test_the_table_of_the_decision_is_on_the_page(client_for: Client, kip2: PlanVersion, role: str) -> None:
    page = client_for(role).get(ADDRESS).content.decode()
    assert table_on(page) == DECIDED
    assert "RRB 2023/2057, 11.12.2023" in page
    for unknown in ("Einführungsphase", "Kassenunabhängiger Zugang", "IT-Applikation"):
        assert unknown in page
    assert "Ende 2025 fehlen CHF 560'000.00" in text_of(page)


def test_the_exact_amounts_are_a_click_away(client_for: Client, kip2: PlanVersion) -> None:
    page = client_for("auditor").get(f"{ADDRESS}?einheit=franken").content.decode()
    assert table_on(page)["Umsetzung Projekt IIM"] == ["-1'150'000.00", "-3'530'000.00", "-1'550'000.00"]


@pytest.mark.parametrize(
    ("opened", "told"),
    [
        ("iim.social.2024", ["So kommt Soziale Integration 2024 auf CHF −230'000.00", "RRB 2023/2057, Ziffer 2.2"]),
        ("iim.2023", ["auf CHF −1'150'000.00", "Frühe Sprachförderung −90'000.00"]),
        ("opening.2023", ["Saldo am 01.01.2023 auf CHF 8'430'000.00", "Jahresabschluss 31.12.2022"]),
        ("opening.2024", ["Saldo am 31.12.2023 4'820'000.00"]),
        ("closing.2025", ["auf CHF −560'000.00", "Saldo am 01.01.2025 990'000.00", "Umsetzung Projekt IIM −1'550'000"]),
    ],
    ids=["position", "sum", "opening", "opening later", "closing"],
)
def test_a_figure_opens_into_its_derivation(
    client_for: Client, kip2: PlanVersion, opened: str, told: list[str]
) -> None:
    page = client_for("auditor").get(f"{ADDRESS}?offen={opened}").content.decode()
    words = text_of(page[page.index('class="derivation"') :]).replace("\xa0", " ")
    assert [part for part in told if part not in words] == []


@pytest.mark.parametrize("opened", ["x", "iim.social.", "iim.social.2026", "ami_language.2024", ".2023", "closing.²"])
def test_what_cannot_be_opened_opens_nothing(client_for: Client, kip2: PlanVersion, opened: str) -> None:
    page = client_for("auditor").get(ADDRESS, {"offen": opened})
    assert page.status_code == 200
    assert 'class="derivation"' not in page.content.decode()


def test_what_is_planned_otherwise_is_derived_with_its_reason(client_for: Client, db: None) -> None:
    people = People()
    version = filled(people)
    work = position(version, "workplace")
    services.position_plan(
        version=version, position=work, given=francs(y2026=900_000), reason="Demo: Pilot später", actor=people.office
    )
    page = client_for("coordination").get("/finanzplanung/plan/DEMO/1/?offen=workplace.2026").content.decode()
    words = text_of(page[page.index('class="derivation"') :]).replace("\xa0", " ")
    for part in (
        "CHF −900'000.00",
        "Demo: Pilot später",
        "Eingegeben waren: CHF −1'000'000.00",
        "Eingabe vom 22.11.2026: Demo awa",
    ):
        assert part in words


def test_two_versions_side_by_side(client_for: Client, db: None) -> None:
    people = People()
    first = adopted(people)
    second = services.version_open(
        plan=first.plan, as_of=date(2026, 11, 1), opening=Opening(4 * MILLION, "Demo: Rechnung"), actor=people.office
    )
    given = francs(y2026=1_200_000, y2027=500_000)
    services.input_give(version=second, position=position(second, "workplace"), given=given, actor=people.awa)
    client = client_for("coordination")
    pages = [client.get(f"/finanzplanung/plan/DEMO/{a}/vergleich/{b}/").content.decode() for a, b in ((2, 1), (1, 2))]
    assert table_rows(pages[0]) == table_rows(pages[1]), "the newer one is compared with the older one"
    words = text_of(pages[0])
    for part in ("−1'000'000.00 −1'200'000.00 −200'000.00", "Neue Eingabe", "Demo: Rechnung", "Noch keine Zahlen"):
        assert part in words
    assert client.get("/finanzplanung/plan/DEMO/1/vergleich/1/").status_code == 404
    asked_later = client_for("body_member").get("/finanzplanung/plan/DEMO/1/vergleich/2/")
    assert asked_later.status_code == 404


def table_rows(page: str) -> str:
    return text_of(page[page.index("<table") : page.index("</table>")])


def test_the_list_names_what_holds_and_what_is_under_way(client_for: Client, kip2: PlanVersion) -> None:
    page = text_of(client_for("coordination").get("/finanzplanung/").content.decode())
    assert "Fassung 1 , RRB 2023/2057 (11.12.2023)" in page
    assert "Finanzplan beginnen" in page
    assert "Finanzplan beginnen" not in client_for("auditor").get("/finanzplanung/").content.decode()


def test_the_plan_is_found(client_for: Client, kip2: PlanVersion) -> None:
    page = client_for("auditor").post("/suche/", {"q": "KIP2"}, follow=True).content.decode()
    assert "/finanzplanung/plan/KIP2/" in page


def test_a_figure_after_the_decision_is_refused(client_for: Client, kip2: PlanVersion) -> None:
    client = client_for("coordination")
    answer = client.post(f"{ADDRESS}eingaben/iim.social/", {"amount_2023": "1", "comment": "Demo"})
    assert answer.status_code == 409
    assert "nimmt keine Eingaben mehr entgegen" in answer.content.decode()
    client = client_for("body_member", "iiz-leitung")
    again = client.post(f"{ADDRESS}beschliessen/", {"name": "x", "by": "x", "on": "01.01.2026", "seen": kip2.version})
    assert again.status_code in (403, 409)
    assert PlanVersion.objects.get().decision == "RRB 2023/2057"
