"""Moves from state to state: only the allowed ones, one at a time, with four eyes."""

import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy

from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor, Grant
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.models import Step
from ankunft.foundation.workflow.selectors import hands_on, steps_of
from ankunft.foundation.workflow.services import transition
from ankunft.foundation.workflow.tables import Transition, TransitionTable
from tests.support.records.models import Paper
from tests.support.threads import at_once

TABLE = TransitionTable(
    "paper",
    {"draft": "Entwurf", "checked": "geprüft", "approved": "genehmigt", "released": gettext_lazy("freigegeben")},
    [
        Transition(
            "check", frozenset({"draft"}), "checked", "Prüfen", "Blatt geprüft.", frozenset({"writer", "editor"}),
        ),
        Transition(
            "approve", frozenset({"checked"}), "approved", "Genehmigen", "Blatt genehmigt.", frozenset({"editor"}),
            other_hands=frozenset({"check"}),
        ),
        Transition(
            "release", frozenset({"approved"}), "released", "Freigeben", "Blatt freigegeben.", frozenset({"editor"}),
            other_hands=frozenset({"check"}),
        ),
        Transition(
            "return", frozenset({"checked", "approved"}), "draft", "Zurückgeben", "Blatt zurückgegeben.",
            frozenset({"editor"}), operator=True, needs_reason=True,
        ),
    ],
)  # fmt: skip


def person(number: int, *roles: str) -> Actor:
    grants = frozenset(Grant(role, "office") for role in roles)
    return Actor(account_id=number, label=f"Demo-Person {number}", origin="web", grants=grants)


WRITER, EDITOR, OTHER_EDITOR = person(1, "writer"), person(2, "editor"), person(3, "editor")


@pytest.fixture
def paper(db: None) -> Paper:
    return Paper.objects.create(state="draft")


def move(paper: Paper, name: str, actor: Actor, reason: str = "", **values: object) -> None:
    transition(obj=paper, key="P1", table=TABLE, name=name, actor=actor, reason=reason, **values)


def test_a_move_changes_state_and_version_and_leaves_step_and_event(paper):
    move(paper, "check", WRITER, "stimmt", changes={"note": "gelesen"}, details={"pages": 3})
    stored = Paper.objects.get()
    assert (stored.state, stored.version, stored.note) == ("checked", 1, "gelesen")
    assert (paper.state, paper.version) == ("checked", 1)
    step = steps_of("paper", "P1").get()
    assert (step.name, step.from_state, step.to_state, step.account_id, step.reason) == (
        "check", "draft", "checked", 1, "stimmt",
    )  # fmt: skip
    event = Event.objects.get()
    assert (event.action, event.summary, event.actor_id) == ("paper.check", "Blatt geprüft.", 1)
    assert (event.before, event.after) == ({"state": "draft"}, {"state": "checked", "pages": 3})


@pytest.mark.parametrize(
    ("name", "actor", "sentence"),
    [
        ("approve", EDITOR, "Genehmigen geht nicht: Der Stand ist «Entwurf»."),
        ("check", person(9), "Prüfen gehört nicht zu Ihrer Rolle."),
        ("check", Actor.operator(), "Prüfen kann nur eine Person mit Konto."),
    ],
)
def test_what_the_table_does_not_allow_is_refused(paper, name, actor, sentence):
    with pytest.raises(Forbidden, match=sentence):
        move(paper, name, actor)
    assert (Paper.objects.get().version, Step.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_the_operator_does_what_the_table_says(paper):
    move(paper, "check", WRITER)
    move(paper, "return", Actor.operator(), "falsches Formular")
    assert paper.state == "draft"
    assert steps_of("paper", "P1").last().account_label == "Betrieb"


@pytest.mark.parametrize("name", ["check", "approve"])
def test_nobody_without_account_moves_anything(paper, name):
    nobody = Actor(account_id=None, label="Demo-Niemand", origin="web", grants=EDITOR.grants)
    if name == "approve":
        move(paper, "check", WRITER)
    with pytest.raises(Forbidden, match="kann nur eine Person mit Konto"):
        move(paper, name, nobody)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_asked_for(paper, reason):
    move(paper, "check", WRITER)
    with pytest.raises(Refused, match="Zurückgeben braucht eine Begründung"):
        move(paper, "return", EDITOR, reason)


class TestFourEyes:
    """Who had a hand in the preparation does not approve, however long ago it was."""

    def test_not_the_same_person(self, paper):
        move(paper, "check", EDITOR)
        with pytest.raises(Forbidden, match="eine andere Person"):
            move(paper, "approve", EDITOR)
        move(paper, "approve", OTHER_EDITOR)

    def test_not_after_the_round_trip_either(self, paper):
        move(paper, "check", EDITOR)
        move(paper, "return", OTHER_EDITOR, "noch einmal")
        move(paper, "check", WRITER)
        with pytest.raises(Forbidden, match="eine andere Person"):
            move(paper, "approve", EDITOR)

    def test_across_all_stages(self, paper):
        move(paper, "check", EDITOR)
        move(paper, "approve", OTHER_EDITOR)
        with pytest.raises(Forbidden, match="eine andere Person"):
            move(paper, "release", EDITOR)
        move(paper, "release", OTHER_EDITOR)

    def test_of_this_record_only(self, paper):
        move(paper, "check", EDITOR)
        other = Paper.objects.create(state="checked")
        transition(obj=other, key="P2", table=TABLE, name="approve", actor=EDITOR)
        assert hands_on("paper", "P1") == {"check": {2}}

    def test_the_memory_cannot_be_erased(self, paper):
        move(paper, "check", EDITOR)
        with pytest.raises(DatabaseError, match="settled records are not changed"), transaction.atomic():
            Step.objects.all().delete()


def test_of_two_stale_copies_one_wins(paper):
    mine, yours = Paper.objects.get(), Paper.objects.get()
    move(mine, "check", WRITER)
    with pytest.raises(Refused, match="Inzwischen hat jemand anders"):
        move(yours, "check", EDITOR)
    assert (Step.objects.count(), Event.objects.count()) == (1, 1)


def test_the_same_state_again_is_not_the_same_version(paper):
    stale = Paper.objects.get()
    move(paper, "check", WRITER)
    move(paper, "return", EDITOR, "noch einmal")
    assert paper.state == stale.state
    with pytest.raises(Refused, match="Inzwischen hat jemand anders"):
        move(stale, "check", WRITER)


def test_a_failure_after_the_move_takes_it_back(paper):
    def move_and_fail() -> None:
        with transaction.atomic():
            move(paper, "check", WRITER)
            raise LookupError

    with pytest.raises(LookupError):
        move_and_fail()
    assert (Paper.objects.get().state, Step.objects.count(), Event.objects.count()) == ("draft", 0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_the_same_moment():
    paper = Paper.objects.create(state="draft")
    copies = [Paper.objects.get(pk=paper.pk) for _ in range(2)]
    outcomes = at_once(lambda: move(copies[0], "check", WRITER), lambda: move(copies[1], "check", EDITOR))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "Refused"]
    assert (Paper.objects.get().version, Step.objects.count(), Event.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_one_person_in_two_windows_does_not_become_two(attempt):
    """Check in one window and approve in the other at the same moment: whichever comes first, not both."""
    paper = Paper.objects.create(state="draft")
    copy = Paper.objects.get(pk=paper.pk)

    def approve() -> None:
        copy.refresh_from_db()
        move(copy, "approve", EDITOR)

    assert at_once(lambda: move(paper, "check", EDITOR), approve)[0] is None
    assert Paper.objects.get().state == "checked"
