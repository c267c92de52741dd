"""Rights that end or have not begun: the next request counts, also in the middle of a form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.urls import reverse

from ankunft.foundation.access.closing import account_close
from ankunft.foundation.access.models import Account, Organisation
from ankunft.foundation.access.services import role_end, role_grant
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.attacks.ground import changed, contents
from tests.support.clients import StrictClient
from tests.support.people import SOLOTHURN, account_with
from tests.web.permission_ground import CHECKED_MONTH, CONTACT, DRAFT_PERIOD, FIGURES, FOREIGN, OWN, posted, step_of_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_canton")]

ClientFor = Callable[..., StrictClient]
OPERATOR = Actor.operator()
REPORT = reverse("report", args=[OWN, DRAFT_PERIOD])
APPROVAL = reverse("run-step", args=[CHECKED_MONTH, "genehmigen"])


def take_away(client: StrictClient) -> None:
    """End every role of whoever is signed in, from today on."""
    account = client.account
    assert account is not None
    for held in account.memberships.all():
        role_end(
            account=account,
            organisation=held.organisation,
            role=held.role,
            valid_from=clock.today(),
            actor=OPERATOR,
        )


@pytest.mark.parametrize(
    ("role", "at", "address"), [("integration_officer", SOLOTHURN, REPORT), ("approver", None, APPROVAL)]
)
def test_a_role_taken_away_is_gone_at_the_next_request(
    client_for: ClientFor, role: str, at: str | None, address: str
) -> None:
    client = client_for(role, at)
    assert client.get(address).status_code == 200
    take_away(client)
    assert client.get(address).status_code == 403


def test_a_role_taken_away_in_the_middle_of_an_approval_approves_nothing(client_for: ClientFor) -> None:
    client = client_for("approver")
    assert client.get(APPROVAL).status_code == 200
    data = posted(step_of_run(CHECKED_MONTH))
    take_away(client)
    before = contents()
    assert client.post(APPROVAL, data).status_code == 403
    assert changed(before, contents()) == []


def test_a_role_taken_away_in_the_middle_of_a_report_saves_nothing(client_for: ClientFor) -> None:
    client = client_for("integration_officer", SOLOTHURN)
    assert client.get(REPORT).status_code == 200
    take_away(client)
    before = contents()
    assert client.post(REPORT, posted(FIGURES)).status_code == 403
    assert changed(before, contents()) == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_account_closed_in_the_middle_of_a_session_is_signed_out(client_for: ClientFor, method: str) -> None:
    client = client_for("approver")
    assert client.get(APPROVAL).status_code == 200
    assert client.account is not None
    account_close(account=Account.objects.get(pk=client.account.pk), actor=OPERATOR)
    before = contents()
    answer = getattr(client, method)(APPROVAL, posted(step_of_run(CHECKED_MONTH)))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("sign-in"))
    assert changed(before, contents()) == []


def test_an_account_that_is_merely_inactive_is_signed_out(client_for: ClientFor) -> None:
    """Whatever switched it off, and with every session left as it was."""
    client = client_for("approver")
    Account.objects.update(is_active=False)
    assert client.get(APPROVAL).headers["Location"].startswith(reverse("sign-in"))


def test_a_role_that_starts_tomorrow_is_none_today(client_for: ClientFor, on_day: Callable[[date], None]) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    client = client_for("approver", since=tomorrow)
    assert client.get(APPROVAL).status_code == 403
    assert client.post(APPROVAL, posted(step_of_run(CHECKED_MONTH))).status_code == 403
    on_day(tomorrow)
    assert client.get(APPROVAL).status_code == 200


def test_a_role_that_ends_tomorrow_is_held_today_only(client_for: ClientFor, on_day: Callable[[date], None]) -> None:
    client = client_for("approver")
    assert client.account is not None
    tomorrow = clock.today() + timedelta(days=1)
    membership = client.account.memberships.get()
    role_end(
        account=client.account,
        organisation=membership.organisation,
        role=membership.role,
        valid_from=tomorrow,
        actor=OPERATOR,
    )
    assert client.get(APPROVAL).status_code == 200
    on_day(tomorrow)
    assert client.get(APPROVAL).status_code == 403


@pytest.mark.parametrize("chosen", [f"bfs-{FOREIGN}", "finanzen", "betrieb", "ags", "' OR 1=1 --", "bfs-%"])
def test_choosing_a_foreign_organisation_gives_no_right_in_it(client_for: ClientFor, chosen: str) -> None:
    account_with("integration_officer", f"bfs-{FOREIGN}")
    client = client_for("integration_officer", SOLOTHURN)
    client.post(reverse("choose-organisation"), {"organisation": chosen})
    foreign = {
        reverse("report", args=[FOREIGN, DRAFT_PERIOD]): 404,
        reverse("municipality-contact", args=[FOREIGN, "integration_officer"]): 403,
        reverse("runs"): 403,
    }
    for address, refusal in foreign.items():
        assert client.get(address).status_code == refusal, address
    assert client.post(next(iter(foreign)), posted(FIGURES)).status_code == 404
    assert client.get(REPORT).status_code == 200, "and takes none away"


def test_acting_for_one_organisation_leaves_out_the_roles_of_the_other(client_for: ClientFor) -> None:
    client = client_for("integration_officer", SOLOTHURN)
    account_with("integration_officer", f"bfs-{FOREIGN}")
    assert client.account is not None
    role_grant(
        account=client.account,
        organisation=Organisation.objects.get(code=f"bfs-{FOREIGN}"),
        role="integration_officer",
        actor=OPERATOR,
        valid_from=date(2015, 1, 1),
    )
    contact = reverse("municipality-contact", args=[FOREIGN, "integration_officer"])
    assert client.get(contact).status_code == 200
    client.post(reverse("choose-organisation"), {"organisation": SOLOTHURN})
    assert client.get(contact).status_code == 403
    assert client.post(contact, posted(CONTACT)).status_code == 403
