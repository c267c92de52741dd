"""`ankunft serve` as real processes: answers, stops with everything it started, and says why it cannot start."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from ankunft.config import environment
from tests.support.installations import Installation, command, installation, wait_until

pytestmark = pytest.mark.django_db

Process = subprocess.Popen[str]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path) as found:
        yield found


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serve(place: Installation, port: int) -> Iterator[Callable[[], Process]]:
    """`serve()` starts the application and returns once it says that it runs."""
    started: list[Process] = []

    def start() -> Process:
        process = place.start(*command("serve", "--port", str(port)))
        started.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line == f"Ankunft läuft auf http://localhost:{port} (Ctrl-C beendet).\n", process.communicate()
        return process

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=30)


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in listed.stdout.split()]


def descendants(pid: int) -> list[int]:
    return [found for child in children(pid) for found in (child, *descendants(child))]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[-1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def words_of(pid: int) -> str:
    """How a process was started; empty if it has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def get(port: int, path: str) -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_it_answers_and_stops_with_everything_it_started(
    serve: Callable[[], Process], port: int, number: signal.Signals
) -> None:
    process = serve()
    assert get(port, "/health/") == (200, "ok")
    status, page = get(port, "/anmelden/")
    assert status == 200
    assert "Ankunft" in page
    assert get(port, "/static/shell/ankunft.css")[0] == 200
    started = descendants(process.pid)
    assert len(started) >= 2
    process.send_signal(number)
    output, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert output == ""
    assert errors == ""
    wait_until(lambda: not any(is_running(pid) for pid in started))


@linux
def test_nobody_is_left_behind_when_it_is_killed(serve: Callable[[], Process]) -> None:
    process = serve()
    started = descendants(process.pid)
    process.kill()
    process.wait()
    wait_until(lambda: not any(is_running(pid) for pid in started))


@linux
def test_a_worker_that_dies_is_replaced(serve: Callable[[], Process], port: int) -> None:
    process = serve()

    def workers() -> list[int]:
        return [pid for pid in children(process.pid) if "worker" in words_of(pid).split("\0")]

    (first,) = wait_until(workers)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: workers() and workers() != [first])
    assert get(port, "/health/") == (200, "ok")


@linux
def test_without_its_web_server_it_ends_with_a_sentence(serve: Callable[[], Process]) -> None:
    process = serve()
    (web,) = [pid for pid in children(process.pid) if "granian" in words_of(pid)]
    os.kill(web, signal.SIGKILL)
    errors = process.communicate(timeout=30)[1]
    assert process.returncode == 1
    assert "Der Webserver ist unerwartet zu Ende gegangen" in errors
    assert "Traceback" not in errors


def test_a_taken_port_is_named(place: Installation, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        result = place.run("serve", "--port", str(port))
    assert result.returncode == 1
    assert result.stderr == f"Port {port} ist schon besetzt. Wählen Sie mit --port einen anderen.\n"
    assert result.stdout == ""


def test_of_many_first_commands_one_migrates(tmp_path: Path) -> None:
    with installation(tmp_path, migrated=False) as place:
        processes = [place.start(*command("audit", "verify")) for _ in range(3)]
        outputs = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], outputs
    assert {errors for _, errors in outputs} == {""}


def test_of_many_first_commands_one_makes_the_key(tmp_path: Path) -> None:
    together = Barrier(16)

    def key(_: int) -> str:
        together.wait()
        return environment.kept_key(tmp_path / "home", "secret-key", production=False)

    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(key, range(16)))
    (kept,) = (tmp_path / "home").iterdir()
    assert keys == {kept.read_text()}
    assert len(kept.read_text()) > 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_production_without_a_key_is_refused(tmp_path: Path) -> None:
    with installation(tmp_path, migrated=False, ANKUNFT_PRODUCTION="1") as place:
        result = place.run("audit", "verify")
    assert result.returncode == 1
    assert "ANKUNFT_SECRET_KEY" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_database_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with installation(tmp_path, migrated=False) as place:
        place.environment["ANKUNFT_DATABASE_URL"] = "postgresql://nobody@127.0.0.1:9/nothing"
        result = place.run("audit", "verify")
    assert result.returncode == 1
    assert result.stderr.startswith("Die Datenbank antwortet nicht: ")
    assert "Traceback" not in result.stderr


def test_an_unusable_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with installation(tmp_path / "file", migrated=False) as place:
        result = place.run("audit", "verify")
    assert result.returncode == 1
    assert "Der Ordner der Installation ist nicht benutzbar" in result.stderr
