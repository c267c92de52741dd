"""What an installation says through its environment variables."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import dj_database_url

from ankunft.foundation.mail import server


def flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: list[str] | None = None) -> list[str]:
    value = os.environ.get(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] or list(default or [])


def count(name: str, *, default: int = 0) -> int:
    """A whole number from 0 on; the default if the variable is not set. ValueError if it is none."""
    value = os.environ.get(name, "").strip() or str(default)
    if not (value.isascii() and value.isdecimal()):
        raise ValueError(f"{name} must be a whole number")
    return int(value)


def stages(name: str, *, default: list[int]) -> list[int]:
    """Days before (negative) and after something, such as `-14,-3,1,14`, in order; none for `off`.

    ValueError for anything else, and for a day more than thirty before: the half-year is not over then.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if value.lower() == "off":
        return []
    try:
        found = sorted({int(word) for word in value.split(",")})
    except ValueError:
        raise ValueError(f"{name} must be days such as -14,-3,1,14, or off") from None
    if not -30 <= found[0] <= found[-1] <= 180:
        raise ValueError(f"{name} must lie between -30 and 180 days")
    return found


def day(name: str) -> date | None:
    """A day such as `2026-03-16`; None if the variable is not set."""
    value = os.environ.get(name, "").strip()
    return date.fromisoformat(value) if value else None


def folder(name: str) -> Path | None:
    """An existing folder; None if the variable is not set. ValueError if there is no such folder."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    path = Path(value).expanduser().resolve()
    if not path.is_dir():
        raise ValueError(f"{name} is not a folder: {path}")
    return path


def home() -> Path:
    """The folder of this installation's state: `$ANKUNFT_HOME`, or `var/` beside the project."""
    beside = Path(__file__).resolve().parent.parent.parent.parent / "var"
    return Path(os.environ.get("ANKUNFT_HOME") or beside).expanduser().resolve()


def kept_key(folder: Path, name: str, *, production: bool) -> str:
    """`$ANKUNFT_<NAME>`; outside production a key made once and kept as a file in the installation's folder."""
    variable = f"ANKUNFT_{name.replace('-', '_').upper()}"
    if key := os.environ.get(variable):
        return key
    if production:
        raise RuntimeError(f"{variable} must be set in production")
    file = folder / name
    if not file.exists():
        create_once(file, secrets.token_urlsafe(50))
    return file.read_text().strip()


def create_once(file: Path, text: str) -> None:
    """Write a private file whole, unless another process was faster: then its text stays.

    The file appears under its name only when it is complete, so nobody reads half of it.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(descriptor, "w") as stream:
            stream.write(text)
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        Path(draft).unlink()


def mail_server() -> str:
    """`$ANKUNFT_SMTP_URL`, checked; empty where no mail is sent. The message of the error does not quote it."""
    url = os.environ.get("ANKUNFT_SMTP_URL", "").strip()
    if url:
        try:
            server.parse(url)
        except ValueError as error:
            raise RuntimeError(f"ANKUNFT_SMTP_URL: {error}") from None
        if not os.environ.get("ANKUNFT_MAIL_FROM", "").strip():
            raise RuntimeError("ANKUNFT_MAIL_FROM must be set where ANKUNFT_SMTP_URL is")
    return url


def database(folder: Path) -> dict[str, Any]:
    """`$ANKUNFT_DATABASE_URL`, else an SQLite file in the installation's folder.

    SQLite runs in WAL mode and takes its write lock at the start of a transaction: two writers wait
    for each other instead of failing half-way.
    """
    if url := os.environ.get("ANKUNFT_DATABASE_URL"):
        named: dict[str, Any] = {**dj_database_url.parse(url)}
        return sqlite(named["NAME"]) if named["ENGINE"].endswith("sqlite3") else named
    return sqlite(folder / "ankunft.sqlite3")


def sqlite(file: Path | str) -> dict[str, Any]:
    """The database settings of one SQLite file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }
