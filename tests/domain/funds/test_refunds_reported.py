"""What went back to the federation is told in reports, whose balances still add up; old ones are read as before."""

from __future__ import annotations

import copy
from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import FundingSource
from ankunft.domain.funds.reports.areas import SourceBalance, areas_content, areas_paper
from ankunft.domain.funds.reports.contents import content_of, quarterly
from ankunft.domain.funds.reports.papers import Content, Paper, PaperTable
from ankunft.domain.funds.reports.quarterly import REFUNDED, quarterly_paper
from ankunft.domain.funds.rules.refunds import Paper as Letter
from ankunft.domain.funds.selectors.reports import report_file, report_repeated
from ankunft.foundation.kernel.periods import Quarter
from tests.domain.funds.reporting import FRANCS, Reporting

pytestmark = pytest.mark.django_db
GONE = 250_000 * FRANCS


@pytest.fixture
def ground() -> Reporting:
    """A quarter of a million of KIP 2 went back in September 2024, and ten thousand more a day after the quarter."""
    made = Reporting()
    for day, amount in ((date(2024, 9, 10), GONE), (date(2024, 10, 1), 10_000 * FRANCS)):
        refund = services.refund_propose(
            source=FundingSource.objects.get(code="ip-kip2"),
            paper=Letter(amount, day, "Demo-Schreiben", "Demo: nicht mehr gebraucht"),
            actor=made.office,
        )
        services.refund_confirm(refund=refund, actor=made.approver)
    return made


def columns(paper: Paper, title: str) -> dict[str, list[object]]:
    table: PaperTable = next(one for one in paper.tables if one.title.startswith(title))
    return {column.label: [row.cells[at] for row in table.rows] for at, column in enumerate(table.columns)}


def test_a_quarter_tells_what_went_back_by_its_end(ground: Reporting) -> None:
    content = content_of(ground.begun())
    (year,) = (one for one in content["balances"] if one["year"] == 2024)
    assert year["refunded"] == GONE
    assert year["standing"] == year["opening"] + year["received"] + year["transferred"] - year["booked"] - GONE
    assert year["closing"] == year["standing"] - year["rest"]
    paper = quarterly_paper(content)
    assert columns(paper, "Saldo")[REFUNDED] == [0, GONE, 0]
    assert paper.picture is not None
    steps = {step.label: step.rappen for step in paper.picture.steps}
    assert steps[REFUNDED] == -GONE
    (first, *movements, last) = [step.rappen for step in paper.picture.steps]
    assert first + sum(movements) == last


def test_a_quarter_without_any_looks_as_before(ground: Reporting) -> None:
    version = ground.begun().plan_version
    assert version is not None
    content = quarterly(version, Quarter(2024, 2), "KIP2-2024-Q2/1")
    assert REFUNDED not in columns(quarterly_paper(content), "Saldo")
    former = _as_in_the_first_form(content)
    assert quarterly_paper(former) == quarterly_paper(content)


def _as_in_the_first_form(content: Content) -> Content:
    """As it was kept before refunds were told."""
    former = copy.deepcopy(content)
    former["form"] = "ankunft-sem-report-1"
    for one in former["balances"]:
        del one["refunded"]
    return former


def test_what_was_signed_with_it_is_made_again_byte_for_byte(ground: Reporting) -> None:
    report = ground.signed()
    for form in ("json", "pdf", "xlsx"):
        assert report_repeated(report, form) == report_file(report, form)


@pytest.mark.parametrize("refunded", [0, 30])
def test_sources_of_a_programme_carry_forward_what_is_left(refunded: int) -> None:
    content = areas_content(
        reference="Demo",
        programme={"code": "KIP3", "label": "Demo", "version": 1, "state": "", "decision": "", "decided_on": ""},
        year=2024,
        years=[2024],
        areas=[],
        measures=[],
        elsewhere={},
        balances=[SourceBalance("a", "A", 100, 50, -20, 60, refunded), SourceBalance("b", "B", None, 0, 0, 0, 0)],
    )
    assert [one["closing"] for one in content["sources"]] == [70 - refunded, None]
    found = columns(areas_paper(content), "Saldo der Quellen")
    assert found.get("Rückerstattet") == ([refunded, 0] if refunded else None)
    for one in content["sources"] if not refunded else ():
        del one["refunded"]
    assert columns(areas_paper(content), "Saldo der Quellen") == found
