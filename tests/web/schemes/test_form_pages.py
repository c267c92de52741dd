"""The forms of schemes on pages: begun, filled in while one types, signed, handed in, returned, accepted, corrected."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from ankunft.domain.questionnaires.models import AnswerSheet, SheetState
from ankunft.domain.questionnaires.selectors import filled
from ankunft.domain.reporting.models import DeadlineReminder, SelfDeclaration
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.models import Account
from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.kernel import clock
from ankunft.web.shell.registry import links
from tests.domain.reporting.making import municipality
from tests.domain.schemes.making import definition, in_force, question
from tests.support.clients import StrictClient
from tests.support.grounds import town
from tests.web.questionnaires_ground import sheet

__all__ = ["town"]

pytestmark = pytest.mark.django_db

ClientFor = Callable[..., StrictClient]
PERIOD, OWN = "2026-H1", "bfs-2601"
PLACE = ["gardens", 2601, PERIOD]
SHEET = reverse("scheme-sheet", args=PLACE)
SECTION = reverse("scheme-section", args=[*PLACE, "gardens"])
AUTOSAVE = reverse("scheme-autosave", args=[*PLACE, "gardens"])
LIST, MISSING = reverse("scheme-forms"), reverse("scheme-forms-missing")
ASKED = ["q_beds", "q_tended"]
POTS = {"code": "pots", "label": "Demo-Töpfe", "paragraph": "2", "field": "pots"}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.moved_to(date(2026, 7, 20)):
        yield


@pytest.fixture
def officer(client_for: ClientFor, town: Municipality) -> StrictClient:
    return client_for("integration_officer", OWN)


@pytest.fixture
def canton(client_for: ClientFor) -> StrictClient:
    return client_for("coordination")


def text(response: Any) -> str:
    return html.unescape(response.content.decode()).replace("\xa0", " ")


def step(name: str) -> str:
    return reverse("scheme-sheet-step", args=[*PLACE, name])


def answers(beds: str, tended: str = "yes", seen: int = 0) -> dict[str, object]:
    return {"gesehen": str(seen), "gefragt": ASKED, "antwort-q_beds": beds, "antwort-q_tended": tended}


def take(client: StrictClient, name: str, **data: str) -> None:
    """The step, from what the sheet is now."""
    latest = AnswerSheet.objects.order_by("-number")[0]
    response = client.post(step(name), {"seen": f"{latest.number}.{latest.version}", **data})
    assert response.status_code == 302, text(response)


def standing(place: Municipality, state: str, period: str = PERIOD) -> AnswerSheet:
    """A complete form in that state."""
    return sheet(place, in_force().form, period, state)


def test_the_way_of_a_form_by_three_roles(officer: StrictClient, canton: StrictClient, client_for: ClientFor) -> None:
    in_force()
    page = text(officer.get(SHEET))
    assert "Solothurn: Demo-Gärten 2026-H1" in page
    assert "Frist 31.07.2026 (Demo-Beschluss 1)" in page
    assert "Fragebogen beginnen" in page
    officer.post(SHEET)
    saved = text(officer.post(AUTOSAVE, answers("12", ""), HTTP_HX_REQUEST="true"))
    assert 'id="gesehen" value="1" hx-swap-oob="true"' in saved
    assert f'href="{SECTION}"' in saved
    assert "In diesem Abschnitt fehlt noch 1 Antwort." in saved
    assert officer.post(SECTION, answers("12", seen=1)).url == SHEET
    take(officer, "vorlegen")
    lead = client_for("strategic_lead", OWN)
    assert officer.get(step("unterzeichnen")).status_code == 403
    take(lead, "unterzeichnen")
    take(officer, "einreichen")
    assert "grund-gardens" in text(canton.get(step("zurueckgeben")))
    take(canton, "zurueckgeben", **{"grund-gardens": "Auch die Töpfe?"})
    page = text(officer.get(SHEET))
    assert "Die Koordinationsstelle Integration hat das Formular zurückgegeben." in page
    assert "Zu ergänzen: Auch die Töpfe?" in page
    for who, name in ((officer, "vorlegen"), (lead, "unterzeichnen"), (lead, "einreichen")):
        take(who, name)
    assert "Die Beiträge beruhen darauf" in text(canton.get(step("annehmen")))
    assert lead.get(step("annehmen")).status_code == 403
    take(canton, "annehmen")
    one = AnswerSheet.objects.get()
    assert (one.kind, one.state, one.accepted_on) == ("scheme.gardens", "accepted", clock.today())
    assert not SelfDeclaration.objects.exists(), "a form of a scheme says nothing of KS 4.2"


def test_what_happened_is_told_when_the_period_is_over(
    officer: StrictClient, client_for: ClientFor, town: Municipality
) -> None:
    one = standing(town, SheetState.SIGNED_OFF, "2026-H2")
    address = reverse("scheme-sheet-step", args=["gardens", 2601, "2026-H2", "einreichen"])
    answer = officer.post(address, {"seen": f"1.{one.version}"})
    assert answer.status_code == 422
    assert "Einreichen geht ab dem 01.01.2027" in text(answer)
    with clock.moved_to(date(2027, 1, 1)):
        assert client_for("integration_officer", OWN).post(address, {"seen": f"1.{one.version}"}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.submitted_on) == ("submitted", date(2027, 1, 1))


def test_a_correction_goes_the_same_way(officer: StrictClient, town: Municipality) -> None:
    standing(town, SheetState.ACCEPTED)
    take(officer, "korrigieren", reason="Verzählt")
    page = text(officer.get(SHEET))
    assert "Fassung 2: Verzählt" in page
    assert officer.post(SECTION, answers("3")).url == SHEET
    take(officer, "verwerfen")
    assert list(AnswerSheet.objects.order_by("number").values_list("state", flat=True)) == ["accepted", "discarded"]
    first = AnswerSheet.objects.get(number=1)
    assert filled(first).typed["q_beds"] == ("7",)


def test_a_form_that_was_begun_is_given_up_and_begun_anew(officer: StrictClient) -> None:
    in_force(owed=False)
    officer.post(SHEET)
    assert "Fassung verwerfen" in text(officer.get(SHEET))
    take(officer, "verwerfen")
    page = text(officer.get(SHEET))
    assert "Fragebogen beginnen" in page
    assert "überfällig" not in page
    officer.post(SHEET)
    page = text(officer.get(SHEET))
    assert "in Arbeit" in page
    assert "Fassung 2" not in page, "it corrects nothing"
    assert list(AnswerSheet.objects.order_by("number").values_list("state", flat=True)) == ["discarded", "draft"]


def test_a_form_says_that_the_scheme_asks_something_else_by_now(officer: StrictClient, town: Municipality) -> None:
    standing(town, SheetState.ACCEPTED)
    asked = definition()["form"]
    asked["sections"][0]["questions"].append(question("pots", "number"))
    says = "Das Programm fragt inzwischen etwas anderes als diese Fassung."
    assert says not in text(officer.get(SHEET))
    in_force(valid_from="2026-01-01", form=asked, contributions=[*definition()["contributions"], POTS])
    assert says in text(officer.get(SHEET))
    take(officer, "korrigieren", reason="Töpfe")
    page = text(officer.get(SHEET))
    assert says not in page
    assert "1 Antwort fehlt noch oder stimmt nicht." in page


def test_the_answer_of_the_half_year_before_stands_beside(officer: StrictClient, town: Municipality) -> None:
    standing(town, SheetState.ACCEPTED, "2025-H2")
    officer.post(SHEET)
    page = text(officer.get(SECTION))
    assert "Halbjahr davor: 7" in page
    assert "Vorjahr" not in page
    assert "Halbjahr davor: Ja" in page


def test_the_form_as_pdf(officer: StrictClient, town: Municipality) -> None:
    standing(town, SheetState.SUBMITTED)
    answer = officer.get(reverse("scheme-sheet-pdf", args=PLACE))
    assert 'filename="gardens-2601-2026-H1.pdf"' in answer["Content-Disposition"]
    words = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    for part in ("Demo-Gärten 2026-H1", "Solothurn", "Demo beds?", "Demo-Beschluss 4"):
        assert part in words, part


@pytest.mark.parametrize(
    "place",
    [
        ["trees", 2601, PERIOD],
        ["gardens", 2601, "2026"],
        ["gardens", 2601, "2023-H2"],
        ["gardens", 2601, "2028-H1"],
        ["gardens", 2999, PERIOD],
        ["gardens", 2602, PERIOD],
    ],
    ids=["scheme", "kind of period", "before the scheme", "far away", "municipality", "one that is gone"],
)
def test_a_form_that_there_is_not(canton: StrictClient, town: Municipality, place: list[object]) -> None:
    in_force()
    municipality(2602, "Vergangen", valid_to=date(2025, 12, 31))
    assert canton.get(reverse("scheme-sheet", args=place)).status_code == 404


def test_of_a_scheme_that_is_only_proposed_there_is_no_form(officer: StrictClient, client_for: ClientFor) -> None:
    client_for("coordination").post(reverse("scheme-new"), {"text": json.dumps(definition())})
    assert officer.get(SHEET).status_code == 404
    assert "Zurzeit ist kein Formular auszufüllen." in text(officer.get(LIST))


def test_a_strangers_form_does_not_exist(client_for: ClientFor, town: Municipality) -> None:
    standing(town, SheetState.DRAFT)
    municipality(2581, "Olten")
    stranger = client_for("integration_officer", "bfs-2581")
    for address in (SHEET, SECTION, step("vorlegen")):
        assert stranger.get(address).status_code == 404
    assert SHEET not in text(stranger.get(LIST))
    assert client_for("provider_staff").get(LIST).status_code == 403


def test_the_list_of_a_municipality_and_of_the_canton(
    officer: StrictClient, canton: StrictClient, town: Municipality
) -> None:
    form = in_force().form
    olten = municipality(2581, "Olten")
    page = text(officer.get(LIST))
    assert "Demo-Gärten 2026-H1 · Frist 31.07.2026 · 0 von 1 eingereicht" in page
    assert f'class="button button--primary" href="{SHEET}"' in page
    sheet(olten, form, PERIOD, SheetState.SUBMITTED)
    sheet(town, form, "2025-H2", SheetState.ACCEPTED)
    page = text(canton.get(LIST, {"stand": "eingereicht"}))
    assert "1 von 2 eingereicht" in page
    assert "Zu prüfen 1" in page
    theirs = reverse("scheme-sheet", args=["gardens", 2581, PERIOD])
    assert theirs in page
    assert SHEET not in page
    page = text(canton.get(LIST, {"programm": "gardens", "periode": "2025-H2"}))
    assert "Demo-Gärten 2025-H2 · Frist 31.01.2026 · 1 von 2 eingereicht" in page
    page = text(canton.get(LIST, {"suche": "2581"}))
    assert theirs in page
    assert SHEET not in page
    for nonsense in ({"programm": "nichts", "periode": "x"}, {"stand": "x", "page": "x"}):
        assert "Demo-Gärten 2026-H1" in text(canton.get(LIST, nonsense))


def test_of_two_schemes_one_is_chosen(canton: StrictClient, town: Municipality) -> None:
    in_force()
    yearly = definition(key="trees", sign="T", name="Demo-Bäume", cycle="year", due_after=8, paid_after=11, owed=False)
    in_force(**yearly)
    page = text(canton.get(LIST, {"programm": "trees"}))
    assert "Demo-Bäume 2026 · Frist 30.09.2026" in page
    assert "Dieses Formular reicht nur ein, wer den Beitrag will." in page
    assert "Demo-Gärten</a>" in page


def test_an_amount_leads_to_the_form_it_comes_from() -> None:
    assert links.url("sheet", "scheme.gardens/2601/2026-H1/1") == SHEET
    for broken in ("", "scheme.gardens", "scheme.gardens/x/2026-H1/1", "scheme.gardens/2601/x/1"):
        assert links.url("sheet", broken) is None


class TestMyDay:
    def day(self, client: StrictClient) -> str:
        return text(client.get(reverse("my-day")))

    def test_what_is_owed_and_not_begun(self, officer: StrictClient, client_for: ClientFor) -> None:
        in_force()
        assert "Demo-Gärten 2026-H1 ausfüllen" in self.day(officer)
        assert "Überfällige Formulare" not in self.day(client_for("strategic_lead", OWN))
        with clock.moved_to(date(2026, 8, 3)):
            assert "Überfällige Formulare" in self.day(client_for("strategic_lead", OWN))
            assert "Überfällige Formulare nachfragen" in self.day(client_for("coordination"))
            assert "seit 3 Tagen" in self.day(client_for("integration_officer", OWN))

    def test_what_nobody_owes_is_told_to_whoever_began(self, officer: StrictClient, town: Municipality) -> None:
        form = in_force(owed=False).form
        assert "Demo-Gärten" not in self.day(officer)
        sheet(town, form, PERIOD, SheetState.DRAFT)
        assert "Demo-Gärten 2026-H1 weiter ausfüllen" in self.day(officer)

    @pytest.mark.parametrize(
        ("state", "role", "line"),
        [
            (SheetState.RETURNED, "integration_officer", "Demo-Gärten 2026-H1 ergänzen"),
            (SheetState.PRESENTED, "integration_officer", "Demo-Gärten 2026-H1: Unterschrift abwarten"),
            (SheetState.PRESENTED, "strategic_lead", "Demo-Gärten 2026-H1 unterzeichnen"),
            (SheetState.SIGNED_OFF, "integration_officer", "Demo-Gärten 2026-H1 einreichen"),
            (SheetState.SUBMITTED, "coordination", "Demo-Gärten 2026-H1 prüfen"),
        ],
        ids=["returned", "officer waits", "lead signs", "to hand in", "canton checks"],
    )
    def test_each_is_told_what_is_theirs(
        self, client_for: ClientFor, town: Municipality, state: str, role: str, line: str
    ) -> None:
        standing(town, state)
        assert line in self.day(client_for(role, None if role == "coordination" else OWN))

    def test_many_are_told_in_one_line(self, canton: StrictClient) -> None:
        form = in_force().form
        for _number in range(7):
            sheet(municipality(), form, PERIOD, SheetState.SUBMITTED)
        page = self.day(canton)
        assert "7 Formulare prüfen" in page
        assert f"{LIST}?programm=gardens&periode={PERIOD}&stand=eingereicht" in page


class TestMissing:
    def test_the_canton_sees_what_is_missing(
        self, canton: StrictClient, client_for: ClientFor, town: Municipality
    ) -> None:
        form = in_force().form
        sheet(municipality(2581, "Olten"), form, PERIOD, SheetState.SUBMITTED)
        sheet(municipality(2582, "Trimbach"), form, PERIOD, SheetState.RETURNED)
        page = text(canton.get(MISSING))
        assert "2 nicht eingereicht, davon 0 überfällig" in page
        assert "zurückgegeben" in page
        assert "Olten" not in page
        nothing = text(canton.post(reverse("scheme-forms-remind"), {"tat": "alle"}, follow=True))
        assert "Wählen Sie zuerst aus" in nothing
        officer = client_for("integration_officer", OWN)
        assert officer.post(reverse("scheme-forms-remind"), {"tat": "alle"}).status_code == 403
        assert 'name="auswahl"' not in text(officer.get(MISSING))

    @pytest.mark.django_db(transaction=True)
    def test_a_reminder_is_sent_and_stands_in_the_list(
        self, canton: StrictClient, client_for: ClientFor, town: Municipality, settings: Any
    ) -> None:
        settings.SMTP_URL = "smtp://localhost"
        in_force()
        client_for("integration_officer", OWN)
        Account.objects.update(is_demo=False)
        job = canton.post(reverse("scheme-forms-remind"), {"auswahl": f"scheme.gardens/2601/{PERIOD}"})
        run_waiting()
        assert "1 Person per E-Mail erinnert." in text(canton.get(job.url))
        assert DeadlineReminder.objects.get().kind == "scheme.gardens"
        assert "1-mal, am 20.07.2026" in text(canton.get(MISSING))


@pytest.mark.parametrize("where", [LIST, MISSING, reverse("my-day")])
def test_queries_do_not_grow_with_municipalities(canton: StrictClient, where: str) -> None:
    form = in_force().form
    for state in (SheetState.DRAFT, SheetState.SUBMITTED):
        sheet(municipality(), form, PERIOD, state)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert canton.get(where).status_code == 200
        return len(captured)

    canton.get(where)
    first = queries()
    for _turn in range(3):
        sheet(municipality(), form, PERIOD, SheetState.DRAFT)
        sheet(municipality(), form, PERIOD, SheetState.SUBMITTED)
    assert queries() == first
