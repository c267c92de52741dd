"""The plan for the lead of the IIZ, and the programme by areas and sources: what they say, as files too."""

from __future__ import annotations

import io
import json
from datetime import date

import pypdf
import pytest
import python_calamine

from ankunft.domain.funds import services
from ankunft.domain.funds.models import FundingSource, PlanVersion, ProgrammeMeasure, SemReport
from ankunft.domain.funds.reports.contents import content_of
from ankunft.domain.funds.rules.refunds import Paper
from ankunft.domain.funds.selectors.reports import report_file, report_repeated
from ankunft.domain.funds.values import MeasureEntry, Opening, Share
from ankunft.foundation.kernel.errors import Refused
from tests.domain.funds import making, programmes
from tests.domain.funds.reporting import FRANCS, Reporting, seen
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db


def paper(report: SemReport) -> str:
    pages = pypdf.PdfReader(io.BytesIO(report_file(report, "pdf"))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


class TestYearly:
    def test_every_figure_of_the_decision_is_on_it(self) -> None:
        ground = Reporting()
        version = PlanVersion.objects.get(plan=ground.plan)
        report = services.yearly_begin(version=version, actor=ground.office)
        assert report.reference == "KIP2-2023-P/1"
        services.report_sign_off(report=report, seen=seen(report), actor=ground.colleague)
        words = paper(report)
        for figure in ("8'430'000.00", "−2'360'000.00", "−3'530'000.00", "−1'030'000.00", "990'000.00", "−560'000.00"):
            assert figure in words
        assert "zur Genehmigung durch die IIZ-Leitung" in words
        assert "Kassenunabhängiger Zugang" in words

    def test_another_version_of_the_same_year_is_no_correction(self) -> None:
        """The plan is approved anew at the end of the year, or whenever there is need (FP 3.3)."""
        people = making.People()
        first = making.adopted(people)

        def signed(version: PlanVersion, reason: str = "") -> SemReport:
            report = services.yearly_begin(version=version, actor=people.office, reason=reason)
            services.report_sign_off(report=report, seen=seen(report), actor=actor_with("coordination"))
            return report

        signed(first)
        with pytest.raises(Refused, match="warum er berichtigt wird"):
            services.yearly_begin(version=first, actor=people.office)
        second = services.version_open(
            plan=first.plan, as_of=date(2026, 11, 1), opening=Opening(2 * making.MILLION, "Demo"), actor=people.office
        )
        for code in ("workplace", "language.courses", "language.early"):
            services.input_give_for(
                version=second,
                position=making.position(second, code),
                given=making.francs(y2026=900_000),
                actor=people.office,
            )
        services.version_consolidate(version=second, actor=people.office)
        report = signed(second)
        assert (report.reference, report.corrects) == ("DEMO-2026-P/2", None)

    def test_what_differs_from_the_version_in_force_stands_beside(self) -> None:
        people = making.People()
        making.adopted(people)
        plan = PlanVersion.objects.get().plan
        version = services.version_open(
            plan=plan, as_of=date(2026, 11, 1), opening=Opening(2 * making.MILLION, "Demo"), actor=people.office
        )
        for code, amounts in (("workplace", {"y2026": 900_000}), ("language.courses", {"y2026": 400_000})):
            services.input_give_for(
                version=version,
                position=making.position(version, code),
                given=making.francs(**amounts),
                actor=people.office,
            )
        early = making.position(version, "language.early")
        services.input_give_for(
            version=version, position=early, given=making.francs(y2026=300_000, y2027=200_000), actor=people.office
        )
        with pytest.raises(Refused, match="nicht konsolidiert"):
            services.yearly_begin(version=version, actor=people.office)
        services.version_consolidate(version=version, actor=people.office)
        content = content_of(services.yearly_begin(version=version, actor=people.office))
        assert content["before"]["version"] == 1
        new = {row["code"]: row["values"] for row in content["rows"]}
        assert (new["workplace"], content["before"]["rows"]["workplace"]) == (
            [-900_000 * FRANCS, None],
            [-1_000_000 * FRANCS, -500_000 * FRANCS],
        )


class TestAreas:
    @pytest.fixture
    def report(self) -> SemReport:
        """Courses are booked on a position of KIP2: 300'000 of the lump sum, 20'000 of the credit in 2024."""
        ground, office = Reporting(), programmes.Office()
        version = programmes.begun(office)
        goal = services.goal_write(
            version=version, entry=programmes.GoalEntry(2, "Demo: Sprache"), actor=office.delegate
        )
        funding = (Share("ip-kip2", 2024, 300_000 * FRANCS), Share("ifk", 2024, 20_000 * FRANCS))
        entry = MeasureEntry("Demo: Kurse", position=ground.position("iim.language_16plus").pk, funding=funding)
        services.measure_write(version=version, goal=goal, entry=entry, actor=office.delegate)
        services.programme_submit(
            version=version, submitted_on=date(2023, 4, 28), receipt="Demo", actor=office.delegate
        )
        ground.book("iim.language_16plus", 12_000, date(2024, 5, 1), "Demo-Beleg 71")
        ground.book("iim.language_16plus", 3_000, date(2025, 2, 1), "Demo-Beleg 72")
        return services.areas_begin(version=version, year=2024, actor=office.delegate)

    def test_planned_and_booked_by_source_and_year(self, report: SemReport) -> None:
        content = content_of(report)
        (measure,) = content["measures"]
        assert measure["planned"] == {"ifk/2024": 20_000 * FRANCS, "ip-kip2/2024": 300_000 * FRANCS}
        assert measure["actual"] == {"ip-kip2/2024": 12_000 * FRANCS}
        assert content["elsewhere"]["ip-kip2/2024"] == 2_260_000 * FRANCS

    def test_what_is_carried_forward_is_the_balance_of_the_source(self, report: SemReport) -> None:
        letter = Paper(5_000 * FRANCS, date(2024, 12, 1), "Demo-Schreiben", "Demo: nicht mehr gebraucht")
        source = FundingSource.objects.get(code="ip-kip2")
        refund = services.refund_propose(source=source, paper=letter, actor=actor_with("finance_officer"))
        services.refund_confirm(refund=refund, actor=actor_with("approver"))
        by_code = {one["code"]: one for one in content_of(report)["sources"]}
        lump = by_code["ip-kip2"]
        assert (lump["spent"], lump["refunded"]) == (2_272_000 * FRANCS, 5_000 * FRANCS)
        assert lump["closing"] == lump["opening"] - lump["spent"] - lump["refunded"]
        assert (by_code["ifk"]["opening"], by_code["ifk"]["closing"]) == (None, None)

    def test_its_files_are_kept_and_add_up(self, report: SemReport) -> None:
        colleague = programmes.Office().colleague
        services.report_sign_off(report=report, seen=seen(report), actor=colleague)
        for form in ("json", "pdf", "xlsx"):
            assert report_repeated(report, form) == report_file(report, form)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(report_file(report, "xlsx")))
        rows = book.get_sheet_by_name("Plan und gebucht 2024").to_python()
        booked = rows[0].index("Integrationspauschale KIP 2: gebucht")
        assert rows[-1][booked] == 2_272_000
        assert sum(row[booked] for row in rows[1:-1] if str(row[0])[:1].isdigit()) == 12_000
        assert "sieben Förderbereiche nach Quellen" in paper(report)
        assert json.loads(report_file(report, "json"))["form"] == "ankunft-programme-areas-2"

    def test_a_year_that_is_not_over_is_not_signed(self, report: SemReport) -> None:
        office = programmes.Office()
        version = ProgrammeMeasure.objects.get().goal.version
        running = services.areas_begin(version=version, year=2026, actor=office.delegate)
        with pytest.raises(Refused, match="noch nicht vorbei"):
            services.report_sign_off(report=running, seen=seen(running), actor=office.colleague)

    def test_a_programme_in_work_is_not_reported(self) -> None:
        office = programmes.Office()
        with pytest.raises(Refused, match="eingereichtes Programm"):
            services.areas_begin(version=programmes.written(office), year=2024, actor=office.delegate)
