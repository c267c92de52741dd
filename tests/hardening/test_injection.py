"""Every field of every form, and every query, is given what it must not understand.

Forms are found by the table of permissions: its POST rows, and the controls on the page of the same address. A new
route is tried as soon as it stands in the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hardening import nasty
from tests.hardening.test_formulas import poisoned
from tests.hardening.walking import BEGUN, Walker, prepare
from tests.support.clients import StrictClient
from tests.web.permission_ground import posted
from tests.web.permissions import RULES, Rule

pytestmark = pytest.mark.django_db

UNTOUCHED = {"seen", "version"}
"""What only says which version somebody saw: with anything else nothing is even looked at."""
TOKEN = "csrfmiddlewaretoken"
COUNTED_APART = {"Session", "Event", "ReadEvent", "DBTaskResult"}
"""Tables that any answer may add to: sessions, the trail, the queue."""


class Controls(HTMLParser):
    """The names of what can be filled in on a page, form by form, by the address to which each form posts."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.names: dict[str, set[str]] = {}
        self.queries: set[str] = set()
        self._target: str | None = None
        self._posts = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form":
            self._target = values.get("action") or self.address
            self._posts = (values.get("method") or "get").lower() == "post"
        name = values.get("name")
        if tag in {"input", "textarea", "select", "button"} and name and self._target is not None and name != TOKEN:
            if self._posts:
                self.names.setdefault(self._target, set()).add(name)
            else:
                self.queries.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._target = None


def controls(client: StrictClient, address: str) -> Controls:
    found = Controls(address)
    answer = client.get(address)
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        found.feed(answer.content.decode())
    return found


class TolerantClient(StrictClient):
    """For texts that look like templates: the strict client takes them for what was forgotten to be rendered."""

    _check = staticmethod(lambda response, address: None)


_read: dict[tuple[str, str], Controls] = {}
"""What can be filled in, by role and address. The ground is the same for every test: each page is read once."""


class FieldWalker(Walker):
    """A walker that knows what can be filled in."""

    def _controls(self, rule: Rule, client: StrictClient, address: str) -> Controls:
        key = (self.role(rule), address)
        if key not in _read:
            _read[key] = controls(client, address)
        return _read[key]

    def fields(self, rule: Rule, client: StrictClient, address: str) -> set[str]:
        return self._controls(rule, client, address).names.get(address, set())

    def queries(self, rule: Rule, client: StrictClient, address: str) -> set[str]:
        return self._controls(rule, client, address).queries


@dataclass(frozen=True)
class Sent:
    """One form that was sent with one field made nasty."""

    rule: Rule
    field: str
    answer: HttpResponseBase


def sendings(walker: Walker, text: str, *, alone: bool = False) -> Iterator[Sent]:
    """Each form of the table with the text in every field at once, or `alone` in one after the other."""
    for rule in RULES:
        if rule.method != "POST":
            continue
        client = walker.client(rule)
        address = walker.address(rule, client)
        fields = sorted({*rule.data, *walker.fields(rule, client, address)} - UNTOUCHED) or ["anything"]
        for chosen in [[field] for field in fields] if alone else [fields]:
            with transaction.atomic():
                data = posted(rule.data)
                for field in chosen:
                    data = _with(data, field, text)
                yield Sent(rule, ", ".join(chosen), walker.client(rule).post(address, data))
                transaction.set_rollback(True)


def _with(data: dict[str, object], field: str, text: str) -> dict[str, object]:
    if hasattr(data.get(field), "read"):
        # Of a file it is the content and the name that people make up.
        return {**data, field: SimpleUploadedFile((text[:50] or "x") + ".csv", text.encode("utf-8", "replace"))}
    return {**data, field: text}


def counted() -> Mapping[str, int]:
    """How many rows each table has."""
    return {
        model.__name__: model._default_manager.count()
        for model in apps.get_models()
        if model.__name__ not in COUNTED_APART
    }


def unescaped(answer: HttpResponseBase, text: str) -> list[str]:
    """What of a text became part of the page's code."""
    if not answer.get("Content-Type", "").startswith("text/html"):
        return []
    page = answer.content.decode()  # type: ignore[attr-defined]
    found = [match[0] for match in re.finditer(rf"<[^>\"']*{nasty.MARK}[^>]*>|<script>{nasty.MARK}", page)]
    found += re.findall(rf"(?:href|src|action)=[\"']?\s*javascript:{nasty.MARK}", page, re.IGNORECASE)
    if "7*7" in text and re.search(r"(?<!\d)14(?!\d)\s*(?:49)", page):
        found.append("a template was evaluated")
    return found


