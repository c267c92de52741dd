"""What an administrator could try: to sign in as somebody, to make approvers, to keep a way in after leaving."""

from __future__ import annotations

import pytest

from ankunft.domain.administration import services
from ankunft.foundation.access import invitations
from ankunft.foundation.access.models import Account, ExternalIdentity, Invitation, SecondFactor
from ankunft.foundation.access.passwords import password_make, password_set
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.access.services import role_end
from ankunft.foundation.access.signing_in import visitor
from ankunft.foundation.audit.models import Event
from ankunft.foundation.encryption import decrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail.models import OutgoingMail
from tests.support import people

pytestmark = pytest.mark.django_db

OLTEN = "bfs-2581"
PASSWORD = "Ein Satz nur fuer mich"


def factor_for(account: Account) -> None:
    SecondFactor.objects.create(account=account, kind="totp", name="App", created_at=clock.now())


def token_for(actor: Actor, *, code: str = OLTEN, role: str = "integration_officer") -> tuple[Invitation, str]:
    """An invitation by that actor, and the token of its link."""
    tokens: list[str] = []
    invitation = services.invite(
        email="demo-neu@example.ch",
        name="Demo-Neu",
        organisation=people.organisation(code, role),
        role=role,
        valid_from=clock.today(),
        actor=actor,
        link_of=lambda token: tokens.append(token) or token,  # type: ignore[func-returns-value]
    )
    return invitation, tokens[0]


def accept(token: str) -> Account:
    return invitations.invitation_accept_anew(token=token, password=PASSWORD, actor=visitor("192.0.2.1"))


class TestSigningInAsSomebody:
    def test_whoever_took_the_factor_away_gives_no_password(self, own: Actor, officer: Account) -> None:
        services.reset_second_factor(account=officer, actor=own)
        with pytest.raises(Forbidden, match="nicht dieselbe Person"):
            services.give_temporary_password(account=officer, actor=own)
        officer.refresh_from_db()
        assert officer.check_password(people.PASSWORD)

    def test_whoever_gave_a_password_does_not_take_the_factor_away(self, own: Actor, officer: Account) -> None:
        factor_for(officer)
        services.give_temporary_password(account=officer, actor=own)
        with pytest.raises(Forbidden, match="Passwort vergessen"):
            services.reset_second_factor(account=officer, actor=own)
        assert officer.second_factors.exists()

    def test_nobody_gives_a_password_to_whoever_has_no_factor_yet(
        self, own: Actor, operations: Actor, officer: Account
    ) -> None:
        Account.objects.filter(pk=officer.pk).update(is_demo=False, last_login=clock.machine_now())
        for actor in (own, operations):
            with pytest.raises(Forbidden, match="noch keinen zweiten Faktor"):
                services.give_temporary_password(account=officer, actor=actor)
        services.reset_second_factor(account=officer, actor=operations)
        assert services.give_temporary_password(account=officer, actor=own)

    def test_whoever_has_never_signed_in_can_be_given_another(self, own: Actor, officer: Account) -> None:
        Account.objects.filter(pk=officer.pk).update(is_demo=False)
        assert services.give_temporary_password(account=officer, actor=own)

    def test_somebody_else_does_the_second_step(self, own: Actor, operations: Actor, officer: Account) -> None:
        services.reset_second_factor(account=officer, actor=own)
        assert services.give_temporary_password(account=officer, actor=operations)

    def test_once_the_person_has_chosen_anew_the_same_one_helps_again(self, own: Actor, officer: Account) -> None:
        services.reset_second_factor(account=officer, actor=own)
        factor_for(officer)
        services.give_temporary_password(account=officer, actor=own)
        password_set(account=officer, password=password_make(), actor=actor_of(officer, "web"))
        services.reset_second_factor(account=officer, actor=own)
        assert not officer.second_factors.exists()

    def test_external_identities_go_with_the_factors(self, own: Actor, officer: Account) -> None:
        for subject in ("one", "two"):
            ExternalIdentity.objects.create(
                account=officer, issuer="https://id.example", subject=subject, linked_at=clock.now()
            )
        services.reset_second_factor(account=officer, actor=own, reason="Gerät verloren")
        assert not officer.external_identities.exists()
        told = Event.objects.filter(action="access.identity.unlinked", object_key=officer.email)
        assert [(event.actor_id, event.reason) for event in told] == [(own.account_id, "Gerät verloren")] * 2
        assert "externe Anmeldung ist getrennt" in decrypt(OutgoingMail.objects.get().text)

    def test_nothing_is_told_of_identities_where_there_are_none(self, own: Actor, officer: Account) -> None:
        services.reset_second_factor(account=officer, actor=own)
        assert "externe" not in decrypt(OutgoingMail.objects.get().text)


