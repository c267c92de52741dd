"""The policy covers what the project holds, and its page says what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from ankunft.domain.reporting import permissions as reporting
from ankunft.domain.reporting.states import REPORT
from ankunft.domain.roles import ROLES
from ankunft.domain.settlement import permissions as settlement
from ankunft.domain.settlement.states import RUN
from ankunft.foundation.access import policy
from ankunft.foundation.access.policy import Rule

ROOT = Path(__file__).resolve().parent.parent.parent
CODES = {role.code for role in ROLES}

PUBLIC = "public register: published by the canton and the federal office, of municipalities and not of persons"
DIGESTS = "digests that prove the trail; nothing of what happened can be told from them"
FRAMEWORK = "of the framework, not used: what people may comes from the policy"
NOBODY_READS = {
    "territory.populationseries": PUBLIC,
    "territory.populationfigure": PUBLIC,
    "territory.populationpublication": PUBLIC,
    "territory.cantonaltotal": PUBLIC,
    "territory.serieschoice": PUBLIC,
    "territory.association": PUBLIC,
    "territory.associationmembership": PUBLIC,
    "territory.socialregion": PUBLIC,
    "territory.socialregionmembership": PUBLIC,
    "settlement.tariff": "published law (KS 4.3)",
    "settlement.ledger": "a counter that puts releases in order",
    "access.failedattempt": "keyed digests and moments: nobody can be told from them, and no page shows them",
    "audit.seal": DIGESTS,
    "audit.sealentry": DIGESTS,
    "audit.readseal": DIGESTS,
    "audit.readsealentry": DIGESTS,
    "audit.readmark": DIGESTS,
    "retention.period": "how long classes of records are kept: a schedule that everybody may know",
    "auth.permission": FRAMEWORK,
    "auth.group": FRAMEWORK,
    "contenttypes.contenttype": "names of models",
    "sessions.session": "signed contents under a random key; read by the framework for its own session alone",
    "django_tasks_database.dbtaskresult": "the number of a job and when it was worked on",
    "jobs.choreturn": "when a chore of the worker is next due; no page shows it",
}
"""Models of which nobody is asked who sees which record, and why."""


def test_every_model_is_governed_or_holds_nothing_of_anybody() -> None:
    models = {
        model._meta.label_lower: model for model in apps.get_models() if not model.__module__.startswith("tests.")
    }
    governed = {model._meta.label_lower for model in policy.governed()}
    undecided = set(models) - governed - set(NOBODY_READS)
    assert not undecided, "say who sees which records (register_visible), or here why they hold nothing of anybody"
    assert not governed & set(NOBODY_READS), "governed and exempt at once"
    assert not set(NOBODY_READS) - set(models), "no such model (any more)"


@pytest.mark.parametrize("rule", policy.rules(), ids=lambda rule: rule.action)
def test_a_rule_can_be_read(rule: Rule) -> None:
    assert len(rule.action.split(".")) == 3, "room.noun.verb"
    assert str(rule.label)
    assert str(rule.refusal)
    assert rule.anyone or rule.operator or rule.roles, "nobody may"
    assert rule.roles <= CODES
    assert not rule.everywhere & (rule.own | rule.responsible), "a role that may everywhere has no own records"
    assert not rule.condition or str(rule.proviso) or rule.action in WITHOUT_WORDS


WITHOUT_WORDS = {
    reporting.RETURN,
    reporting.DECLINE,
    settlement.moving("calculate"),
    settlement.moving("check"),
    settlement.moving("send_back"),
}
"""Their condition is only that the record is in a state for the move."""


def test_an_action_has_one_rule() -> None:
    known = policy.rules()[0]
    with pytest.raises(ValueError, match="two rules"):
        policy.register([Rule(known.action, "Demo", "Demo", anyone=True)])


def test_the_rules_of_moves_have_the_roles_of_the_moves() -> None:
    rules = {rule.action: rule for rule in policy.rules()}
    for move in RUN:
        rule = rules[settlement.moving(move.name)]
        assert (rule.roles, rule.operator) == (move.roles, move.operator), move.name
    asked = {
        "offer": {reporting.WRITE},
        "sign": {reporting.SIGN_OFF},
        "decline": {reporting.DECLINE},
        "change": {reporting.WRITE, reporting.CORRECT},
        "withdraw": {reporting.WITHDRAW},
        "submit": {reporting.HAND_IN},
        "discard": {reporting.CORRECT},
        "accept": {reporting.ACCEPT},
        "return": {reporting.RETURN},
    }
    for move in REPORT:
        if move.roles:
            found = frozenset[str]().union(*(rules[action].roles for action in asked[move.name]))
            assert found == move.roles, move.name


def test_the_page_says_what_the_rules_say() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "policy", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
