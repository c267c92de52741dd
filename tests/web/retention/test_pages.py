"""The pages of retention: who sees what, names only where they are needed, and that they do not grow with the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.audit.models import ReadEvent
from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.kernel import clock
from ankunft.foundation.retention import registry
from ankunft.foundation.retention.models import DeletionItem, DeletionList, LegalHold, Period
from ankunft.foundation.retention.services import list_propose, list_review
from tests.foundation.retention.making import LEAF, confirmed, leaf_class, leaves, put
from tests.support.clients import StrictClient
from tests.support.people import BALSTHAL, SOLOTHURN

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., StrictClient]
PAGE = "/aufbewahrung/"


@pytest.fixture(autouse=True)
def _leaves() -> Iterator[None]:
    put(leaf_class())
    yield
    registry._classes.pop(LEAF)


@pytest.fixture
def officer(client_for: ClientFor) -> StrictClient:
    return client_for("integration_officer", SOLOTHURN)


@pytest.fixture
def lead(client_for: ClientFor) -> StrictClient:
    return client_for("strategic_lead", SOLOTHURN)


def proposed(officer: StrictClient, count: int = 3) -> DeletionList:
    leaves(count)
    return list_propose(code=LEAF, organisation=SOLOTHURN, actor=actor_of(officer.account, "test"))


def text(client: StrictClient, address: str) -> str:
    return client.get(address).content.decode()


def step(client: StrictClient, listing: DeletionList, name: str, **more: str) -> None:
    """Take a step as somebody does who looks at the list now."""
    listing.refresh_from_db()
    address = f"{PAGE}listen/{listing.pk}/{name}/"
    assert client.get(address).status_code == 200
    answer = client.post(address, {"seen": listing.version, **more})
    assert answer.status_code == 302, answer.content.decode()


def test_the_schedule_tells_a_proposal_from_a_decision(client_for: ClientFor) -> None:
    client = client_for("coordination")
    assert "Vorschlag" in text(client, PAGE)
    answer = client.post(
        f"{PAGE}fristen/{LEAF}/", {"months": "60", "valid_from": "31.12.2099", "source": "RRB 2026/Demo"}
    )
    assert answer.status_code == 302
    client.post(f"{PAGE}fristen/{LEAF}/", {"months": "120", "valid_from": "2020-01-01", "source": "RRB"})
    assert Period.objects.get().months == 60
    page = text(client, f"{PAGE}fristen/{LEAF}/")
    assert "RRB 2026/Demo" in page
    assert "5 Jahre" in page


def test_a_day_in_the_past_is_told_beside_the_form(client_for: ClientFor) -> None:
    answer = client_for("coordination").post(
        f"{PAGE}fristen/{LEAF}/", {"months": "60", "valid_from": "01.01.2020", "source": "RRB"}
    )
    assert answer.status_code == 422
    assert "frühestens ab heute" in answer.content.decode()


def test_what_is_due_becomes_a_list_with_names_for_the_officer_alone(
    officer: StrictClient, lead: StrictClient, client_for: ClientFor
) -> None:
    leaves(2)
    assert "Löschliste erstellen" in text(officer, PAGE)
    assert "Löschliste erstellen" not in text(lead, PAGE)
    answer = officer.post(f"{PAGE}vorschlagen/", {"record_class": LEAF, "organisation": SOLOTHURN})
    listing = DeletionList.objects.get()
    assert answer.headers["Location"] == f"{PAGE}listen/{listing.pk}/"
    assert "Demo-Blatt 1" in text(officer, f"{PAGE}listen/{listing.pk}/")
    for other in (lead, client_for("auditor")):
        page = text(other, f"{PAGE}listen/{listing.pk}/")
        assert "B-001" in page
        assert "Demo-Blatt" not in page
    read = ReadEvent.objects.get(subject_type="retention.list")
    assert (read.subject_key, read.owner, read.actor_id) == (listing.number, SOLOTHURN, officer.account.pk)


def test_names_are_not_shown_any_more_once_the_list_is_reviewed(officer: StrictClient) -> None:
    listing = proposed(officer)
    step(officer, listing, "pruefen")
    assert "Demo-Blatt" not in text(officer, f"{PAGE}listen/{listing.pk}/")


@pytest.mark.parametrize("address", ["", "stand/", "pruefen/", "verwerfen/"])
def test_a_foreign_list_does_not_exist(officer: StrictClient, client_for: ClientFor, address: str) -> None:
    listing = proposed(officer)
    stranger = client_for("integration_officer", BALSTHAL)
    assert stranger.get(f"{PAGE}listen/{listing.pk}/{address}").status_code == 404
    assert listing.number not in text(stranger, PAGE)


def test_a_foreign_item_does_not_exist(officer: StrictClient, client_for: ClientFor) -> None:
    listing = proposed(officer)
    other = client_for("integration_officer", BALSTHAL)
    leaves(1, BALSTHAL, prefix="C")
    own = list_propose(code=LEAF, organisation=BALSTHAL, actor=actor_of(other.account, "test"))
    item = listing.items.first()
    assert item is not None
    for address in (f"{PAGE}listen/{listing.pk}/eintraege/{item.pk}/", f"{PAGE}listen/{own.pk}/eintraege/{item.pk}/"):
        assert other.post(address, {"seen": own.version, "reason": "Demo"}).status_code == 404
    item.refresh_from_db()
    assert item.state == "planned"


def test_the_officer_keeps_one_back_and_puts_it_back(officer: StrictClient) -> None:
    listing = proposed(officer)
    item = listing.items.first()
    assert item is not None
    address = f"{PAGE}listen/{listing.pk}/eintraege/{item.pk}/"
    assert officer.post(address, {"seen": listing.version, "reason": ""}).status_code == 422
    assert officer.post(address, {"seen": listing.version, "reason": "Rechtsmittel"}).status_code == 302
    assert "Rechtsmittel" in text(officer, f"{PAGE}listen/{listing.pk}/?stand=kept")
    assert officer.post(address, {"seen": listing.version}).status_code == 409, "the list moved on"
    assert officer.post(address, {"seen": listing.version + 1}).status_code == 302
    item.refresh_from_db()
    assert item.state == "planned"


def test_an_unconfirmed_period_is_told_before_and_at_the_approval(officer: StrictClient, lead: StrictClient) -> None:
    listing = proposed(officer)
    step(officer, listing, "pruefen")
    assert "erst ein Vorschlag" in text(lead, f"{PAGE}listen/{listing.pk}/")
    listing.refresh_from_db()
    answer = lead.post(f"{PAGE}listen/{listing.pk}/genehmigen/", {"seen": listing.version})
    assert answer.status_code == 422
    assert "Koordinationsstelle" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_from_the_list_to_the_protocol(officer: StrictClient, lead: StrictClient) -> None:
    confirmed()
    listing = proposed(officer)
    assert "Löschliste prüfen" in text(officer, "/")
    step(officer, listing, "pruefen")
    assert "Löschliste genehmigen" in text(lead, "/")
    step(lead, listing, "genehmigen")
    address = f"{PAGE}listen/{listing.pk}/"
    assert f'hx-get="{address}stand/"' in text(lead, address)
    assert "0 von 3" in text(lead, f"{address}stand/")
    run_waiting()
    page = text(lead, address)
    assert "Protokoll" in page
    assert "hat sich die eine Zahl nicht verändert" in page
    assert "hx-get" not in text(lead, f"{address}stand/")
    assert "Löschliste genehmigen" not in text(lead, "/")
    assert "stehen geblieben" not in text(lead, "/")


def test_a_list_that_got_stuck_is_taken_up_again(officer: StrictClient, lead: StrictClient) -> None:
    confirmed()
    listing = proposed(officer)
    DeletionList.objects.filter(pk=listing.pk).update(state="running")
    assert "Löschliste ist stehen geblieben" in text(lead, "/")
    assert "Weiter ausführen" in text(lead, f"{PAGE}listen/{listing.pk}/")
    step(lead, listing, "ausfuehren")
    assert "stehen geblieben" not in text(lead, "/")


def test_a_hold_is_set_seen_and_lifted(officer: StrictClient, client_for: ClientFor) -> None:
    leaves(1)
    new = f"{PAGE}sperren/neu/"
    values = {"record_class": LEAF, "organisation": SOLOTHURN, "key": "B-999", "reason": "Auskunft"}
    answer = officer.post(new, values)
    assert answer.status_code == 422
    assert "gibt es nicht" in answer.content.decode()
    assert officer.post(new, values | {"key": "b-001"}).status_code == 302
    hold = LegalHold.objects.get()
    assert "B-001" in text(officer, f"{PAGE}sperren/")
    stranger = client_for("integration_officer", BALSTHAL)
    assert "B-001" not in text(stranger, f"{PAGE}sperren/")
    assert stranger.get(f"{PAGE}sperren/{hold.pk}/aufheben/").status_code == 404
    assert officer.post(f"{PAGE}sperren/{hold.pk}/aufheben/", {"reason": "erteilt"}).status_code == 302
    assert "erteilt" in text(officer, f"{PAGE}sperren/")


def test_a_municipality_chooses_among_its_own_organisations(officer: StrictClient) -> None:
    leaves(1, BALSTHAL)
    answer = officer.post(
        f"{PAGE}sperren/neu/", {"record_class": "", "organisation": BALSTHAL, "key": "", "reason": "Demo"}
    )
    assert answer.status_code == 422
    assert not LegalHold.objects.exists()


def hold(number: int) -> None:
    LegalHold.objects.create(organisation=SOLOTHURN, reason=f"Demo {number}", set_at=clock.now(), set_by="Demo")


def test_pages_cost_the_same_for_many(officer: StrictClient, queries: Callable[..., int]) -> None:
    listing = proposed(officer, 1)
    hold(0)
    addresses = (f"{PAGE}listen/{listing.pk}/", PAGE, f"{PAGE}sperren/")
    one = [queries(officer, address) for address in addresses]
    leaves(40, prefix="C")
    DeletionItem.objects.bulk_create(DeletionItem(deletion_list=listing, key=f"C-{n:03}") for n in range(1, 41))
    for number in range(1, 20):
        hold(number)
    assert one == [queries(officer, address) for address in addresses]


def test_the_lead_alone_approves(officer: StrictClient, lead: StrictClient) -> None:
    confirmed()
    listing = proposed(officer)
    list_review(listing=listing, actor=actor_of(officer.account, "test"))
    assert officer.get(f"{PAGE}listen/{listing.pk}/genehmigen/").status_code == 403
    assert lead.get(f"{PAGE}listen/{listing.pk}/genehmigen/").status_code == 200
