"""The invented half-years: recognisable, plausible, the same everywhere, and incomplete where real ones are."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from ankunft.domain.demo_accounts import demo_accounts_open
from ankunft.domain.reporting import checks, demo, selectors
from ankunft.domain.reporting.models import HalfYearReport, SelfDeclaration
from ankunft.domain.territory.loader import load_territory
from ankunft.foundation.audit.models import Event
from ankunft.foundation.audit.verification import first_broken
from ankunft.foundation.kernel.actor import Actor
from tests.domain.reporting.making import TODAY

pytestmark = pytest.mark.django_db

OPERATOR = Actor.operator()


@pytest.fixture
def _loaded() -> None:
    load_territory(OPERATOR)
    demo_accounts_open(actor=OPERATOR)
    demo.load_demo(OPERATOR)


@pytest.mark.usefixtures("_loaded")
def test_everything_is_marked_as_invented_and_left_its_event() -> None:
    assert not HalfYearReport.objects.exclude(is_demo=True, remarks="Demo: erfundene Zahlen.").exists()
    assert not SelfDeclaration.objects.exclude(is_demo=True).exists()
    imported = Event.objects.filter(action="reporting.report.import").count()
    assert imported == HalfYearReport.objects.count()
    assert first_broken() is None


@pytest.mark.usefixtures("_loaded")
def test_loading_again_changes_nothing() -> None:
    events = Event.objects.count()
    demo.load_demo(OPERATOR)
    assert Event.objects.count() == events


@pytest.mark.usefixtures("_loaded")
def test_the_last_half_year_is_not_complete_and_earlier_ones_nearly_are() -> None:
    states = {one.name: one.state for one in selectors.overview(OPERATOR, demo.LAST, TODAY)}
    assert sorted(set(states.values())) == ["accepted", "missing", "returned", "submitted"]
    assert len(states) == 104
    for period in demo.periods_between(demo.FIRST, demo.LAST.previous().previous()):
        assert {one.state for one in selectors.overview(OPERATOR, period, TODAY)} == {"accepted"}
    missing = {one.name for one in selectors.declarations_outstanding(OPERATOR, TODAY)}
    assert missing == {"Beinwil (SO)", "Kleinlützel", "Schnottwil", "Seewen"}


@pytest.mark.usefixtures("_loaded")
def test_the_figures_are_plausible() -> None:
    for report in HalfYearReport.objects.select_related("municipality"):
        subject = selectors.subject_of(report, day=TODAY)
        assert not [found for found in checks.run(subject) if found.code != "jump"]
    totals = HalfYearReport.objects.filter(period="2025-H1").aggregate(
        interviews=Sum("first_information_interviews"), integration=Sum("integration_interviews")
    )
    assert 300 < totals["interviews"] < 800
    assert 0 < totals["integration"] < totals["interviews"] / 4
