"""The list of persons: what stands in the address, what is saved, taken along and done with several at once."""

from __future__ import annotations

import re
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from ankunft.domain.arrivals.models import Permit, Person
from ankunft.foundation.access.models import SavedView
from ankunft.foundation.audit.models import Event, ReadEvent
from tests.domain.arrivals.making import arrival, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client_for, town):
    return client_for("integration_officer", "bfs-2601")


def text(answer) -> str:
    return answer.content.decode()


def shown(answer) -> list[str]:
    return [row.name for row in answer.context["shown"].rows]


def change(one: Person, **columns: object) -> None:
    Person.objects.filter(pk=one.pk).update(**columns)


def rows_of(answer, tmp_path) -> list[list[object]]:
    path = tmp_path / "list.xlsx"
    path.write_bytes(answer.content)
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


@pytest.fixture
def three(town) -> list[Person]:
    ada = person(town, family_name="Demo-Adler", nationality="ER")
    bea = person(town, family_name="Demo-Berg", nationality="SY", given_name="Bea")
    cem = person(town, family_name="Demo-Cem", nationality="TR")
    change(ada, interpreter_need="yes", language="ti")
    change(bea, further_nationalities="TR", language="ar")
    change(cem, left_on=date(2026, 10, 1))
    Permit.objects.create(person=ada, municipality=town, category="F", valid_from=date(2025, 1, 1))
    Permit.objects.create(person=ada, municipality=town, category="B", valid_from=date(2026, 1, 1))
    Permit.objects.create(person=ada, municipality=town, category="C", valid_from=date(2027, 1, 1))
    arrival(town, of=bea, arrived_on=date(2026, 11, 2))
    return [ada, bea, cem]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Demo-Adler Ada", "Demo-Berg Bea"]),
        ("stand=weggezogen", ["Demo-Cem Ada"]),
        ("stand=alle&sort=-name", ["Demo-Cem Ada", "Demo-Berg Bea", "Demo-Adler Ada"]),
        ("staat=TR&stand=alle", ["Demo-Berg Bea", "Demo-Cem Ada"]),
        ("sprache=ti", ["Demo-Adler Ada"]),
        ("dolmetschen=yes", ["Demo-Adler Ada"]),
        ("dolmetschen=offen", ["Demo-Berg Bea"]),
        ("ausweis=B", ["Demo-Adler Ada"]),
        ("ausweis=F", []),
        ("zuzug=02.11.2026", ["Demo-Berg Bea"]),
        ("zuzug=2026-11-03", []),
        ("gemeinde=2601", ["Demo-Adler Ada", "Demo-Berg Bea"]),
        ("staat=QQ&zuzug=gestern&sort=nothing&stand=x", ["Demo-Adler Ada", "Demo-Berg Bea"]),
    ],
)
def test_filters_and_sorting_stand_in_the_address(officer, three, query, names):
    assert shown(officer.get(f"/personen/?{query}")) == names


def test_filters_narrow_what_was_found(officer, three):
    found = officer.post("/personen/?dolmetschen=yes&page=3", {"suche": "demo"})
    assert found["Location"] == "/personen/?dolmetschen=yes&gefunden=1"
    assert shown(officer.get("/personen/?gefunden=1")) == ["Demo-Adler Ada", "Demo-Berg Bea", "Demo-Cem Ada"]
    assert shown(officer.get(found["Location"])) == ["Demo-Adler Ada"]
    page = text(officer.get(found["Location"]))
    assert '<input type="hidden" name="gefunden" value="1">' in page
    assert officer.post(found["Location"], {"suche": " "})["Location"] == "/personen/?dolmetschen=yes"


def test_excel_holds_what_is_shown_and_is_noted(officer, three, tmp_path):
    rows = rows_of(officer.get("/personen/?stand=alle&sort=-name&datei=xlsx"), tmp_path)
    assert rows[0][:3] == ["Name", "Referenz", "Geboren"]
    assert [row[0] for row in rows[1:]] == ["Demo-Cem Ada", "Demo-Berg Bea", "Demo-Adler Ada"]
    assert ReadEvent.objects.latest("pk").what == "Personenliste als Excel: 3 Personen"


