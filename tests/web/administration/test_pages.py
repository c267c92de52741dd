"""The pages of the administration: what each shows, to whom, and what it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.urls import reverse

from ankunft.domain.roles import CANTONAL, MUNICIPAL
from ankunft.foundation.access.models import Account, Invitation, Organisation
from ankunft.foundation.access.selectors import grants_of
from ankunft.foundation.access.services import role_end
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor, Grant
from ankunft.foundation.mail.models import MailState, OutgoingMail
from ankunft.foundation.mail.services import mail_put
from tests.support import people
from tests.support.clients import StrictClient
from tests.web.administration.conftest import OLTEN

pytestmark = pytest.mark.django_db

OPERATIONS_PAGES = ["admin-outbox", "admin-jobs", "admin-health", "admin-settings", "admin-organisation-new"]
ALL_PAGES = [*OPERATIONS_PAGES, "admin-accounts", "admin-invitations", "admin-invitation-new", "admin-organisations"]


def text(client: StrictClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", ALL_PAGES)
def test_the_operations_see_every_page(operations: StrictClient, name: str) -> None:
    text(operations, reverse(name))


@pytest.mark.parametrize("name", OPERATIONS_PAGES)
def test_others_do_not_see_how_the_installation_is(own: StrictClient, name: str) -> None:
    response = own.get(reverse(name))
    assert response.status_code == 403
    assert "Betriebsstelle" in response.content.decode()


def test_an_administrator_sees_no_persons_no_cases_and_no_money(operations: StrictClient) -> None:
    for name in ("runs", "reports", "declarations", "contributions"):
        assert operations.get(reverse(name)).status_code == 403
    page = text(operations, "/")
    assert "Administration" in page
    for place in ("Läufe", "Berichte", "Beiträge"):
        assert f">{place}<" not in page


def test_the_list_and_an_account(own: StrictClient, officer: Account) -> None:
    foreign = people.account_with("coordination")
    page = text(own, reverse("admin-accounts"))
    assert officer.name in page
    assert foreign.name not in page
    assert own.get(reverse("admin-account", args=[foreign.pk])).status_code == 404
    page = text(own, reverse("admin-account", args=[officer.pk]))
    assert "Integrationsbeauftragte" in page
    assert "Konto schliessen" in page
    assert own.account is not None
    page = text(own, reverse("admin-account", args=[own.account.pk]))
    assert "Am eigenen Konto" in page
    assert "Konto schliessen" not in page


def test_a_role_is_given_and_ended(own: StrictClient, officer: Account) -> None:
    today = clock.today()
    data = {"organisation": OLTEN, "role": "municipal_finance", "valid_from": f"{today:%d.%m.%Y}"}
    address = reverse("admin-role-new", args=[officer.pk])
    assert own.post(address, data).status_code == 302
    assert Grant("municipal_finance", OLTEN) in grants_of(officer, today)
    again = own.post(address, data)
    assert again.status_code == 422
    assert "schon" in again.content.decode()
    end = reverse("admin-role-end", args=[officer.pk, OLTEN, "municipal_finance"])
    assert own.post(end, {"valid_from": f"{today:%d.%m.%Y}"}).status_code == 302
    assert Grant("municipal_finance", OLTEN) not in grants_of(officer, today)


def test_a_form_keeps_what_was_typed(own: StrictClient) -> None:
    data = {
        "name": "Demo-Neu <b>",
        "email": "keine adresse",
        "organisation": OLTEN,
        "role": "strategic_lead",
        "valid_from": "gestern",
    }
    response = own.post(reverse("admin-invitation-new"), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Demo-Neu &lt;b&gt;" in page
    assert "keine adresse" in page
    assert "gestern" in page
    assert '<option value="strategic_lead" selected' in page
    assert not Invitation.objects.exists()


def offered(page: str) -> set[str]:
    """The roles that a form offers."""
    field = re.search(r'<select name="role".*?</select>', page, re.DOTALL)
    assert field
    return {code for code in re.findall(r'<option value="(\w*)"', field[0]) if code}


@pytest.mark.parametrize(
    ("office", "cantonal"), [("ags", {"coordination"}), ("finanzen", {"finance_officer", "approver"})]
)
def test_roles_that_may_not_be_given_are_not_offered_and_named(
    client_for: Callable[..., StrictClient], office: str, cantonal: set[str]
) -> None:
    person = people.account_with("migration_office", office)
    browser = client_for("administrator", office)
    page = text(browser, reverse("admin-invitation-new"))
    assert offered(page) & CANTONAL == cantonal
    assert "Nur die Betriebsstelle gibt hier:" in page
    assert "«Revision»" in page
    assert offered(text(browser, reverse("admin-role-new", args=[person.pk]))) == offered(page)
    data = {"organisation": office, "role": "auditor", "valid_from": f"{clock.today():%d.%m.%Y}"}
    answer = browser.post(reverse("admin-role-new", args=[person.pk]), data)
    assert answer.status_code == 422
    assert "Diese Rolle können Sie hier nicht geben." in answer.content.decode()


def test_every_role_that_is_offered_may_be_given(
    client_for: Callable[..., StrictClient], operations: StrictClient
) -> None:
    people.organisation("ags", "coordination")
    page = text(operations, reverse("admin-invitation-new"))
    assert offered(page) >= CANTONAL
    assert "Nur die Betriebsstelle" not in page
    own = client_for("administrator", OLTEN)
    assert offered(text(own, reverse("admin-invitation-new"))) == {*MUNICIPAL, "administrator", "body_member"}


def test_an_organisation_of_others_cannot_be_chosen(own: StrictClient) -> None:
    people.organisation("bfs-2601")
    data = {
        "name": "Demo-Neu",
        "email": "neu@so.example",
        "organisation": "bfs-2601",
        "role": "strategic_lead",
        "valid_from": f"{clock.today():%d.%m.%Y}",
    }
    assert own.post(reverse("admin-invitation-new"), data).status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("act", ["schliessen", "abmelden", "zweiter-faktor"])
def test_an_act_asks_first(own: StrictClient, officer: Account, act: str) -> None:
    address = reverse("admin-account-act", args=[officer.pk, act])
    assert "?" in text(own, address)
    assert own.post(address, {"reason": "Demo"}, follow=True).status_code == 200
    officer.refresh_from_db()
    assert officer.sessions_epoch == 1
    assert own.get(reverse("admin-account-act", args=[officer.pk, "loeschen"])).status_code == 404


def test_a_temporary_password_is_shown_once_and_not_kept(own: StrictClient, officer: Account) -> None:
    response = own.post(reverse("admin-account-act", args=[officer.pk, "passwort"]), {"reason": ""})
    assert "no-store" in response.headers["Cache-Control"]
    officer.refresh_from_db()
    shown = response.content.decode().partition("<code")[2].partition(">")[2].partition("<")[0]
    assert officer.check_password(shown)
    assert shown not in text(own, reverse("admin-account", args=[officer.pk]))


def test_the_outbox_does_not_show_to_which_newcomers_mails_go(operations: StrictClient) -> None:
    mail = mail_put(to="amina@example.ch", subject="x", text="x", kind="appointment_reminder", actor=_NOBODY)
    for address in (reverse("admin-outbox"), reverse("admin-mail-act", args=[mail.pk, "zurueckhalten"])):
        page = text(operations, address)
        assert "amina" not in page
        assert f"Nachricht {mail.pk} an eine Person" in page


def test_the_outbox_shows_no_text(operations: StrictClient, settings: LazySettings) -> None:
    for state in MailState:
        mail = mail_put(to=f"{state}@so.example", subject="Betreff", text="Geheimnis", kind="invitation", actor=_NOBODY)
        OutgoingMail.objects.filter(pk=mail.pk).update(state=state)
    page = text(operations, reverse("admin-outbox"))
    for mail in OutgoingMail.objects.all():
        assert mail.to in page
        assert mail.text not in page
    assert "Geheimnis" not in page
    page = text(operations, reverse("admin-outbox") + "?stand=failed")
    assert "failed@so.example" in page
    assert "sent@so.example" not in page
    assert "Demonstration" in page
    settings.PRODUCTION = True
    settings.SECURE_SSL_REDIRECT = False
    assert "kein Mailserver" in text(operations, reverse("admin-outbox"))
    failed = OutgoingMail.objects.get(state=MailState.FAILED)
    again = reverse("admin-mail-act", args=[failed.pk, "erneut"])
    text(operations, again)
    assert operations.post(again).status_code == 302
    failed.refresh_from_db()
    assert failed.state == MailState.WAITING
    assert operations.post(reverse("admin-mail-act", args=[failed.pk, "zurueckhalten"])).status_code == 302
    failed.refresh_from_db()
    assert failed.state == MailState.WITHHELD
    assert operations.get(reverse("admin-mail-act", args=[failed.pk, "lesen"])).status_code == 404


def test_jobs_without_what_they_are_about(operations: StrictClient) -> None:
    now = clock.now()
    Job.objects.create(
        kind="settlement.calculate",
        file_name="Geheim.xlsx",
        outcome="Geheimer Ausgang",
        account_label="Demo-Person",
        error_class="ZeroDivisionError",
        state="failed",
        created_at=now,
        finished_at=now,
    )
    page = text(operations, reverse("admin-jobs"))
    assert "ZeroDivisionError" in page
    assert "Demo-Person" in page
    assert "Geheim" not in page
    assert "1 Auftrag ist gescheitert" in text(operations, "/")


def test_settings_tell_no_secret(operations: StrictClient, settings: LazySettings) -> None:
    settings.SMTP_URL = "smtp://post:sehrgeheim@mail.example:25?tls=none"
    page = text(operations, reverse("admin-settings"))
    assert "mail.example:25" in page
    for secret in ("sehrgeheim", settings.SECRET_KEY, settings.INDEX_KEY, settings.TRAIL_KEY, *settings.DATA_KEYS):
        assert secret not in page
    assert "ANKUNFT_SMTP_URL" in page


def test_health_says_that_no_worker_runs(operations: StrictClient) -> None:
    page = text(operations, reverse("admin-health"))
    assert "Es läuft keiner" in page
    assert "handeln" in page


def test_my_day(own: StrictClient, operations: StrictClient, officer: Account) -> None:
    role_end(
        account=officer,
        organisation=Organisation.objects.get(code=OLTEN),
        role="integration_officer",
        valid_from=clock.today() + timedelta(days=10),
        actor=_NOBODY,
    )
    now = clock.now()
    Invitation.objects.create(
        email="alt@so.example",
        name="Demo-Alt",
        organisation=Organisation.objects.get(code=OLTEN),
        role="strategic_lead",
        valid_from=clock.today(),
        token_digest="x",
        created_at=now,
        expires_at=now,
    )
    mail = mail_put(to="a@so.example", subject="Betreff", text="x", kind="invitation", actor=_NOBODY)
    OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.FAILED)
    page = text(own, "/")
    assert f"Die Rolle von {officer.name} endet" in page
    assert "1 Einladung ist abgelaufen" in page
    assert "nicht zugestellt" not in page
    assert "1 Nachricht ist nicht zugestellt" in text(operations, "/")


def test_pages_cost_no_more_with_more_rows(operations: StrictClient, queries: Callable[..., int]) -> None:
    def fill(count: int) -> None:
        now = clock.now()
        for number in range(count):
            account = people.account_with("integration_officer", f"bfs-{2500 + number}")
            Invitation.objects.create(
                email=account.email,
                name=account.name,
                organisation=Organisation.objects.get(code=f"bfs-{2500 + number}"),
                role="strategic_lead",
                valid_from=clock.today(),
                token_digest=account.email,
                invited_by=account,
                created_at=now,
                expires_at=now,
            )
            mail_put(to=account.email, subject="x", text="x", kind="invitation", actor=_NOBODY)
            Job.objects.create(kind="settlement.calculate", created_at=now, account_label="Demo")

    pages = [reverse(f"admin-{name}") for name in ("accounts", "invitations", "organisations", "outbox", "jobs")]
    fill(1)
    few = [queries(operations, page) for page in pages]
    fill(12)
    assert [queries(operations, page) for page in pages] == few


_NOBODY = Actor.operator()
