"""Processes that belong to this one: started, watched, and stopped by their own ids."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from ankunft.foundation.kernel.errors import Refused

GRACE = 15.0
SETTLED = 10.0
FAILURES = 5
_PR_SET_PDEATHSIG = 1


class Stop(BaseException):
    """Somebody asked this process to end."""


@dataclass
class Child:
    """A program that runs beside this one. `restart`: whether its end is mended by starting it again."""

    name: str
    words: Sequence[str]
    restart: bool = False
    _process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _failures: int = field(default=0)

    def start(self) -> None:
        self._started = time.monotonic()
        # A session of its own: Ctrl-C reaches this process alone, which then ends its children in order.
        self._process = subprocess.Popen(self.words, start_new_session=True, preexec_fn=_end_with_parent)  # noqa: S603

    @property
    def code(self) -> int | None:
        """With which code it ended; None while it runs."""
        return self._process.poll() if self._process else None

    def mend(self) -> bool:
        """Start it again after an end nobody asked for; False if it keeps failing."""
        settled = time.monotonic() - self._started > SETTLED
        self._failures = 1 if settled else self._failures + 1
        if not self.restart or self._failures >= FAILURES:
            return False
        self.start()
        return True

    def ask_to_stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def wait(self, until: float) -> None:
        """Wait for its end; after `until` (monotonic) it is ended by force: jobs survive that."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.1, until - time.monotonic()))
        # The session that it was given holds whatever it left behind: a web server that was killed leaves its workers.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def supervise(children: Sequence[Child], ready: Callable[[], None]) -> None:
    """Run the children until told to stop (SIGINT, SIGTERM, SIGHUP); Refused if one of them cannot go on.

    `ready` is called once they are started.
    """
    try:
        with _stopping_on_signals():
            for child in children:
                child.start()
            ready()
            while True:
                time.sleep(0.2)
                for child in children:
                    _watch(child)
    except Stop:
        pass
    finally:
        _stop(children)


def require_free(host: str, port: int) -> None:
    """Refused if somebody listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Refused(f"Port {port} ist schon besetzt. Wählen Sie mit --port einen anderen.") from error
            raise Refused(
                f"Auf {host}:{port} kann die Anwendung nicht bereitgestellt werden: {error.strerror}."
            ) from error


def wait_for(host: str, port: int, child: Child, seconds: float = 60) -> None:
    """Return once the child answers HTTP there, whatever it says; Refused if it ends or takes too long.

    That somebody listens would not be enough: the port is open before the application is loaded.
    """
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    until = time.monotonic() + seconds
    while child.code is None and time.monotonic() < until:
        connection = http.client.HTTPConnection(reachable, port, timeout=5)
        try:
            connection.request("GET", "/health/")
            connection.getresponse()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise Refused(f"{child.name} ist nicht gestartet. Der Grund steht in den Zeilen darüber.")


def _watch(child: Child) -> None:
    code = child.code
    if code is not None and not child.mend():
        raise Refused(f"{child.name} ist unerwartet zu Ende gegangen (Code {code}).")


def _stop(children: Sequence[Child]) -> None:
    """Ask all to end, wait, and end by force what does not."""
    handled = {number: signal.signal(number, signal.SIG_IGN) for number in _SIGNALS}
    try:
        for child in children:
            child.ask_to_stop()
        until = time.monotonic() + GRACE
        for child in children:
            child.wait(until)
    finally:
        for number, handler in handled.items():
            signal.signal(number, handler)


_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def _stopping_on_signals() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise Stop

    handled = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in handled.items():
            signal.signal(number, handler)


def _end_with_parent() -> None:
    """In the child: ask Linux for SIGTERM when the parent dies, so that nobody is left behind after a SIGKILL."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