def test_excel_has_every_page_and_an_end(officer, three, tmp_path, monkeypatch):
    assert len(rows_of(officer.get("/personen/?datei=xlsx&page=2"), tmp_path)) == 3
    monkeypatch.setattr("ankunft.web.shell.list_pages.MOST_ROWS", 1)
    refused = officer.get("/personen/?datei=xlsx")
    assert refused.status_code == 409
    assert "Grenzen Sie sie" in text(refused)


def test_a_view_is_kept_without_what_was_searched_for(officer, three):
    officer.post("/personen/", {"suche": "Adler"})
    officer.post("/personen/?gefunden=1&dolmetschen=yes&sort=-name&page=2", {"ansicht": "  Mit   Dolmetschen "})
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("Mit Dolmetschen", {"dolmetschen": "yes", "sort": "-name"})
    page = officer.get("/personen/")
    assert [chip.url for chip in page.context["views"]] == ["?dolmetschen=yes&sort=-name"]
    assert officer.get("/personen/?dolmetschen=yes&sort=-name").context["current_view"] == "Mit Dolmetschen"
    assert "Adler" not in str(list(Event.objects.values()))


def test_views_are_ones_own_and_go_again(officer, client_for, three):
    officer.post("/personen/?staat=ER", {"ansicht": "Eritrea"})
    other = client_for("integration_officer", "bfs-2601")
    assert other.get("/personen/").context["views"] == []
    assert other.post("/personen/", {"ansicht-weg": "Eritrea"}).status_code == 409
    officer.post("/personen/?staat=SY", {"ansicht": "Eritrea"})
    assert SavedView.objects.get().query == {"staat": "SY"}
    officer.post("/personen/?staat=SY", {"ansicht-weg": "Eritrea"})
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name_and_something_to_keep(officer, three, monkeypatch):
    assert officer.post("/personen/?staat=ER", {"ansicht": " "}).status_code == 409
    assert officer.post("/personen/", {"ansicht": "Nichts"}).status_code == 409
    monkeypatch.setattr("ankunft.foundation.access.saved_views.MOST", 1)
    officer.post("/personen/?staat=ER", {"ansicht": "Eins"})
    assert officer.post("/personen/?staat=SY", {"ansicht": "Zwei"}).status_code == 409
    assert officer.post("/personen/?staat=SY", {"ansicht": "Eins"}).status_code == 302


def test_the_need_is_said_of_several_at_once(officer, three):
    ada, bea, _cem = three
    chosen = {"auswahl": [ada.reference, bea.reference], "tat": "dolmetschen-ja"}
    done = officer.post("/personen/?sort=-name", chosen)
    assert done["Location"] == "/personen/?sort=-name"
    assert "1 Person geändert." in text(officer.get("/personen/"))
    assert set(Person.objects.filter(interpreter_need="yes")) == {ada, bea}
    events = Event.objects.filter(action="arrivals.person.change")
    assert [event.object_key for event in events] == [bea.reference]
    assert events[0].after == {"fields": ["interpreter_need"]}
    assert "Dolmetschen nötig" in text(officer.get(f"/personen/{bea.reference}/verlauf/"))


def test_an_appointment_begins_with_one_person(officer, three):
    ada, bea, _cem = three
    asked = officer.post("/personen/", {"auswahl": [ada.reference], "tat": "termin"})
    assert asked["Location"] == f"/gespraeche/neu/?person={ada.reference}"
    refused = officer.post("/personen/?stand=alle", {"auswahl": [ada.reference, bea.reference], "tat": "termin"})
    assert refused.status_code == 409
    assert "Wählen Sie für einen Termin eine Person." in text(refused)
    ticked = set(re.findall(r'value="(P-[\w-]+)" form="auswahl" checked', text(refused)))
    assert ticked == {ada.reference, bea.reference}
    assert ReadEvent.objects.latest("pk").what.startswith("Personenliste")


def test_nobody_elses_person_is_changed(officer, three, elsewhere):
    refused = officer.post("/personen/", {"auswahl": [elsewhere.reference], "tat": "dolmetschen-ja"})
    assert refused.status_code == 409
    elsewhere.refresh_from_db()
    assert elsewhere.interpreter_need == ""
    assert officer.post("/personen/", {"tat": "dolmetschen-ja"}).status_code == 409


def test_filters_cost_no_statement_for_each_row(officer, town, three, queries):
    address = "/personen/?stand=alle&zuzug=01.01.2020"
    arrival(town, of=person(town))
    few = queries(officer, address)
    for _number in range(20):
        arrival(town, of=person(town))
    assert queries(officer, address) == few
