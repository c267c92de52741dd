"""Records of another municipality: named in the path, in an address, in a form or in a file, they are neither seen nor
touched."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ankunft.domain.reporting.models import HalfYearReport, SelfDeclaration
from ankunft.domain.roles import ADMINISTRATOR, CASE_WORKER, INTEGRATION_OFFICER, MUNICIPAL
from ankunft.domain.settlement.models import Line, Run
from ankunft.domain.territory.models import Contact, EntitlementRecord, Municipality, PaymentAccount
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.jobs.worker import run_waiting
from tests.attacks.ground import People, address, changed, contents, name_of, rules
from tests.domain.reporting.making import DECLARATION_HEADER, REPORT_HEADER
from tests.web.permission_ground import DRAFT_MONTH, DRAFT_PERIOD, FOREIGN, OWN, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_canton")]

SECRET = "Demo-Geheimnis"
IBAN = "CH5604835012345678009"
OUTSIDERS = [*sorted(MUNICIPAL), ADMINISTRATOR, CASE_WORKER]


@pytest.fixture(autouse=True)
def _secrets(_canton: None) -> None:
    """What only the foreign municipality and the canton know: each is a text that must appear on no other page."""
    place = foreign()
    since = date(2016, 1, 1)
    Contact.objects.create(
        municipality=place, function="integration_officer", valid_from=since, name=SECRET, email="geheim@example.ch"
    )
    EntitlementRecord.objects.create(municipality=place, valid_from=since, entitled=True, reason=SECRET)
    PaymentAccount.objects.filter(municipality=place).update(iban=IBAN, name=SECRET)
    HalfYearReport.objects.filter(municipality=place).exclude(state="accepted").update(remarks=SECRET)
    SelfDeclaration.objects.create(
        municipality=place,
        year=2026,
        number=1,
        submitted_on=date(2026, 1, 20),
        officer_named=False,
        tasks_organised=False,
        recorded_at="2026-01-20T12:00:00Z",
    )


def foreign() -> Municipality:
    return Municipality.objects.get(bfs_number=FOREIGN)


def named_elsewhere() -> dict[str, str]:
    """The foreign municipality under every name by which an address or a form could mean it."""
    place = foreign()
    by_number = ("bfs_number", "number", "bfs", "offen", "auswahl", "suche", "q", "lead_bfs_number")
    by_key = ("municipality", "municipality_id", "gemeinde", "id", "pk", "payee", "report", "object")
    by_code = ("organisation", "org", "owner", "actor", "acting_for")
    return {
        **dict.fromkeys(by_number, str(FOREIGN)),
        **dict.fromkeys(by_key, str(place.pk)),
        **dict.fromkeys(by_code, f"bfs-{FOREIGN}"),
        "role": "coordination",
        "is_operator": "1",
        "account_id": "1",
    }


def of_the_foreign_one(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """The rows of the models with a municipality, of the foreign one only."""
    models = {
        model._meta.label_lower: model
        for model in (Contact, EntitlementRecord, PaymentAccount, HalfYearReport, SelfDeclaration, Line)
    }
    key = foreign().pk
    found = {}
    for label, model in models.items():
        names = [field.attname for field in model._meta.concrete_fields if field.attname != "last_login"]
        column = names.index("municipality_id")
        found[label] = [row for row in rows[label] if row[column] == key]
    return found


def tells(page: str) -> list[str]:
    return [word for word in (SECRET, IBAN, "CH56 0483 5012 3456 7800 9", "geheim@example.ch") if word in page]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_page_tells_of_them_whatever_its_address_names(role: str) -> None:
    client, faults = People().as_(role), []
    for rule in rules("GET"):
        own = f"{address(rule, client, OWN)}?{urlencode(named_elsewhere())}"
        for where in (own, address(rule, client, FOREIGN)):
            page = b"".join(client.get(where)).decode(errors="replace")
            if found := tells(page):
                faults.append(f"{name_of(rule)} {where}: {found}")
    assert faults == []


def test_whoever_may_does_see_them() -> None:
    """So that the other tests do not pass because nobody is told anything."""
    client = People().as_("coordination")
    assert tells(client.get(reverse("municipality", args=[FOREIGN])).content.decode())
    assert tells(client.get(reverse("report", args=[FOREIGN, DRAFT_PERIOD])).content.decode())


@pytest.mark.parametrize("role", sorted(MUNICIPAL))
def test_no_form_touches_them_whatever_it_names(role: str) -> None:
    client = People().as_(role)
    before = of_the_foreign_one(contents())
    for rule in rules("POST"):
        for bfs_number in (OWN, FOREIGN):
            where = f"{address(rule, client, bfs_number)}?{urlencode(named_elsewhere())}"
            client.post(where, {**posted(rule.data), **named_elsewhere()})
            if rule.route in {"sign-out", "sign-out-everywhere"} and client.account is not None:
                client.sign_in(client.account)
    assert changed(before, of_the_foreign_one(contents())) == []


def upload(header: str, what: str, *rows: str) -> dict[str, object]:
    content = "\n".join([header, *rows]) + "\n"
    return {"what": what, "file": SimpleUploadedFile(f"{what}.csv", content.encode())}


FILES = {
    "a report": (REPORT_HEADER, "berichte", f"{FOREIGN},2023-H2,1,0,0,0,2024-01-10"),
    "an open report": (REPORT_HEADER, "berichte", f"{FOREIGN},{DRAFT_PERIOD},99,0,0,0,2026-01-10"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("with_own", [False, True], ids=["alone", "after a row of one's own"])
@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_names_them_is_refused_as_a_whole(kind: str, *, with_own: bool) -> None:
    header, what, row = FILES[kind]
    client = People().as_(INTEGRATION_OFFICER)
    own = [row.replace(str(FOREIGN), str(OWN), 1)] if with_own else []
    before = contents()
    assert client.post(reverse("reports-import"), upload(header, what, *own, row)).status_code == 302
    run_waiting()
    job = Job.objects.latest("pk")
    assert job.state == "failed"
    assert "nicht zuständig" in " ".join([job.outcome, *job.details])
    assert changed(before, contents()) == ["jobs.job"]


def test_no_municipality_hands_in_declarations_as_a_file() -> None:
    client = People().as_(INTEGRATION_OFFICER)
    before = contents()
    for number in (OWN, FOREIGN):
        file = upload(DECLARATION_HEADER, "selbstdeklarationen", f"{number},2026,2026-01-20,yes,yes")
        assert client.post(reverse("reports-import"), file).status_code == 422
    assert changed(before, contents()) == []


def test_the_result_of_somebody_else_s_file_is_not_shown() -> None:
    client, other = People().as_(INTEGRATION_OFFICER), People().as_(INTEGRATION_OFFICER)
    header, what, row = FILES["a report"]
    client.post(reverse("reports-import"), upload(header, what, row))
    job = Job.objects.latest("pk")
    for route in ("job", "job-state"):
        assert client.get(reverse(route, args=[job.pk])).status_code == 200
        assert other.get(reverse(route, args=[job.pk])).status_code == 404


def test_the_lines_of_a_draft_are_told_to_no_municipality() -> None:
    """A run that is not released: neither its amounts nor that there is something for the municipality."""
    run, place = Run.objects.get(payment_month=DRAFT_MONTH), Municipality.objects.get(bfs_number=OWN)
    Line.objects.create(
        run=run,
        municipality=place,
        payee=place,
        contribution="base_contribution",
        period="2026",
        quantity=1,
        rate=98765,
        amount=98765,
        legal_reference="KS 4.3.2",
        settled_before=0,
        explanation={},
    )
    client = People().as_("municipal_finance")
    for where in (reverse("contributions"), reverse("my-day"), f"{reverse('municipality', args=[OWN])}"):
        assert "987.65" not in client.get(where).content.decode(), where
    assert "987.65" in People().as_("coordination").get(reverse("run", args=[DRAFT_MONTH])).content.decode()
