"""The quarterly report is prepared, signed off by other hands, and says the same for ever (FP 2.4, 3.2)."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Callable
from datetime import date, timedelta

import pypdf
import pytest
import python_calamine
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from ankunft.domain.funds import services
from ankunft.domain.funds.models import (
    Booking,
    FundingSource,
    PlanVersion,
    Position,
    ReportComment,
    ReportState,
    SemReport,
    SemReportFile,
)
from ankunft.domain.funds.reports.contents import content_of
from ankunft.domain.funds.reports.papers import Content
from ankunft.domain.funds.reports.quarterly import quarterly_paper
from ankunft.domain.funds.selectors.reports import (
    quarterly_file,
    quarters_expected,
    report_content,
    report_file,
    report_repeated,
    reports_visible,
)
from ankunft.domain.funds.services import Cost
from ankunft.domain.funds.values import Given, NewPosition, Opening
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Quarter
from ankunft.foundation.pictures.values import Movement
from tests.domain.funds.reporting import FRANCS, Q3, Reporting, seen
from tests.support.people import actor_with
from tests.support.standing import _triggers_off

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture
def ground() -> Reporting:
    return Reporting()


class TestContent:
    def test_plan_booked_and_balances_of_the_third_quarter_2024(self, ground: Reporting) -> None:
        content = content_of(ground.begun())
        assert (content["quarter"], content["until"], content["plan"]["decision"]) == (
            "2024-Q3",
            "2024-09-30",
            "RRB 2023/2057",
        )
        assert _figures(content, "iim.case_management", "year") == (2_700_000, 1_900_000)
        assert _figures(content, "iim", "year") == (3_530_000, 1_940_000)
        assert _figures(content, "ami_language", "period") == (2_360_000, 2_360_000)
        assert content["total"]["period"]["plan"] == 8_990_000 * FRANCS
        first, second, _last = content["balances"]
        assert (first["opening"], first["booked"]) == (8_430_000 * FRANCS, 3_260_000 * FRANCS)
        assert second["standing"] == (8_430_000 - 3_260_000 - 2_060_000) * FRANCS

    def test_what_was_booked_after_the_quarter_is_not_in_it(self, ground: Reporting) -> None:
        assert _figures(content_of(ground.begun()), "iim.economic", "year") == (440_000, 0)
        assert _figures(content_of(ground.begun(Quarter(2024, 4))), "iim.economic", "year") == (440_000, 200_000)

    def test_all_sums_hold(self, ground: Reporting) -> None:
        content = content_of(ground.begun())
        rows = content["rows"]
        for span in ("year", "period"):
            for name in ("booked", "rest", "expected"):
                assert content["total"][span][name] == sum(row[span][name] for row in rows if row["depth"] == 0)
                below = sum(row[span][name] for row in rows if row["code"].startswith("iim."))
                assert next(row for row in rows if row["code"] == "iim")[span][name] == below
        (year,) = (one for one in content["balances"] if one["year"] == 2024)
        assert year["closing"] == year["opening"] - content["total"]["year"]["expected"]

    def test_what_another_source_bore_is_told_apart(self, ground: Reporting) -> None:
        ground.book("iim.social", 10_000, date(2024, 8, 1), "Demo-Beleg 90", source="ip-kip2bis")
        content = content_of(ground.begun())
        social = next(row for row in content["rows"] if row["code"] == "iim.social")
        assert (social["year"]["booked"], social["year"]["elsewhere"]) == (40_000 * FRANCS, 10_000 * FRANCS)

    def test_what_the_source_bore_of_another_plan_is_in_its_balance(self, ground: Reporting) -> None:
        bis = FundingSource.objects.get(code="ip-kip2bis")
        plan = services.plan_begin(
            code="BIS", label="Demo-Plan", source=bis, first_year=2024, last_year=2025, actor=ground.office
        )
        new = NewPosition("social", "Demo: Soziales", ground.position("iim.social").purpose)
        position = services.position_add(plan=plan, new=new, actor=ground.office)
        for number, day in enumerate((date(2024, 9, 30), date(2024, 10, 1))):
            cost = Cost("other", day, 10_000 * FRANCS, f"Demo-Beleg 8{number}", "Demo", "Demo: ungeplant")
            services.booking_record(position=position, source=ground.plan.source, cost=cost, actor=ground.office)
        report = ground.begun()
        content = content_of(report)
        (year,) = (one for one in content["balances"] if one["year"] == 2024)
        assert (year["booked"], year["outside"]) == (2_060_000 * FRANCS, 10_000 * FRANCS)
        assert year["standing"] == (8_430_000 - 3_260_000 - 2_060_000 - 10_000) * FRANCS
        paper = quarterly_paper(content)
        assert paper.picture is not None
        assert sum(one.rappen or 0 for one in paper.picture.steps if isinstance(one, Movement)) == (
            year["closing"] - year["opening"]
        )
        (saldo,) = (table for table in paper.tables if table.title.startswith("Saldo"))
        assert "Für andere Finanzpläne" in [column.label for column in saldo.columns]

    def test_positions_without_an_amount_are_named_and_in_no_sum(self, ground: Reporting) -> None:
        content = content_of(ground.begun())
        assert [one["code"] for one in content["unquantified"]] == ["introduction", "open_access", "it_application"]
        assert not {"introduction", "open_access"} & {row["code"] for row in content["rows"]}


class TestBeginning:
    def test_a_quarter_that_is_not_over_is_not_reported(
        self, ground: Reporting, on_day: Callable[[date], None]
    ) -> None:
        on_day(date(2024, 9, 30))
        with pytest.raises(Refused, match="2024-Q3 ist noch nicht vorbei"):
            ground.begun()
        on_day(date(2024, 10, 1))
        assert ground.begun().reference == "KIP2-2024-Q3/1"

    def test_a_quarter_outside_of_the_plan_is_refused(self, ground: Reporting) -> None:
        with pytest.raises(Refused, match="2023 bis 2025"):
            ground.begun(Quarter(2022, 4))

    def test_a_plan_that_nobody_decided_is_not_reported(self, ground: Reporting) -> None:
        plan = services.plan_begin(
            code="NEU", label="Neu", source=ground.plan.source, first_year=2024, last_year=2025, actor=ground.office
        )
        with pytest.raises(Refused, match="noch keiner"):
            services.quarterly_begin(plan=plan, quarter=Q3, actor=ground.office)

    def test_one_of_a_quarter_is_in_work(self, ground: Reporting) -> None:
        ground.begun()
        with pytest.raises(Refused, match="schon in Arbeit"):
            ground.begun()

    def test_a_discarded_one_makes_room(self, ground: Reporting) -> None:
        report = ground.begun()
        with pytest.raises(Refused, match="Begründung"):
            services.report_discard(report=report, reason="", actor=ground.office)
        services.report_discard(report=report, reason="Demo", actor=ground.office)
        assert (ground.begun().reference, ground.plan.code) == ("KIP2-2024-Q3/2", "KIP2")

    def test_the_finances_do_not_begin_reports(self, ground: Reporting) -> None:
        with pytest.raises(Forbidden):
            services.quarterly_begin(plan=ground.plan, quarter=Q3, actor=ground.approver)

    def test_it_is_compared_with_the_version_that_held_when_the_quarter_ended(self, ground: Reporting) -> None:
        first = PlanVersion.objects.get(plan=ground.plan)
        later = _decided_anew(ground)
        before, after = ground.begun(Quarter(2025, 1)), ground.begun(Quarter(2025, 3))
        assert (before.plan_version, after.plan_version) == (first, later)
        draft = json.loads(quarterly_file("KIP2", Quarter(2025, 2), "json")[0])
        assert draft["plan"]["version"] == later.number


class TestComments:
    def test_they_are_replaced_as_a_whole(self, ground: Reporting) -> None:
        report = ground.begun()
        work, social = ground.position("iim.economic").pk, ground.position("iim.social").pk
        services.report_write(report=report, comments={work: " Eins ", social: "Zwei"}, actor=ground.office)
        services.report_write(report=report, comments={work: "Drei", social: " "}, actor=ground.office)
        assert list(report.comments.values_list("position", "text")) == [(work, "Drei")]

    def test_of_another_plan_they_are_refused(self, ground: Reporting) -> None:
        with pytest.raises(Refused, match="gehört nicht"):
            services.report_write(report=ground.begun(), comments={10**6: "Demo"}, actor=ground.office)
        assert not ReportComment.objects.exists()

    def test_a_large_deviation_without_one_is_not_signed(self, ground: Reporting) -> None:
        report = ground.begun()
        with pytest.raises(Refused, match="keine Bemerkung: Programm R, Sprachförderung"):
            services.report_sign_off(report=report, seen=seen(report), actor=ground.approver)
        assert not SemReportFile.objects.exists()


class TestSigning:
    def test_it_keeps_three_files_and_the_trail_their_digests(self, ground: Reporting) -> None:
        report = ground.signed()
        assert report.state == ReportState.SIGNED_OFF
        after = Event.objects.get(action="funds.report.sign_off").after
        for form in ("json", "pdf", "xlsx"):
            assert after[form] == hashlib.sha256(report_file(report, form)).hexdigest()

    def test_whoever_prepared_it_does_not_sign(self, ground: Reporting) -> None:
        report = ground.written()
        with pytest.raises(Forbidden, match="andere Person"):
            services.report_sign_off(report=report, seen=seen(report), actor=ground.office)
        services.report_sign_off(report=report, seen=seen(report), actor=ground.colleague)

    def test_whoever_began_it_does_not_sign_either(self, ground: Reporting) -> None:
        report = ground.begun()
        comments = {
            ground.position(row["code"]).pk: "Demo" for row in content_of(report)["rows"] if row["needs_comment"]
        }
        services.report_write(report=report, comments=comments, actor=ground.colleague)
        with pytest.raises(Forbidden, match="andere Person"):
            services.report_sign_off(report=report, seen=seen(report), actor=ground.office)

    def test_figures_that_changed_since_they_were_seen_are_not_signed(self, ground: Reporting) -> None:
        report = ground.written()
        shown = seen(report)
        ground.book("iim.social", 1, date(2024, 9, 1), "Demo-Beleg 91")
        with pytest.raises(Refused, match="haben sich geändert"):
            services.report_sign_off(report=report, seen=shown, actor=ground.approver)

    def test_what_was_signed_says_the_same_for_ever(self, ground: Reporting) -> None:
        report = ground.signed()
        before = {form: report_file(report, form) for form in ("json", "pdf", "xlsx")}
        services.booking_reverse(
            booking=Booking.objects.get(reference="Demo-Beleg 6"), reason="Demo", actor=ground.office
        )
        ground.book("iim.social", 5_000, date(2024, 9, 2), "Demo-Beleg 92")
        with translation.override("en"):
            for form, content in before.items():
                assert report_file(report, form) == content
                assert report_repeated(report, form) == content, form
        assert content_of(report)["total"] != report_content(report)["total"]

    def test_the_database_refuses_to_change_it(self, ground: Reporting) -> None:
        report = ground.signed()
        statements: list[Callable[[], object]] = [
            lambda: SemReport.objects.filter(pk=report.pk).update(year=2023),
            lambda: ReportComment.objects.filter(report=report).update(text="anders"),
            lambda: ReportComment.objects.filter(report=report).delete(),
            lambda: SemReportFile.objects.filter(report=report).update(sha256="0" * 64),
            lambda: SemReportFile.objects.filter(report=report).delete(),
        ]
        for statement in statements:
            with pytest.raises(DatabaseError), transaction.atomic():
                statement()

    def test_comments_are_not_written_any_more(self, ground: Reporting) -> None:
        report = ground.signed()
        with pytest.raises(Forbidden, match="unterzeichnet"):
            services.report_write(report=report, comments={}, actor=ground.office)

    def test_a_correction_points_to_what_it_corrects(self, ground: Reporting) -> None:
        first = ground.signed()
        with pytest.raises(Refused, match="warum"):
            ground.begun()
        second = services.quarterly_begin(
            plan=ground.plan, quarter=Q3, actor=ground.office, reason="Demo: Beleg falsch"
        )
        assert (second.number, second.corrects) == (2, first)
        content = content_of(second)
        assert (content["corrects"], content["reason"]) == ("KIP2-2024-Q3/1", "Demo: Beleg falsch")


class TestSubmitting:
    def test_it_names_the_day_and_the_way(self, ground: Reporting) -> None:
        report = ground.signed()
        with pytest.raises(Refused, match="Zukunft"):
            _submit(ground, report, day=TODAY + timedelta(days=1))
        with pytest.raises(Refused, match="wie der Bericht"):
            _submit(ground, report, receipt=" ")
        _submit(ground, report)
        assert (report.state, report.submitted_on) == (ReportState.SUBMITTED, TODAY)
        with pytest.raises(DatabaseError), transaction.atomic():
            SemReport.objects.filter(pk=report.pk).update(receipt="anders")

    def test_it_is_not_sent_before_it_was_signed(self, ground: Reporting) -> None:
        with clock.moved_to(TODAY - timedelta(days=3)):
            report = ground.signed()
        with pytest.raises(Refused, match=f"am {TODAY - timedelta(days=3):%d.%m.%Y} unterzeichnet"):
            _submit(ground, report, day=TODAY - timedelta(days=4))
        assert SemReport.objects.get().state == ReportState.SIGNED_OFF
        _submit(ground, report, day=TODAY - timedelta(days=3))
        assert report.submitted_on == TODAY - timedelta(days=3)

    def test_an_unsigned_one_is_not_sent(self, ground: Reporting) -> None:
        with pytest.raises(Forbidden, match="in Arbeit"):
            _submit(ground, ground.written())


class TestFiles:
    def test_the_document(self, ground: Reporting) -> None:
        content = json.loads(report_file(ground.signed(), "json"))
        assert (content["form"], content["reference"], content["unit"]) == (
            "ankunft-sem-report-2",
            "KIP2-2024-Q3/1",
            "Rappen",
        )
        assert content["signed_off"]["by"] == ground.approver.label
        assert _figures(content, "iim.case_management", "year") == (2_700_000, 1_900_000)

    def test_the_paper_has_every_figure_of_the_year(self, ground: Reporting) -> None:
        report = ground.signed()
        pages = pypdf.PdfReader(io.BytesIO(report_file(report, "pdf"))).pages
        words = " ".join(" ".join(page.extract_text() for page in pages).split())
        assert "Quartalsbericht an das SEM: 3. Quartal 2024" in words
        assert f"durch {ground.approver.label}" in words
        for row in report_content(report)["rows"]:
            assert row["label"] in words
        assert "2'700'000.00 1'900'000.00" in words
        assert "Kassenunabhängiger Zugang" in words

    def test_what_will_be_lacking_is_said_with_who_bears_it(self, ground: Reporting) -> None:
        ground.book("iim.economic", 2_500_000, date(2024, 9, 15), "Demo-Beleg 93")
        content = content_of(ground.begun())
        lacking = -content["balances"][-1]["closing"]
        assert lacking > 0
        (note,) = (note for note in quarterly_paper(content).notes if "KIP 2bis, danach KIP 3" in note)
        assert str(Money(lacking)) in note
        # No decision says who steps in for another source.
        other = {**content, "source": {"code": "ip-kip3", "label": "Integrationspauschale KIP 3"}}
        assert not any("KIP 2bis" in note for note in quarterly_paper(other).notes)
        assert any("noch zu bestimmen" in note for note in quarterly_paper(other).notes)

    def test_the_workbook_adds_up(self, ground: Reporting) -> None:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(report_file(ground.signed(), "xlsx")))
        assert book.sheet_names[:2] == ["Angaben", "Verwendung im Jahr 2024"]
        rows = book.get_sheet_by_name("Verwendung im Jahr 2024").to_python()
        tops = [row for row in rows[1:-1] if not str(row[0]).startswith("  ")]
        for column in (2, 3):
            assert round(sum(row[column] for row in tops), 2) == rows[-1][column]
        assert [row[1:3] for row in rows if "Fallführung" in row[0]] == [[2_700_000, 1_900_000]]

    def test_a_sign_without_a_font_keeps_no_report_from_being_signed(self, ground: Reporting) -> None:
        position = ground.position("iim.case_management")
        with connection.cursor() as cursor, _triggers_off(cursor, ["funds_position"]):
            Position.objects.filter(pk=position.pk).update(label="Fallführung 🦒")
        report = ground.signed()
        pages = pypdf.PdfReader(io.BytesIO(report_file(report, "pdf"))).pages
        assert "Fallführung \ufffd" in " ".join(page.extract_text() for page in pages)
        assert "Fallführung 🦒" in report_file(report, "json").decode()

    def test_a_draft_says_that_it_is_one(self, ground: Reporting) -> None:
        page = pypdf.PdfReader(io.BytesIO(report_file(ground.begun(), "pdf"))).pages[0]
        assert "Entwurf, nicht unterzeichnet" in page.extract_text()

    def test_a_file_that_was_exchanged_is_refused(self, ground: Reporting) -> None:
        report = ground.signed()
        other = gzip.compress(b"{}", mtime=0)
        with connection.cursor() as cursor, _triggers_off(cursor, ["funds_semreportfile"]):
            SemReportFile.objects.filter(report=report, form="json").update(packed=other)
        with pytest.raises(Refused, match="nicht mehr die"):
            report_file(report, "json")

    def test_the_command_line_gets_the_newest_signed_one_or_a_draft(self, ground: Reporting) -> None:
        draft, none = quarterly_file("KIP2", Q3, "pdf")
        assert none is None
        assert quarterly_file("KIP2", Q3, "pdf")[0] == draft
        report = ground.signed()
        assert quarterly_file("KIP2", Q3, "pdf") == (report_file(report, "pdf"), report)
        with pytest.raises(Refused, match="«NIE»"):
            quarterly_file("NIE", Q3, "pdf")
        with pytest.raises(Refused, match="2022-Q3"):
            quarterly_file("KIP2", Quarter(2022, 3), "pdf")


class TestSeeing:
    def test_the_quarters_since_the_decision_are_expected(self, ground: Reporting) -> None:
        report = ground.signed()
        found = quarters_expected(ground.office)
        assert [str(one.quarter) for one in found][-1] == "2023-Q4"
        assert len(found) == 9
        (third,) = (one for one in found if one.quarter == Q3)
        assert (third.report, third.due_on, third.is_late) == (report, date(2024, 10, 30), True)
        _submit(ground, report)
        (third,) = (one for one in quarters_expected(ground.office) if one.quarter == Q3)
        assert not third.is_open

    def test_bodies_see_what_is_signed_alone(self, ground: Reporting) -> None:
        report = ground.written()
        member = actor_with("body_member")
        assert not reports_visible(member).exists()
        services.report_sign_off(report=report, seen=seen(report), actor=ground.approver)
        assert reports_visible(member).get() == report
        assert not reports_visible(actor_with("integration_officer")).exists()


def _decided_anew(ground: Reporting) -> PlanVersion:
    """Another version of the plan, decided on 30 June 2025 with the figures of the first."""
    first = PlanVersion.objects.get(plan=ground.plan)
    version = services.version_open(
        plan=ground.plan, as_of=date(2025, 5, 31), opening=Opening(first.opening, "Demo"), actor=ground.office
    )
    for position in ground.plan.positions.filter(children=None):
        services.input_give_for(version=version, position=position, given=Given((), "Demo"), actor=ground.office)
    services.version_consolidate(version=version, actor=ground.office)
    PlanVersion.objects.filter(pk=first.pk).update(state="superseded")
    PlanVersion.objects.filter(pk=version.pk).update(state="consulted")
    PlanVersion.objects.filter(pk=version.pk).update(
        state="adopted", decision="Demo-Beschluss", decided_by="IIZ-Leitung", decided_on=date(2025, 6, 30)
    )
    return PlanVersion.objects.get(pk=version.pk)


def _submit(ground: Reporting, report: SemReport, *, day: date = TODAY, receipt: str = "E-Mail") -> None:
    services.report_submit(report=report, submitted_on=day, receipt=receipt, actor=ground.office)


def _figures(content: Content, code: str, span: str) -> tuple[int, int]:
    """Whole francs planned and booked of a position."""
    row = next(row for row in content["rows"] if row["code"] == code)
    return row[span]["plan"] // FRANCS, row[span]["booked"] // FRANCS
