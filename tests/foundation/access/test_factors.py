"""Second factors: app codes, passkeys, recovery codes; who needs one, and that each proof is good once."""

from datetime import timedelta

import pyotp
import pytest

from ankunft.foundation.access import app_codes, factors, passkeys, recovery
from ankunft.foundation.access.models import RecoveryCode, SecondFactor
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.access.services import role_end, role_grant
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.support import people
from tests.support.passkeys import SoftPasskey
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db
SITE = passkeys.Site("testserver", "http://testserver")


def real(role="coordination", **more):
    """An account that is no demonstration."""
    account = people.account_with(role, **more)
    account.is_demo = False
    account.save()
    return account


@pytest.fixture
def account(db):
    return real()


@pytest.fixture
def actor(account):
    return actor_of(account, "web")


def with_app(account):
    """The app of the account, with a secret whose next codes are unused."""
    offer = app_codes.offer_make(account)
    secret = app_codes.offer_secret(account, offer)
    totp = pyotp.TOTP(secret)
    assert app_codes.app_add(account=account, offer=offer, code=totp.now(), actor=actor_of(account, "web"))
    SecondFactor.objects.update(last_step=0)
    return totp


def code_at(totp, steps):
    return totp.generate_otp(int(clock.machine_now().timestamp()) // 30 + steps)


class TestApp:
    def test_is_added_by_its_own_code_and_its_secret_is_encrypted(self, account):
        totp = with_app(account)
        factor = SecondFactor.objects.get()
        assert totp.secret not in factor.secret
        assert not any(totp.secret in f"{event.summary}{event.after}" for event in Event.objects.all())

    def test_a_wrong_code_adds_nothing(self, account, actor):
        offer = app_codes.offer_make(account)
        assert not app_codes.app_add(account=account, offer=offer, code="000", actor=actor)
        assert not SecondFactor.objects.exists()

    @pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
    def test_the_code_before_and_the_one_after_are_taken(self, account, steps, good):
        assert app_codes.app_prove(account=account, code=code_at(with_app(account), steps)) is good

    def test_a_code_may_be_typed_in_groups(self, account):
        code = code_at(with_app(account), 0)
        assert app_codes.app_prove(account=account, code=f" {code[:3]} {code[3:]} ")

    @pytest.mark.parametrize("code", ["", "12345", "abcdef", "١٢٣٤٥٦", "\0"])
    def test_what_is_no_code_is_wrong(self, account, code):
        with_app(account)
        assert not app_codes.app_prove(account=account, code=code)

    def test_a_code_is_good_once_and_no_earlier_one_after_it(self, account):
        totp = with_app(account)
        code = code_at(totp, 0)
        assert app_codes.app_prove(account=account, code=code)
        assert not app_codes.app_prove(account=account, code=code)
        assert not app_codes.app_prove(account=account, code=code_at(totp, -1))

    def test_the_code_that_set_it_up_is_used(self, account, actor):
        offer = app_codes.offer_make(account)
        code = pyotp.TOTP(app_codes.offer_secret(account, offer)).now()
        assert app_codes.app_add(account=account, offer=offer, code=code, actor=actor)
        assert not app_codes.app_prove(account=account, code=code)

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_send_the_same_code_at_once_one_is_let_in(self, account):
        code = code_at(with_app(account), 0)
        results = at_once(*[lambda: app_codes.app_prove(account=account, code=code)] * 4)
        assert sorted(results) == [False, False, False, True]

    def test_an_offer_is_for_one_account_and_not_for_long(self, account, monkeypatch):
        offer = app_codes.offer_make(account)
        with pytest.raises(Refused, match="abgelaufen"):
            app_codes.offer_secret(real(), offer)
        with pytest.raises(Refused, match="abgelaufen"):
            app_codes.offer_secret(account, offer[:-4] + "AAAA")
        now = clock.machine_now()
        monkeypatch.setattr(clock, "machine_now", lambda: now + timedelta(minutes=16))
        with pytest.raises(Refused, match="abgelaufen"):
            app_codes.offer_secret(account, offer)

    def test_a_new_app_replaces_the_old_one(self, account):
        old, new = with_app(account), with_app(account)
        assert not app_codes.app_prove(account=account, code=code_at(old, 0))
        assert app_codes.app_prove(account=account, code=code_at(new, 0))
        assert len(factors.factors_of(account)) == 1

    def test_the_first_factor_ends_the_sessions_begun_without(self, account):
        with_app(account)
        account.refresh_from_db()
        assert account.sessions_epoch == 1
        with_app(account)
        account.refresh_from_db()
        assert account.sessions_epoch == 1


class TestPasskey:
    @pytest.fixture
    def passkey(self, account, actor):
        soft = SoftPasskey()
        self.add(account, actor, soft)
        return soft

    @staticmethod
    def add(account, actor, soft):
        asked = passkeys.registration_challenge(account=account, site=SITE)
        passkeys.passkey_add(
            account=account,
            credential=soft.create(asked.options),
            challenge=asked.kept,
            site=SITE,
            name="Demo-Laptop",
            actor=actor,
        )

    @staticmethod
    def prove(account, soft, **more):
        asked = passkeys.assertion_challenge(account=account, site=SITE)
        answer = {"account": account, "credential": soft.get(asked.options), "challenge": asked.kept, "site": SITE}
        return passkeys.passkey_prove(**{**answer, **more})

    def test_proves_its_owner_with_and_without_the_account_being_named(self, account, passkey):
        assert self.prove(account, passkey).factor.account == account
        assert self.prove(None, passkey).factor.account == account

    def test_alone_its_owner_must_be_verified(self, account, passkey):
        passkey.verifies = False
        assert self.prove(None, passkey) is None
        assert self.prove(account, passkey)

    def test_is_not_taken_for_another_account(self, account, passkey):
        assert self.prove(real(), passkey) is None

    def test_alone_it_must_name_its_owner(self, account, passkey):
        passkey.handle = ""
        assert self.prove(None, passkey) is None
        passkey.handle = "AAAA"
        assert self.prove(None, passkey) is None

    @pytest.mark.parametrize(
        "wrong",
        [
            {"challenge": "AAAA"},
            {"challenge": ""},
            {"site": passkeys.Site("testserver", "https://example.com")},
            {"site": passkeys.Site("example.com", "http://testserver")},
            {"credential": "{}"},
            {"credential": "no json"},
            {"credential": '{"id": "\\u0000", "rawId": "x"}'},
        ],
    )
    def test_an_answer_to_something_else_is_wrong(self, account, passkey, wrong):
        assert self.prove(account, passkey, **wrong) is None

    def test_another_key_is_wrong(self, account, passkey):
        copy = SoftPasskey(identifier=passkey.identifier, handle=passkey.handle, counter=9)
        assert self.prove(account, copy) is None

    def test_a_counter_that_goes_back_is_wrong(self, account, passkey):
        assert self.prove(account, passkey)
        passkey.counter = 0
        assert self.prove(account, passkey) is None

    def test_the_same_one_is_added_once(self, account, actor, passkey):
        with pytest.raises(Refused, match="schon eingerichtet"):
            self.add(account, actor, passkey)

    def test_an_answer_for_another_site_is_not_added(self, account, actor):
        with pytest.raises(Refused, match="konnte nicht eingerichtet werden"):
            self.add(account, actor, SoftPasskey(origin="https://example.com"))

    def test_does_not_tell_who_its_owner_is(self, account):
        handles = set()
        for owner in (account, account, real()):
            soft = SoftPasskey()
            soft.create(passkeys.registration_challenge(account=owner, site=SITE).options)
            handles.add(soft.handle)
        assert len(handles) == 2
        assert all(len(handle) == 43 for handle in handles)

    def test_there_are_not_more_than_ten(self, account, actor):
        for _ in range(10):
            self.add(account, actor, SoftPasskey())
        with pytest.raises(Refused, match="10 Passkeys"):
            self.add(account, actor, SoftPasskey())


class TestRecoveryCodes:
    def test_are_ten_and_each_is_good_once(self, account, actor):
        codes = recovery.codes_make(account=account, actor=actor)
        assert len(set(codes)) == 10
        assert recovery.code_prove(account=account, code=codes[3].upper().replace("-", " "), actor=actor)
        assert not recovery.code_prove(account=account, code=codes[3], actor=actor)
        assert recovery.codes_left(account) == 9

    def test_only_digests_are_kept(self, account, actor):
        codes = recovery.codes_make(account=account, actor=actor)
        kept = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
        told = " ".join(f"{event.summary} {event.after}" for event in Event.objects.all())
        assert not any(code in kept or code in told for code in codes)

    def test_a_new_set_replaces_the_old_one(self, account, actor):
        old = recovery.codes_make(account=account, actor=actor)
        recovery.codes_make(account=account, actor=actor)
        assert not recovery.code_prove(account=account, code=old[0], actor=actor)
        assert recovery.codes_left(account) == 10

    @pytest.mark.parametrize("code", ["", "-", "aaaa-aaaa-aaaa", "\0"])
    def test_others_are_wrong(self, account, actor, code):
        recovery.codes_make(account=account, actor=actor)
        assert not recovery.code_prove(account=account, code=code, actor=actor)

    def test_are_nobody_else_s(self, account, actor):
        codes = recovery.codes_make(account=account, actor=actor)
        other = real()
        recovery.codes_make(account=other, actor=actor_of(other, "web"))
        assert not recovery.code_prove(account=other, code=codes[0], actor=actor)

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_use_one_at_once_one_is_let_in(self, account, actor):
        codes = recovery.codes_make(account=account, actor=actor)
        results = at_once(*[lambda: recovery.code_prove(account=account, code=codes[0], actor=actor)] * 4)
        assert sorted(results) == [False, False, False, True]
        assert Event.objects.filter(action="access.factor.code_used").count() == 1


class TestWhoNeedsOne:
    def test_whoever_holds_a_role_that_demands_it(self):
        assert factors.factor_needed(real("coordination"))
        assert not factors.factor_needed(real("municipal_finance"))

    def test_whoever_will_hold_it(self):
        assert factors.factor_needed(real("approver", since=clock.today() + timedelta(days=30)))

    def test_nobody_who_held_it_once(self):
        account = real("coordination")
        organisation = people.organisation("ags")
        end = {"account": account, "organisation": organisation, "role": "coordination", "actor": Actor.operator()}
        role_end(valid_from=clock.today(), **end)
        assert not factors.factor_needed(account)
        role_grant(valid_from=clock.today() + timedelta(days=1), **end)
        assert factors.factor_needed(account)

    def test_no_account_of_the_demonstration(self):
        assert not factors.factor_needed(people.account_with("coordination"))


class TestRemoving:
    def test_the_last_one_stays_with_whoever_needs_one(self, account, actor):
        with_app(account)
        key = SecondFactor.objects.get().pk
        with pytest.raises(Refused, match="verlangt einen zweiten Faktor"):
            factors.factor_remove(account=account, key=key, actor=actor)
        TestPasskey.add(account, actor, SoftPasskey())
        factors.factor_remove(account=account, key=key, actor=actor)
        assert [factor.kind for factor in factors.factors_of(account)] == ["passkey"]

    def test_others_may_go_without_and_lose_the_codes(self):
        account = real("municipal_finance")
        actor = actor_of(account, "web")
        with_app(account)
        recovery.codes_make(account=account, actor=actor)
        factors.factor_remove(account=account, key=SecondFactor.objects.get().pk, actor=actor)
        assert recovery.codes_left(account) == 0

    def test_those_of_others_do_not_exist(self, account, actor):
        with_app(account)
        with pytest.raises(Refused, match="gibt es nicht"):
            factors.factor_remove(account=real(), key=SecondFactor.objects.get().pk, actor=actor)

    @pytest.mark.django_db(transaction=True)
    def test_of_two_removed_at_once_one_stays(self, account, actor):
        TestPasskey.add(account, actor, SoftPasskey())
        TestPasskey.add(account, actor, SoftPasskey())
        keys = [factor.pk for factor in factors.factors_of(account)]
        results = at_once(
            *[lambda key=key: factors.factor_remove(account=account, key=key, actor=actor) for key in keys]
        )
        assert sorted(isinstance(result, Refused) for result in results) == [False, True]
        assert len(factors.factors_of(account)) == 1

    def test_the_administration_takes_all_away(self, account, actor):
        with_app(account)
        recovery.codes_make(account=account, actor=actor)
        factors.factors_remove_all(account=account, actor=Actor.operator(), reason="Telefon verloren")
        assert factors.factors_of(account) == []
        assert recovery.codes_left(account) == 0
        assert Event.objects.get(action="access.factor.removed_all").reason == "Telefon verloren"


def test_in_production_no_account_is_a_demonstration_s(settings):
    account = people.account_with("coordination")
    assert not factors.factor_needed(account)
    settings.PRODUCTION = True
    assert factors.factor_needed(account)


@pytest.mark.usefixtures("nothing_is_collected")
@pytest.mark.parametrize("nested", ["[" * 19_000, '{"a":' * 3_000])
def test_an_answer_nested_too_deep_is_no_passkey(account, actor, nested):
    assert passkeys.passkey_prove(account=None, credential=nested, challenge="YQ", site=SITE) is None
    with pytest.raises(Refused, match="konnte nicht eingerichtet werden"):
        passkeys.passkey_add(account=account, credential=nested, challenge="YQ", site=SITE, name="Demo", actor=actor)
