"""Holds win, whenever they come, and whoever sets them."""

from datetime import date, timedelta

import pytest

from ankunft.foundation.access import policy
from ankunft.foundation.access.models import FailedAttempt
from ankunft.foundation.audit.reads import Read, record_read
from ankunft.foundation.audit.services import seal
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.retention.models import DeletionList, ItemState, LegalHold
from ankunft.foundation.retention.selectors import counts_of
from ankunft.foundation.retention.services import (
    carry_out_by_itself,
    hold_lift,
    hold_set,
    list_carry_out,
    list_drop,
    period_record,
)
from tests.foundation.retention.making import LEAF, TODAY, approved, confirmed, leaves, nothing, proposed
from tests.support.people import BALSTHAL, SOLOTHURN
from tests.support.records.models import Leaf

COVERS = {
    "class": {"code": LEAF},
    "organisation": {"organisation": SOLOTHURN},
    "class of the organisation": {"code": LEAF, "organisation": SOLOTHURN},
}


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


@pytest.mark.parametrize("covers", COVERS.values(), ids=COVERS)
def test_a_hold_between_approval_and_execution_keeps_everything(who, covers):
    leaves(3)
    confirmed()
    listing = approved(who)
    hold_set(**covers, reason="Verfahren hängig", actor=who.coordination)
    list_carry_out(listing=listing, actor=who.lead, progress=nothing)
    assert counts_of(listing)[ItemState.HELD] == 3
    assert not Leaf.objects.filter(name="").exists()
    assert listing.state == "done"


def test_a_hold_on_one_record_keeps_that_one(who):
    leaves(3)
    confirmed()
    listing = approved(who)
    hold_set(code=LEAF, key="B-002", reason="Auskunft verlangt", actor=who.officer)
    list_carry_out(listing=listing, actor=who.lead, progress=nothing)
    assert list(Leaf.objects.exclude(name="").values_list("code", flat=True)) == ["B-002"]
    assert counts_of(listing)[ItemState.HELD] == 1


def test_a_hold_that_comes_during_the_execution_keeps_the_rest(who, monkeypatch):
    monkeypatch.setattr("ankunft.foundation.retention.services.carrying_out.STEP", 2)
    leaves(6)
    confirmed()
    listing = approved(who)

    def after_the_first_step(done: int, total: int) -> None:
        if done == 2 and not LegalHold.objects.exists():
            hold_set(organisation=SOLOTHURN, reason="Verfahren hängig", actor=who.coordination)

    list_carry_out(listing=listing, actor=who.lead, progress=after_the_first_step)
    assert counts_of(listing) == {"planned": 0, "kept": 0, "held": 4, "spared": 0, "carried_out": 2}
    assert Leaf.objects.filter(name="").count() == 2


def test_what_is_held_is_listed_as_held_and_stays_after_the_hold_was_lifted(who):
    leaves(2)
    confirmed()
    hold = hold_set(code=LEAF, key="B-001", reason="Auskunft verlangt", actor=who.officer)
    listing = approved(who)
    hold_lift(hold=hold, reason="Auskunft gegeben", actor=who.lead)
    list_carry_out(listing=listing, actor=who.lead, progress=nothing)
    assert list(Leaf.objects.exclude(name="").values_list("code", flat=True)) == ["B-001"]


def test_a_lifted_hold_holds_nothing(who):
    leaves(1)
    hold = hold_set(code=LEAF, reason="Verfahren hängig", actor=who.coordination)
    assert proposed(who.officer).items.get().state == ItemState.HELD
    hold_lift(hold=hold, reason="abgeschlossen", actor=who.coordination)
    with pytest.raises(Refused, match="schon aufgehoben"):
        hold_lift(hold=hold, reason="noch einmal", actor=who.coordination)
    list_drop(listing=proposed_again(who), actor=who.officer, reason="zur Probe")


def proposed_again(who):
    list_drop(listing=DeletionList.objects.get(), actor=who.officer, reason="veraltet")
    listing = proposed(who.officer)
    assert listing.items.get().state == ItemState.PLANNED
    return listing


