"""The schemes of a demonstration: confirmed, with tariffs, and with forms that are not all there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from ankunft.domain.demo_accounts import demo_accounts_open
from ankunft.domain.questionnaires.models import AnswerSheet
from ankunft.domain.schemes.demo import load_demo
from ankunft.domain.schemes.forms import asked_forms, forms_missing
from ankunft.domain.schemes.loader import load_schemes
from ankunft.domain.territory.loader import load_territory
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

pytestmark = pytest.mark.django_db

OPERATOR = Actor.operator()


@pytest.fixture(autouse=True)
def _loaded() -> Iterator[None]:
    with clock.moved_to(date(2026, 11, 22)):
        load_territory(OPERATOR)
        demo_accounts_open(actor=OPERATOR)
        load_schemes(OPERATOR)
        load_demo(OPERATOR)
        yield


def test_most_have_handed_in_and_some_are_overdue() -> None:
    states = Counter(AnswerSheet.objects.values_list("state", flat=True))
    missing = forms_missing(OPERATOR, clock.today())
    assert [str(form.period) for form in asked_forms(clock.today())["status-s"]] == ["2026-H1"]
    assert states["accepted"] + len(missing) == 104
    assert 3 <= len(missing) <= 20
    assert [one.name for one in missing if one.state == "draft"] == ["Olten"]
    assert not AnswerSheet.objects.exclude(is_demo=True).exists()


def test_loading_again_changes_nothing() -> None:
    events = Event.objects.count()
    load_demo(OPERATOR)
    assert Event.objects.count() == events