def fault_of(sent: Sent, text: str) -> str:
    answer = sent.answer
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if "Set-Cookie" in answer.headers or "a" in answer.cookies:
        return "a header was put in"
    if answer.status_code in (301, 302, 303) and not re.match(r"/(?!/)|\?", answer["Location"]):
        return f"leads away: {answer['Location']}"
    return "; ".join(unescaped(answer, text))


NUMBERS = ("-1", "1e400", "9" * 5_000, "٣")
GROUPS = {
    "pages": (" ".join(nasty.PAGES), nasty.PAGES[5]),
    "templates": (" ".join(nasty.TEMPLATES), nasty.FORMULAS[0]),
    "sql": (" ".join(nasty.SQL), nasty.SQL[0]),
    "signs": ("a\0b", " ".join(nasty.SIGNS[2:]), "\r\n\r\nSet-Cookie: a=b"),
    "numbers": NUMBERS,
    "long": nasty.LONG[:1],
}
"""Several texts at once where none of them keeps the others from being understood: each form is sent for each."""
OF_PAGES = ("pages", "templates", "long")
"""What these try happens in forms and pages, whatever the database."""
ALONE = f"a\0b {nasty.PAGES[1]} {nasty.TEMPLATES[0]} {nasty.SQL[0]}"


@pytest.mark.parametrize(
    "group", [pytest.param(group, marks=pytest.mark.one_database if group in OF_PAGES else ()) for group in GROUPS]
)
def test_every_field_of_every_form(group: str) -> None:
    prepare()
    walker = FieldWalker(client_class=TolerantClient)
    faults = [_told(sent, text) for text in GROUPS[group] for sent in sendings(walker, text) if fault_of(sent, text)]
    assert faults == []


def test_every_field_of_every_form_alone() -> None:
    """The others are right: what is typed gets as far as it can."""
    prepare()
    walker = FieldWalker(client_class=TolerantClient)
    faults = [_told(sent, ALONE) for sent in sendings(walker, ALONE, alone=True) if fault_of(sent, ALONE)]
    assert faults == []


def _told(sent: Sent, text: str) -> str:
    where = f"{sent.rule.route} {sent.rule.arguments.get('step', '')} [{sent.field}]"
    return f"{where} {text[:30]!r}: {fault_of(sent, text)}"


@pytest.mark.one_database
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(texts=st.lists(st.text(min_size=1, max_size=60), min_size=2, max_size=2))
def test_every_field_of_every_form_with_any_text(texts: list[str]) -> None:
    faults = []
    with transaction.atomic():
        prepare()
        walker = FieldWalker()
        for text in texts:
            clean = text.encode("utf-8", "ignore").decode()
            faults += [_told(sent, clean) for sent in sendings(walker, clean) if sent.answer.status_code >= 500]
        transaction.set_rollback(True)
    assert faults == []


TAKES_AWAY = {
    "person-permit-remove": {"Permit": 1},
    "person-relation-remove": {"Relation": 1},
    "person-language-remove": {"SpokenLanguage": 1},
    # A paper is taken out of a report that nobody has signed yet; the trail keeps that it was there.
    "project-report-file-remove": {"ReportFile": 1},
    # Planned as given again: what was planned otherwise, with its amount; the trail keeps both.
    "plan-as-given": {"PlannedPosition": 1, "PlannedAmount": 1},
    # A programme in work, which nobody has submitted yet; what a source bears of a measure is written anew as a whole.
    "programme-goal-remove": {"ProgrammeGoal": 1, "ProgrammeMeasure": 1, "MeasureFunding": 1},
    "programme-measure-remove": {"ProgrammeMeasure": 1, "MeasureFunding": 1},
    "programme-measure": {"MeasureFunding": 1},
    # A run that goes back to the draft: one planned payment for each of the two municipalities, planned anew later.
    "run-step": {"Payment": 2},
}
"""Forms that are there to take rows away. What a person's row held stays in the history of the person."""


