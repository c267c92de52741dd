"""The metrics: for whoever has the token, without a person or an address in them, and right across processes."""

from __future__ import annotations

import re
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from ankunft.foundation.gauges import Gauge, all_gauges, register
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.kernel import clock
from tests.support.clients import StrictClient
from tests.support.installations import Installation, command, installation

pytestmark = pytest.mark.django_db
TOKEN = "a token that nobody guesses 1234"


def asked(client: StrictClient, token: str = TOKEN) -> str:
    answer = client.get(reverse("metrics"), headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    return answer.content.decode()


def value(text: str, name: str) -> float:
    (found,) = re.findall(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found)


@pytest.fixture
def _token(settings: object) -> None:
    settings.METRICS_TOKEN = TOKEN  # type: ignore[attr-defined]


@pytest.mark.usefixtures("_token")
@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer wrong", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer é"]
)
def test_without_the_token_there_is_nothing(client: StrictClient, given: str) -> None:
    assert client.get(reverse("metrics"), headers={"Authorization": given} if given else {}).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer", "Bearer None"])
def test_without_a_token_set_there_is_nothing_for_anybody(client: StrictClient, given: str) -> None:
    assert client.get(reverse("metrics"), headers={"Authorization": given}).status_code == 404


@pytest.mark.usefixtures("_token")
def test_requests_are_counted_by_route_and_never_by_address(client_for: Callable[..., StrictClient]) -> None:
    client = client_for("coordination")
    name = 'ankunft_requests_total{method="GET",route="municipality",status="404"}'
    client.get("/gemeinden/9998/?suche=Demo-Keller")
    before = value(asked(client), name)
    client.get("/gemeinden/9997/?suche=Demo-Keller")
    client.generic("DEMOKELLER", "/gemeinden/9997/")
    client.get("/nirgends/demo-keller/")
    text = asked(client)
    assert value(text, name) == before + 1
    assert 'route="none"' in text
    assert 'method="other"' in text
    # Figures and moments may hold any digits: what counts is what stands in a label.
    labels = re.findall(r'="([^"]*)"', text)
    assert not [label for label in labels if re.search(r"keller|999[78]|/gemeinden|example\.ch", label, re.IGNORECASE)]
    assert 'ankunft_request_seconds_count{route="municipality"}' in text


@pytest.mark.usefixtures("_token")
def test_the_installation_tells_its_figures(client: StrictClient) -> None:
    Job.objects.create(kind="demo", account_label="Demo-Keller", created_at=clock.now())
    text = asked(client)
    assert value(text, "ankunft_database_up") == 1
    assert value(text, "ankunft_jobs_waiting") == 1
    assert value(text, "ankunft_jobs_failed") == 0
    assert value(text, "ankunft_mails_waiting") == 0
    assert value(text, "ankunft_worker_silent_seconds") == -1
    assert "Keller" not in text
    assert all(gauge.name.startswith("ankunft_") for gauge in all_gauges())


@pytest.mark.usefixtures("_token")
def test_a_database_that_is_gone_is_told(client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def gone() -> None:
        raise OperationalError("password=secret")

    monkeypatch.setattr(connection, "cursor", gone)
    text = client.get(reverse("metrics"), headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    assert value(text, "ankunft_database_up") == 0
    assert "ankunft_jobs_waiting" not in text


def test_two_figures_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        register(Gauge("ankunft_jobs_waiting", "again", lambda: 0))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path, ANKUNFT_METRICS_TOKEN=TOKEN) as found:
        yield found


def test_all_processes_of_the_server_are_added_up(place: Installation) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = place.start(*command("serve", "--port", str(port)))
    try:
        assert process.stdout is not None
        assert "läuft" in process.stdout.readline()
        for _request in range(20):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/anmelden/", timeout=20).close()
        time.sleep(0.2)
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/metrics/", headers={"Authorization": f"Bearer {TOKEN}"}
        )
        counted = {value(urllib.request.urlopen(request, timeout=20).read().decode(), SIGN_IN) for _asked in range(6)}
    finally:
        process.terminate()
        process.communicate(timeout=30)
    assert counted == {20.0}


SIGN_IN = 'ankunft_requests_total{method="GET",route="sign-in",status="200"}'
