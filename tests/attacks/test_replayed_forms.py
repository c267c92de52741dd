"""The same form sent twice: the second time nothing more happens."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ankunft.domain.roles import INTEGRATION_OFFICER
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.jobs.worker import run_waiting
from tests.attacks.ground import People, address, changed, contents, name_of, rules
from tests.support.clients import StrictClient
from tests.web.permission_ground import DECLARED, FILE, OWN, posted
from tests.web.permissions import DONE, Rule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_canton")]

ROOMS = ("municipality-", "population-", "report", "declaration", "run-step")
ASKS_FOR_WORK = {
    "reports-import": "the file is read twice, and the second reading finds it taken over",
    "reports-remind": "everybody is told once a day, however often it is asked for",
}
REPLAYED = [
    rule
    for rule in rules("POST")
    if rule.answer == DONE and rule.route.startswith(ROOMS) and rule.route not in ASKS_FOR_WORK
]


def send(client: StrictClient, where: str, data: dict[str, object]) -> int:
    return client.post(where, data).status_code


@pytest.mark.parametrize("rule", REPLAYED, ids=name_of)
def test_a_form_sent_twice_has_one_effect(rule: Rule) -> None:
    client = People().let_in_by(rule)
    where, data = address(rule, client), posted(rule.data)
    untouched = contents()
    assert send(client, where, data) == DONE
    once = contents()
    assert changed(untouched, once), "the form has no effect at all"
    send(client, where, data)
    assert changed(once, contents()) == []


def test_a_declaration_sent_twice_by_the_canton_is_recorded_once() -> None:
    client = People().as_("coordination")
    where = reverse("declaration", args=[OWN, 2026])
    assert send(client, where, posted(DECLARED)) == DONE
    once = contents()
    send(client, where, posted(DECLARED))
    assert changed(once, contents()) == []


def test_a_form_that_others_answered_meanwhile_is_refused_and_not_applied() -> None:
    """An old page in another window: it was made for a version that is no longer there."""
    people = People()
    officer, colleague = people.as_(INTEGRATION_OFFICER), People().as_(INTEGRATION_OFFICER)
    rule = next(rule for rule in REPLAYED if rule.route == "report")
    where, data = address(rule, officer), posted(rule.data)
    assert send(officer, where, data) == DONE
    before = contents()
    assert send(colleague, where, {**data, "first_information_interviews": "99"}) == 422
    assert changed(before, contents()) == []


@pytest.mark.django_db(transaction=True)
def test_a_file_handed_in_twice_is_taken_over_once() -> None:
    client = People().as_(INTEGRATION_OFFICER)
    assert send(client, reverse("reports-import"), posted(FILE)) == DONE
    run_waiting()
    once = contents()
    assert send(client, reverse("reports-import"), posted(FILE)) == DONE
    run_waiting()
    assert [job.state for job in Job.objects.all()] == ["done", "done"]
    assert changed(once, contents()) == ["jobs.job"]
