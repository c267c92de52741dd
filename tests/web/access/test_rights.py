"""The page «Wer darf was»: the table by which the application decides, as people read it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from ankunft.domain.roles import ROLES
from ankunft.foundation.access import policy
from ankunft.foundation.access.table import Scope, scope_of, widest
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db

ClientFor = Callable[..., StrictClient]


def page(client: StrictClient, role: str = "") -> str:
    return client.get(reverse("rights"), {"rolle": role}).content.decode()


def test_every_action_is_shown_with_whoever_may(client_for: ClientFor) -> None:
    shown = page(client_for("coordination"))
    assert all(f">{rule.label}<" in shown for rule in policy.rules())
    assert "Koordinationsstelle Integration" in shown
    assert "KS 3.3 Ziff. 4" in shown


def test_a_role_leaves_what_it_may(client_for: ClientFor) -> None:
    shown = page(client_for("coordination"), "approver")
    assert ">Zahlungslauf genehmigen<" in shown
    assert ">Zahlungslauf prüfen<" not in shown


def test_one_s_own_roles_come_first(client_for: ClientFor) -> None:
    shown = page(client_for("approver"))
    assert shown.index("?rolle=approver") < shown.index("?rolle=integration_officer")


def test_an_unknown_role_leaves_everything(client_for: ClientFor) -> None:
    assert ">Zahlungslauf prüfen<" in page(client_for("coordination"), "<script>")


def test_the_workbook_has_a_row_for_each_action_and_a_column_for_each_role(client_for: ClientFor) -> None:
    content = client_for("auditor").get(reverse("rights-excel")).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][2] == "Revision"
    assert len(rows) == 1 + len(policy.rules())
    approve = next(row for row in rows if row[1] == "Zahlungslauf genehmigen")
    assert approve[rows[0].index("Finanzen: genehmigen und freigeben")] == "alle"
    assert approve[rows[0].index("Finanzen: prüfen")] == ""


def test_queries_do_not_grow_with_the_rules(client_for: ClientFor, queries: Callable[..., int]) -> None:
    assert queries(client_for("auditor"), reverse("rights")) <= queries(client_for("auditor"), reverse("tariffs"))


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_the_scope_shown_is_the_one_decided_by(role: str) -> None:
    for rule in policy.rules():
        scope = scope_of(rule, role)
        assert (scope is None) == (not rule.anyone and role not in rule.roles), rule.action
        assert widest(rule, [role]) == scope


def test_the_widest_scope_of_several_roles_counts() -> None:
    rule = next(rule for rule in policy.rules() if rule.action == "territory.contact.see")
    assert widest(rule, ["strategic_lead"]) == Scope.RESPONSIBLE
    assert widest(rule, ["strategic_lead", "auditor"]) == Scope.EVERYTHING
    assert widest(rule, ["body_member"]) is None