def test_others_neither_set_nor_lift_nor_see_a_hold(who):
    leaves(1)
    hold = hold_set(code=LEAF, key="B-001", reason="Auskunft verlangt", actor=who.officer)
    with pytest.raises(Refused, match="gibt es nicht"):
        hold_set(code=LEAF, key="B-001", reason="von aussen", actor=who.stranger)
    with pytest.raises(Refused, match="gibt es nicht"):
        hold_set(code=LEAF, key="B-999", reason="von aussen", actor=who.stranger)
    with pytest.raises(Forbidden):
        hold_set(organisation=SOLOTHURN, reason="von aussen", actor=who.stranger)
    with pytest.raises(Forbidden):
        hold_set(code=LEAF, reason="alles", actor=who.officer)
    with pytest.raises(Forbidden):
        hold_lift(hold=hold, reason="von aussen", actor=who.stranger)
    assert hold not in policy.visible_to(who.stranger, LegalHold)


def test_what_the_canton_holds_only_the_canton_lifts(who):
    leaves(1)
    hold = hold_set(organisation=SOLOTHURN, reason="Aufsicht", actor=who.coordination)
    assert hold in policy.visible_to(who.officer, LegalHold)
    with pytest.raises(Forbidden, match="Kanton"):
        hold_lift(hold=hold, reason="stört", actor=who.officer)
    hold_lift(hold=hold, reason="abgeschlossen", actor=who.coordination)


@pytest.mark.parametrize("covers", [{}, {"organisation": "bfs-9999"}, {"code": "test.unknown"}])
def test_a_hold_on_nothing_is_refused(who, covers):
    with pytest.raises(Refused):
        hold_set(**covers, reason="Verfahren", actor=who.coordination)
    with pytest.raises(Refused, match="Begründung"):
        hold_set(code=LEAF, reason="", actor=who.coordination)


def test_a_record_that_is_gone_cannot_be_held_any_more(who):
    leaves(1)
    confirmed()
    listing = approved(who)
    list_carry_out(listing=listing, actor=who.lead, progress=nothing)
    with pytest.raises(Refused, match="gibt es nicht"):
        hold_set(code=LEAF, key="B-001", reason="zu spät", actor=who.officer)


def test_a_class_that_is_held_is_not_carried_out_by_itself(who):
    long_ago = clock.now() - timedelta(days=400)
    FailedAttempt.objects.create(subject="a" * 64, at=long_ago)
    hold = hold_set(code="access.attempt", reason="Vorfall wird untersucht", actor=who.coordination)
    assert carry_out_by_itself() == {}
    assert FailedAttempt.objects.exists()
    hold_lift(hold=hold, reason="untersucht", actor=who.coordination)
    assert carry_out_by_itself() == {"access.attempt": 1}
    assert not FailedAttempt.objects.exists()


def test_a_hold_on_another_organisation_holds_nothing_here(who):
    leaves(1)
    leaves(1, BALSTHAL, prefix="C")
    confirmed()
    hold_set(organisation=BALSTHAL, reason="Verfahren hängig", actor=who.coordination)
    listing = approved(who)
    list_carry_out(listing=listing, actor=who.lead, progress=nothing)
    assert counts_of(listing)[ItemState.CARRIED_OUT] == 1


def test_a_hold_on_an_organisation_keeps_the_log_of_who_read_its_records(who):
    with clock.moved_to(date(2020, 5, 1)):
        record_read(who.coordination, Read("paper", "1", SOLOTHURN, "Blatt angesehen."))
        seal()
    FailedAttempt.objects.create(subject="a" * 64, at=clock.now() - timedelta(days=400))
    hold = hold_set(organisation=SOLOTHURN, reason="Verfahren hängig", actor=who.officer)
    assert carry_out_by_itself() == {"access.attempt": 1}
    hold_lift(hold=hold, reason="abgeschlossen", actor=who.officer)
    assert carry_out_by_itself() == {"audit.read": 1}


def test_a_hold_on_a_class_of_one_organisation_keeps_what_goes_by_itself(who):
    FailedAttempt.objects.create(subject="a" * 64, at=clock.now() - timedelta(days=400))
    hold_set(code="access.attempt", organisation=SOLOTHURN, reason="Vorfall", actor=who.officer)
    assert carry_out_by_itself() == {}


def test_who_is_logged_does_not_shorten_the_log(who):
    values = {"code": "audit.read", "valid_from": TODAY, "source": "Demo-Entscheid", "actor": who.coordination}
    with pytest.raises(Refused, match="mindestens 12 Monate"):
        period_record(months=11, **values)
    assert period_record(months=12, **values).months == 12