@pytest.mark.one_database
def test_no_form_takes_rows_away() -> None:
    """Whatever is typed: nothing is deleted that is kept."""
    prepare()
    walker, faults = FieldWalker(), []
    before = counted()
    for text in nasty.SQL[1:2]:
        for sent in sendings(walker, text):
            after = counted()
            missing = {name: before[name] - after[name] for name in before if after[name] < before[name]}
            if missing != TAKES_AWAY.get(sent.rule.route):
                faults += [f"{_told(sent, text)}: {name}" for name in missing]
    assert faults == []


STORED = (" ".join(nasty.PAGES[:4]), nasty.TEMPLATES[0], nasty.SIGNS[2])


@pytest.mark.one_database
@pytest.mark.parametrize("text", STORED, ids=lambda text: repr(text)[:24])
def test_what_is_stored_is_shown_as_it_is(text: str) -> None:
    """The text stands in every column in which people write; the strict client also looks for code in each page."""
    prepare()
    assert poisoned(text)
    walker = FieldWalker(client_class=TolerantClient if "{" in text else StrictClient)
    faults = []
    for rule in RULES:
        if rule.method != "GET":
            continue
        client = walker.client(rule)
        address = walker.address(rule, client)
        answer = client.get(address)
        if answer.status_code >= 500:
            faults.append(f"{address}: {answer.status_code}")
        faults += [f"{address}: {found}" for found in unescaped(answer, text)]
    assert faults == []


QUERIES = {
    "numbers": ("0", "-1", "9999-H1", "0000-H1", "0000", "[]", "١٢"),
    "texts": ("x", nasty.PAGES[1], nasty.LONG[0][:5000]),
    "database": ("9" * 400, nasty.SQL[0], "a\0b"),
}
"""What may reach a database as it is stands last."""
KNOWN = [
    "page",
    "sort",
    "suche",
    "stand",
    "halbjahr",
    "jahr",
    "zahl",
    "auswahl",
    "bezirk",
    "region",
    "offen",
    "ansicht",
    "was",
    "next",
    "q",
    "seite",
    "code",
    "state",
    "zuzug",
    "person",
    "zeigen",
    "zeit",
    "datei",
    "gefunden",
    "gemeinde",
]


@pytest.mark.parametrize(
    "group", [pytest.param(group, marks=() if group == "database" else pytest.mark.one_database) for group in QUERIES]
)
def test_every_query_of_every_page(group: str) -> None:
    prepare()
    walker, faults = FieldWalker(), []
    for rule in RULES:
        if rule.method != "GET":
            continue
        client = walker.client(rule)
        address = walker.address(rule, client)
        names = sorted({*KNOWN, *walker.queries(rule, client, address)})
        for value in QUERIES[group]:
            query = urlencode({name: value for one in names for name in (one, f"{one}[]")})
            # Twice: a list where one value is expected.
            answer = client.get(f"{address}{'&' if '?' in address else '?'}{query}&{query}")
            if answer.status_code >= 500:
                faults.append(f"{address} {value[:20]!r}: {answer.status_code}")
            faults += [f"{address}: {found}" for found in unescaped(answer, value)]
    assert faults == []


@pytest.mark.parametrize("value", ["9" * 30, "a%00b"])
def test_every_part_of_every_address(value: str) -> None:
    prepare()
    walker, tried = FieldWalker(), {}
    for rule in RULES:
        client = walker.client(rule)
        parts = walker.address(rule, client).partition("?")[0].strip("/").split("/")
        for index in range(len(parts)):
            changed = "/" + "/".join([*parts[:index], value, *parts[index + 1 :]]) + "/"
            if changed not in tried:
                tried[changed] = walker.client(rule).get(changed).status_code
    assert {address: status for address, status in tried.items() if status >= 500} == {}


def test_pages_that_begin_with_somebody_are_reached() -> None:
    prepare()
    walker = FieldWalker()
    for rule in RULES:
        if rule.route not in BEGUN:
            continue
        client = walker.client(rule)
        address = walker.address(rule, client)
        sent = client.get(address) if rule.method == "GET" else client.post(address, posted(rule.data))
        assert sent.status_code in (200, 302, 422), address
        if rule.method == "GET":
            assert walker.fields(rule, client, address), address


def test_the_fields_are_found() -> None:
    """The generator itself: it sees on a page what people see."""
    prepare()
    walker = FieldWalker()
    rule = next(rule for rule in RULES if rule.route == "municipality-account" and rule.method == "POST")
    client = walker.client(rule)
    address = walker.address(rule, client)
    assert {"iban", "street", "town"} <= walker.fields(rule, client, address)
