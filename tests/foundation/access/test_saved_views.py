"""Views that somebody saved: their own, so many and no more."""

from __future__ import annotations

from functools import partial

import pytest

from ankunft.foundation.access.models import SavedView
from ankunft.foundation.access.saved_views import MOST, view_drop, view_keep, views_of, visible_to
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.support.people import actor_with
from tests.support.threads import at_once

PLACE = "test.list"


def keep(actor: Actor, name: str) -> SavedView:
    return view_keep(actor=actor, place=PLACE, name=name, query={"stand": "offen"})


@pytest.mark.django_db
def test_nobody_sees_or_drops_those_of_others() -> None:
    own, other = actor_with("coordination"), actor_with("coordination")
    keep(other, "Meine")
    assert not views_of(own, PLACE).exists()
    with pytest.raises(Refused, match="gibt es nicht mehr"):
        view_drop(actor=own, place=PLACE, name="Meine")
    assert visible_to(other).count() == 1
    assert not visible_to(Actor.operator()).exists()


@pytest.mark.django_db
def test_the_trail_does_not_say_what_a_view_is_called() -> None:
    """People call a view after whom they look for."""
    actor = actor_with("coordination")
    keep(actor, "Familie Demo-Keller")
    view_drop(actor=actor, place=PLACE, name="Familie Demo-Keller")
    events = Event.objects.filter(object_type="access.view")
    assert events.count() == 2
    assert not [one for one in events.values() if "Keller" in str(one)]


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_there_are_not_too_many() -> None:
    actor = actor_with("coordination")
    for number in range(MOST - 1):
        keep(actor, f"Ansicht {number}")
    results = at_once(*[partial(keep, actor, f"Neue {number}") for number in range(8)])
    assert len([one for one in results if isinstance(one, SavedView)]) == 1
    assert all(isinstance(one, SavedView | Refused) for one in results)
    assert SavedView.objects.count() == MOST


@pytest.mark.django_db(transaction=True)
def test_the_same_name_at_the_same_moment_is_one_view() -> None:
    actor = actor_with("coordination")
    results = at_once(*[partial(keep, actor, "Meine")] * 8)
    assert all(isinstance(one, SavedView) for one in results)
    assert SavedView.objects.count() == 1
