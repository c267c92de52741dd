"""Accounts and roles: dated, never overwritten, and never in the wrong combination."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate

from ankunft.domain.roles import ROLES
from ankunft.foundation.access import passwords, roles, services
from ankunft.foundation.access.models import Account, Membership
from ankunft.foundation.access.selectors import actor_by_email, actor_of, grants_of, organisations_of
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor, Grant
from ankunft.foundation.kernel.errors import Refused
from tests.support import people

OPERATOR = Actor.operator()
NEW_YEAR = date(2026, 1, 1)


@pytest.fixture
def account(db: None) -> Account:
    return services.account_open(
        email="Demo-Anna@Example.ch", name="Demo-Anna", password=people.PASSWORD, actor=OPERATOR, is_demo=True
    )


@pytest.fixture
def finance(db: None):
    return services.organisation_ensure(code="finanzen", name="Amt für Finanzen", kind="canton", actor=OPERATOR)


def grant(account, organisation, role, since):
    return services.role_grant(account=account, organisation=organisation, role=role, actor=OPERATOR, valid_from=since)


def end(account, organisation, role, since):
    services.role_end(account=account, organisation=organisation, role=role, valid_from=since, actor=OPERATOR)


class TestAccounts:
    def test_signs_in_whatever_the_case_of_the_address(self, account):
        assert authenticate(username="DEMO-ANNA@example.CH", password=people.PASSWORD) == account
        assert authenticate(username="demo-anna@example.ch", password="wrong") is None

    @pytest.mark.parametrize("email", ["demo-anna@example.ch", "DEMO-ANNA@EXAMPLE.CH"])
    def test_an_address_has_one_account(self, account, email):
        with pytest.raises(Refused, match="gibt es schon ein Konto"):
            services.account_open(email=email, name="Demo-Anna 2", password="x", actor=OPERATOR)

    @pytest.mark.django_db
    @pytest.mark.parametrize("email", ["", "anna", "anna@", "a" * 200 + "@example.ch"])
    def test_what_is_no_address_is_refused_with_a_sentence(self, email):
        with pytest.raises(Refused, match=r"\w+ .*\."):
            services.account_open(email=email, name="Demo-Anna", password="x", actor=OPERATOR)
        assert not Account.objects.exists()

    def test_never_has_a_permission_of_django(self, account):
        assert not account.has_perm("access.change_account")

    def test_a_closed_account_is_no_actor(self, account):
        assert actor_by_email("demo-ANNA@example.ch", "cli").account_id == account.pk
        account.is_active = False
        account.save()
        with pytest.raises(Refused, match="kein aktives Konto"):
            actor_by_email(account.email, "cli")

    def test_passwords_can_be_read_out(self):
        made = {passwords.password_make() for _ in range(50)}
        assert len(made) == 50
        assert all(len(password) == 19 and not set(password) & set("il1o0") for password in made)


class TestDatedRoles:
    def test_hold_from_their_day_until_they_end(self, account, finance):
        grant(account, finance, "finance_officer", NEW_YEAR)
        end(account, finance, "finance_officer", date(2026, 7, 1))
        held = {Grant("finance_officer", "finanzen")}
        for day, expected in [
            (NEW_YEAR - timedelta(days=1), set()),
            (NEW_YEAR, held),
            (date(2026, 6, 30), held),
            (date(2026, 7, 1), set()),
        ]:
            assert grants_of(account, day) == expected, day

    def test_an_end_leaves_the_beginning_standing(self, account, finance):
        grant(account, finance, "finance_officer", NEW_YEAR)
        end(account, finance, "finance_officer", date(2026, 7, 1))
        grant(account, finance, "finance_officer", date(2026, 10, 1))
        rows = Membership.objects.order_by("valid_from").values_list("valid_from", "granted")
        assert list(rows) == [(NEW_YEAR, True), (date(2026, 7, 1), False), (date(2026, 10, 1), True)]
        assert grants_of(account, date(2026, 12, 31))

    def test_an_actor_has_the_roles_of_today(self, account, finance):
        grant(account, finance, "finance_officer", NEW_YEAR)
        with clock.moved_to(date(2025, 12, 31)):
            assert actor_of(account, "web").roles == frozenset()
        with clock.moved_to(NEW_YEAR):
            actor = actor_of(account, "web")
            assert actor.has_role("finance_officer", "approver")
            assert not actor.has_role("approver")
            assert actor.organisations("finance_officer") == {"finanzen"}
            assert [each.code for each in organisations_of(actor)] == ["finanzen"]

    def test_leave_their_trail(self, account, finance):
        grant(account, finance, "finance_officer", NEW_YEAR)
        end(account, finance, "finance_officer", date(2026, 7, 1))
        opened, granted, ended = Event.objects.filter(object_type="access.account").order_by("pk")
        assert opened.summary == "Konto demo-anna@example.ch eröffnet."
        assert granted.summary == "Demo-Anna ist ab 01.01.2026 «Finanzen: prüfen» bei Amt für Finanzen."
        assert ended.summary == "Demo-Anna ist ab 01.07.2026 nicht mehr «Finanzen: prüfen» bei Amt für Finanzen."
        assert ended.after == {"role": "finance_officer", "organisation": "finanzen", "valid_from": "2026-07-01"}

    def test_what_is_no_role_cannot_end(self, account, finance):
        with pytest.raises(Refused, match="Die Rolle «finance» gibt es nicht"):
            end(account, finance, "finance", NEW_YEAR)
        assert not Membership.objects.exists()


class TestOrganisations:
    def test_leave_an_event_when_they_are_made_and_renamed(self, finance):
        for name in ("Amt für Finanzen", "Finanzamt"):
            services.organisation_ensure(code="finanzen", name=name, kind="canton", actor=OPERATOR)
        made, renamed = Event.objects.filter(object_type="access.organisation", object_key="finanzen")
        assert made.summary == "Organisation «Amt für Finanzen» erfasst."
        assert renamed.summary == "Organisation «Finanzamt» geändert (bisher «Amt für Finanzen»)."
        assert (renamed.before, renamed.after) == (
            {"name": "Amt für Finanzen", "kind": "canton"},
            {"name": "Finanzamt", "kind": "canton"},
        )


class TestWhoChecksCannotApprove:
    def test_on_the_same_day(self, account, finance):
        grant(account, finance, "finance_officer", NEW_YEAR)
        with pytest.raises(Refused, match="dürfen nicht bei derselben Person liegen"):
            grant(account, finance, "approver", NEW_YEAR)

    def test_in_another_office_either(self, account, finance):
        elsewhere = services.organisation_ensure(
            code="ags", name="Amt für Gesellschaft und Soziales", kind="canton", actor=OPERATOR
        )
        grant(account, finance, "finance_officer", NEW_YEAR)
        with pytest.raises(Refused, match="derselben Person"):
            grant(account, elsewhere, "approver", date(2026, 5, 1))

    def test_when_the_other_role_begins_later(self, account, finance):
        grant(account, finance, "approver", date(2027, 1, 1))
        with pytest.raises(Refused, match="derselben Person"):
            grant(account, finance, "finance_officer", NEW_YEAR)

    def test_one_after_the_other_is_fine(self, account, finance):
        grant(account, finance, "finance_officer", NEW_YEAR)
        end(account, finance, "finance_officer", date(2026, 7, 1))
        grant(account, finance, "approver", date(2026, 7, 1))
        with pytest.raises(Refused, match="derselben Person"):
            grant(account, finance, "approver", date(2026, 6, 30))

    def test_within_an_end_that_is_already_known(self, account, finance):
        end(account, finance, "finance_officer", date(2027, 1, 1))
        grant(account, finance, "approver", date(2027, 1, 1))
        grant(account, finance, "finance_officer", NEW_YEAR)
        assert grants_of(account, date(2026, 12, 31)) == {Grant("finance_officer", "finanzen")}
        assert grants_of(account, date(2027, 1, 1)) == {Grant("approver", "finanzen")}

    @pytest.mark.parametrize("money", ["finance_officer", "approver"])
    @pytest.mark.parametrize("other", ["auditor", "administrator"])
    def test_nor_does_who_audits_or_gives_the_roles(self, account, finance, money, other):
        grant(account, finance, money, NEW_YEAR)
        with pytest.raises(Refused, match="derselben Person"):
            grant(account, finance, other, NEW_YEAR)

    def test_is_said_from_both_sides(self):
        for role in ROLES:
            for other in role.incompatible:
                assert role.code in roles.get(other).incompatible


def test_a_role_belongs_to_its_kind_of_organisation(account, finance):
    with pytest.raises(Refused, match="kann in «Amt für Finanzen» nicht vergeben werden"):
        grant(account, finance, "integration_officer", NEW_YEAR)
    with pytest.raises(Refused, match="«kaiser» gibt es nicht"):
        grant(account, finance, "kaiser", NEW_YEAR)
    assert not Membership.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_every_role_can_be_held(role):
    assert people.actor_with(role).roles == {role}