class TestTheCantonsRoles:
    @pytest.mark.parametrize("role", ["approver", "finance_officer", "auditor"])
    def test_are_not_given_by_the_administrator_of_another_office(self, role: str) -> None:
        somebody = people.account_with("coordination", "ags")
        actor = people.actor_with("administrator", "ags")
        with pytest.raises(Forbidden, match="gehört nicht zu"):
            services.give_role(
                account=somebody,
                organisation=people.organisation("ags"),
                role=role,
                valid_from=clock.today(),
                actor=actor,
            )
        with pytest.raises(Forbidden, match="gehört nicht zu"):
            token_for(actor, code="ags", role=role)

    @pytest.mark.parametrize(("role", "office"), [("approver", "finanzen"), ("coordination", "ags")])
    def test_are_given_where_they_belong(self, role: str, office: str) -> None:
        people.organisation(office, role)
        actor = people.actor_with("administrator", office)
        assert accept(token_for(actor, code=office, role=role)[1])

    def test_are_given_elsewhere_by_the_operations(self, operations: Actor) -> None:
        people.account_with("coordination", "ags")
        assert accept(token_for(operations, code="ags", role="approver")[1])

    def test_an_auditing_body_names_its_own_auditors(self) -> None:
        assert people.organisation("demo-audit", "auditor").kind == "audit"
        actor = people.actor_with("administrator", "demo-audit")
        assert accept(token_for(actor, code="demo-audit", role="auditor")[1])


class TestRolesElsewhere:
    def ask(self, actor: Actor, account: Account) -> None:
        services.invite(
            email=account.email,
            name="Demo",
            organisation=people.organisation(OLTEN),
            role="administrator",
            valid_from=clock.today(),
            actor=actor,
            link_of=lambda token: token,
        )

    def test_are_not_named_to_whoever_does_not_administer_them(self, own: Actor, operations: Actor) -> None:
        approver = people.account_with("approver")
        with pytest.raises(Refused, match="anderswo") as told:
            self.ask(own, approver)
        assert "genehmigen" not in told.value.reason
        with pytest.raises(Refused, match="genehmigen"):
            self.ask(operations, approver)


class TestWhoeverLeaves:
    @pytest.fixture
    def leaving(self, own: Actor) -> Account:
        return Account.objects.get(pk=own.account_id)

    def test_invited_for_nothing_once_the_role_has_ended(self, own: Actor, leaving: Account) -> None:
        _invitation, token = token_for(own)
        role_end(
            account=leaving,
            organisation=people.organisation(OLTEN),
            role="administrator",
            valid_from=clock.today(),
            actor=Actor.operator(),
        )
        assert invitations.invitation_of(token) is None
        with pytest.raises(Refused, match="gilt nicht"):
            accept(token)
        assert not Account.objects.filter(email="demo-neu@example.ch").exists()
        assert not Invitation.objects.filter(accepted_at__isnull=False).exists()

    def test_invited_for_nothing_once_the_account_is_closed(
        self, own: Actor, operations: Actor, leaving: Account
    ) -> None:
        _invitation, token = token_for(own)
        services.close_account(account=leaving, actor=operations)
        assert invitations.invitation_of(token) is None

    def test_whoever_sends_it_again_invites(self, own: Actor, operations: Actor, leaving: Account) -> None:
        invitation, _token = token_for(own)
        services.close_account(account=leaving, actor=operations)
        tokens: list[str] = []
        services.invite_again(invitation=invitation, actor=operations, link_of=lambda token: tokens.append(token) or "")  # type: ignore[func-returns-value]
        assert accept(tokens[0])
        invitation.refresh_from_db()
        assert invitation.invited_by_id == operations.account_id

    def test_what_the_operator_invited_to_counts(self) -> None:
        invitation, token = invitations.invitation_make(
            email="demo-neu@example.ch",
            name="Demo-Neu",
            organisation=people.organisation(OLTEN),
            role="integration_officer",
            valid_from=clock.today(),
            actor=Actor.operator(),
        )
        assert accept(token).email == invitation.email
