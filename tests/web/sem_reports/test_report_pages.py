"""A quarterly report on pages: due, prepared, signed by another person, sent, and its files."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from ankunft.domain.funds import services
from ankunft.domain.funds.models import ReportState, SemReport, SemReportFile
from ankunft.domain.funds.selectors.reports import report_file
from ankunft.foundation.kernel.periods import Quarter
from tests.domain.funds.reporting import Q3, Reporting, seen
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db
LIST = "/finanzplanung/berichte/"


@pytest.fixture
def ground() -> Reporting:
    return Reporting()


@pytest.fixture
def office(client_for: Callable[..., StrictClient]) -> StrictClient:
    return client_for("coordination")


@pytest.fixture
def approver(client_for: Callable[..., StrictClient]) -> StrictClient:
    return client_for("approver")


def text(client: StrictClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return words(answer.content)


def words(content: bytes) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", content.decode())))


def of(report: SemReport, part: str = "") -> str:
    return f"{LIST}{report.pk}/{part}"


class TestTheWay:
    def test_from_the_list_to_the_federation(
        self, ground: Reporting, office: StrictClient, approver: StrictClient
    ) -> None:
        shown = text(office, LIST)
        assert "2024-Q3" in shown
        assert "30.10.2024" in shown
        answer = office.post(f"{LIST}quartal/KIP2/2024-Q3/", {"reason": ""})
        report = SemReport.objects.get()
        assert answer.headers["Location"] == of(report)
        assert "brauchen eine Bemerkung: Programm R" in text(office, of(report))
        form = text(office, of(report, "bemerkungen/"))
        assert "Eine Bemerkung ist nötig." in form
        comments = {
            f"comment_{one.pk}": "Demo: später als geplant" for one in ground.plan.positions.filter(children=None)
        }
        office.post(of(report, "bemerkungen/"), {"seen": report.version, **comments})
        report.refresh_from_db()
        assert report.comments.count() == 7
        assert "Sie haben hier schon mitgewirkt" not in text(approver, of(report))
        signing = approver.get(of(report, "unterzeichnen/"))
        fields = dict(re.findall(r'name="(seen|digest)" value="([^"]+)"', signing.content.decode()))
        assert "2'700'000.00" in words(signing.content)
        assert approver.post(of(report, "unterzeichnen/"), fields).status_code == 302
        report.refresh_from_db()
        assert report.state == ReportState.SIGNED_OFF
        sent = {"seen": report.version, "submitted_on": "22.11.2026", "receipt": "E-Mail an das SEM"}
        assert office.post(of(report, "uebermitteln/"), sent).status_code == 302
        assert "22.11.2026" in text(office, of(report))

    def test_a_file_is_the_one_that_was_signed(self, ground: Reporting, office: StrictClient) -> None:
        report = ground.signed()
        ground.book("iim.social", 1_000, date(2024, 9, 3), "Demo-Beleg 94")
        for form, media in (("pdf", "application/pdf"), ("json", "application/json")):
            answer = office.get(of(report, f"dateien/{form}/"))
            assert answer.content == report_file(report, form)
            assert answer.headers["Content-Type"] == media
            assert f"kip2-2024-q3-1.{form}" in answer.headers["Content-Disposition"]
        assert office.get(of(report, "dateien/docx/")).status_code == 404

    def test_a_quarter_that_there_is_not_is_not_found(self, ground: Reporting, office: StrictClient) -> None:
        for quarter in ("2024-Q5", "heute"):
            assert office.get(f"{LIST}quartal/{ground.plan.code}/{quarter}/").status_code == 404

    def test_a_correction_is_asked_why(self, ground: Reporting, office: StrictClient) -> None:
        first = ground.signed()
        answer = office.post(f"{LIST}quartal/KIP2/2024-Q3/", {"reason": ""})
        assert answer.status_code == 422
        assert "warum er berichtigt wird" in words(answer.content)
        office.post(f"{LIST}quartal/KIP2/2024-Q3/", {"reason": "Demo: Beleg falsch"})
        second = SemReport.objects.get(number=2)
        assert second.corrects == first
        assert "Demo: Beleg falsch" in text(office, of(second))


class TestSigning:
    def test_whoever_prepared_it_is_told_why_not(
        self, ground: Reporting, office: StrictClient, approver: StrictClient
    ) -> None:
        office.post(f"{LIST}quartal/KIP2/2024-Q3/", {"reason": ""})
        report = SemReport.objects.get()
        assert "muss eine andere Person" in text(office, of(report))
        assert office.get(of(report, "unterzeichnen/")).status_code == 403
        assert "Unterzeichnen …" not in text(approver, of(report))

    def test_what_changed_meanwhile_is_not_signed(self, ground: Reporting, approver: StrictClient) -> None:
        report = ground.written()
        shown = {"seen": report.version, "digest": seen(report)}
        ground.book("iim.social", 1_000, date(2024, 9, 3), "Demo-Beleg 95")
        answer = approver.post(of(report, "unterzeichnen/"), shown)
        assert answer.status_code == 422
        assert "haben sich geändert" in words(answer.content)
        assert not SemReportFile.objects.exists()

    def test_signs_without_a_font_are_named_before_the_signature(
        self, ground: Reporting, approver: StrictClient
    ) -> None:
        report = ground.written()
        assert "keine Schrift" not in text(approver, of(report, "unterzeichnen/"))
        comments = {one.position_id: one.text for one in report.comments.all()}
        comments[next(iter(comments))] += " ✓ 🦒"
        services.report_write(report=report, comments=comments, actor=ground.office)
        shown = text(approver, of(report, "unterzeichnen/"))
        assert "Für einige Zeichen gibt es keine Schrift" in shown
        assert "🦒" in shown.split("Dafür steht im PDF «\ufffd»:")[1].split("XLSX")[0]

    def test_a_day_to_come_is_refused_and_what_was_typed_stays(self, ground: Reporting, office: StrictClient) -> None:
        report = ground.signed()
        sent = {"seen": report.version, "submitted_on": "31.12.2026", "receipt": "Demo-Weg"}
        answer = office.post(of(report, "uebermitteln/"), sent)
        assert answer.status_code == 422
        assert "liegt in der Zukunft" in words(answer.content)
        assert 'value="Demo-Weg"' in answer.content.decode()


class TestTheList:
    def test_a_quarter_stands_once_with_its_newest_report(self, ground: Reporting, office: StrictClient) -> None:
        first = ground.signed()
        shown = office.get(LIST).content.decode()
        assert of(first) in shown
        assert first.reference not in shown, "in the list of other reports it would stand twice"
        services.quarterly_begin(plan=ground.plan, quarter=Q3, actor=ground.office, reason="Demo: Beleg falsch")
        assert first.reference in office.get(LIST).content.decode()


class TestMyDay:
    def test_the_oldest_quarter_and_how_many_follow(self, ground: Reporting, office: StrictClient) -> None:
        shown = text(office, reverse("my-day"))
        assert "2023-Q4 (8 weitere Quartale)" in shown

    def test_who_signs_is_told_and_who_prepared_is_not_asked_to(
        self, ground: Reporting, office: StrictClient, approver: StrictClient
    ) -> None:
        office.post(f"{LIST}quartal/KIP2/2024-Q3/", {"reason": ""})
        assert "Bericht prüfen und unterzeichnen" in text(approver, reverse("my-day"))
        mine = text(office, reverse("my-day"))
        assert "Bericht fertig vorbereiten" in mine
        assert "Bericht prüfen und unterzeichnen" not in mine

    def test_a_signed_one_is_to_be_sent(self, ground: Reporting, office: StrictClient) -> None:
        ground.signed()
        assert "Unterzeichneten Bericht übermitteln" in text(office, reverse("my-day"))


class TestFinding:
    @pytest.mark.parametrize("asked", ["KIP2-2024-Q3", "kip2 2024", "2024-q3", "KIP2-2024-Q3/1"])
    def test_by_plan_and_quarter(self, ground: Reporting, office: StrictClient, asked: str) -> None:
        ground.begun()
        answer = office.post(reverse("search"), {"q": asked}, follow=True)
        shown = words(answer.content)
        assert "KIP2-2024-Q3/1" in shown


def test_queries_do_not_grow_with_reports_and_bookings(
    ground: Reporting, office: StrictClient, queries: Callable[..., int]
) -> None:
    report = ground.begun()
    before = [queries(office, address) for address in (LIST, of(report), reverse("my-day"))]
    for number in range(1, 4):
        services.quarterly_begin(plan=ground.plan, quarter=Quarter(2025, number), actor=ground.office)
        ground.book("iim.social", number, date(2024, 9, number), f"Demo-Beleg 8{number}")
    after = [queries(office, address) for address in (LIST, of(report), reverse("my-day"))]
    assert after == before
    assert str(Q3) in report.reference
