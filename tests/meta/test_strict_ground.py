"""The strictness of the suite is itself tested: each rule catches what it is there for."""

import socket
import warnings
from contextlib import nullcontext
from datetime import datetime

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpResponse
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import path

from ankunft.foundation.audit import protection
from ankunft.foundation.audit.models import Event
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.bulk import insert_rows
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.support.network import NetworkUsed
from tests.support.pages import BadPage, check_page
from tests.support.reading import WroteWhileReading, read_only
from tests.support.records.models import Paper
from tests.support.templates import UndefinedVariable


@login_not_required
def write(request):
    Paper.objects.create(state="draft")
    return HttpResponse("<p>ok</p>")


@login_not_required
def inline(request):
    return HttpResponse('<p onclick="x()">ok</p>')


urlpatterns = [path("write/", write), path("inline/", inline)]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
class TestClient:
    """The test client holds every request to the common rules."""

    def test_a_get_that_writes_fails(self, client):
        with pytest.raises(WroteWhileReading, match="INSERT"):
            client.get("/write/")

    def test_a_post_may_write(self, client):
        assert client.post("/write/").status_code == 200
        assert Paper.objects.count() == 1

    def test_a_page_with_inline_code_fails(self, client):
        with pytest.raises(BadPage, match="onclick"):
            client.get("/inline/")


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<p style="color:red">', "style attribute"),
        ("<style>p{}</style>", "<style>"),
        ("<script>alert(1)</script>", "<script> without src"),
        ('<a href=" JavaScript:x()">', "javascript:"),
        ('<div hx-on:click="x()">', "handler hx-on:click"),
        ('<i id="a"></i><i id="a"></i>', "twice"),
        ('<form method="POST"><input name="a"></form>', "without token"),
        ("<p>{{ name }}</p>", "template syntax"),
    ],
)
def test_what_no_page_may_contain(html, fault):
    with pytest.raises(BadPage, match=fault):
        check_page(html, "/")


@pytest.mark.parametrize(
    "html",
    [
        '<script src="/static/shell.js" type="module"></script>',
        '<script type="application/json">{"a": 1}</script>',
        '<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="x"></form>',
        '<form><input name="q"></form>',
        '<p class="style" data-onward="1">Text</p>',
    ],
)
def test_what_pages_do_contain(html):
    check_page(html, "/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["INSERT INTO t", "update t", "DELETE FROM t", "WITH x AS (SELECT 1) DELETE FROM t"]
)
def test_reading_refuses(statement):
    with read_only(), connection.cursor() as cursor, pytest.raises(WroteWhileReading):
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("is_counted", [False, True])
def test_reading_refuses_rows_in_bulk(is_counted):
    """COPY on PostgreSQL is no statement that passes the wrappers, whether statements are counted or not."""
    count = CaptureQueriesContext(connection) if is_counted else nullcontext()
    papers = ["state", "version", "note"], [("draft", 0, "")]
    with read_only(), count, pytest.raises(WroteWhileReading), transaction.atomic():
        insert_rows(Paper, *papers)
    insert_rows(Paper, *papers)
    assert Paper.objects.count() == 1


@pytest.mark.parametrize("source", ["{{ nobody }}", "{{ nobody.name }}", "{{ actor.nothing }}"])
def test_an_undefined_variable_fails(source):
    with pytest.raises(UndefinedVariable):
        Template(source).render(Context({"actor": Actor.operator()}))


@pytest.mark.parametrize("source", ["{% if nobody %}x{% endif %}", "{{ nobody|default:'' }}", "{% firstof nobody %}"])
def test_what_may_be_asked(source):
    assert Template(source).render(Context()) == ""


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.ch", 443)])
def test_the_network_is_out_of_reach(address):
    with socket.socket() as connection_, pytest.raises(NetworkUsed):
        connection_.connect(address)


def test_a_warning_is_an_error():
    with pytest.raises(UserWarning):
        warnings.warn("something will break one day", UserWarning, stacklevel=1)


@pytest.mark.django_db
def test_a_naive_datetime_is_an_error():
    with pytest.raises(RuntimeWarning, match="naive"):
        Event.objects.filter(at=datetime(2026, 1, 1)).exists()


@pytest.mark.django_db(transaction=True)
class TestEmptying:
    """Append-only tables are emptied between tests, and protected again after."""

    @pytest.mark.parametrize("attempt", ["first", "second"])
    def test_every_test_finds_them_empty_and_protected(self, attempt):
        assert not Event.objects.exists()
        assert protection.missing(connection) == []
        record(Actor.operator(), Entry("a", "b", "c", "d"))
        assert clock.now() >= Event.objects.get().at
