"""The register of job kinds: which function does the work, and what people call it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision

if TYPE_CHECKING:
    from .context import JobContext
    from .models import Job


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: a German sentence, where to look at it (a path of this site), and single findings.

    `file` is what was made, to be fetched under `file_name` for a day by whoever asked for the job.
    """

    sentence: str
    link: str = ""
    details: Sequence[str] = ()
    file: bytes = b""
    file_name: str = ""


Handler = Callable[["JobContext"], Outcome]
MayFetch = Callable[["Job", Actor], Decision]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job. `may_fetch` says whether whoever asked for it may still see what is in the file it made."""

    code: str
    title: str | Promise
    handler: Handler
    may_fetch: MayFetch | None = None


_register: dict[str, Kind] = {}


def handler(code: str, *, title: str | Promise = "", may_fetch: MayFetch | None = None) -> Callable[[Handler], Handler]:
    """Declare the decorated function as the one that does jobs of this kind.

    The function must be idempotent: a worker that is killed after the effect but before the job was
    marked as done is followed by another that calls the function again. It does its writing in
    transactions of its own and raises `Refused` for what the law, the state or the input does not
    allow (no second attempt); any other exception is tried again. A kind that makes files says with
    `may_fetch` who may have them: rights may have ended since.
    """

    def register(function: Handler) -> Handler:
        _register[code] = Kind(code, title or code, function, may_fetch)
        return function

    return register


def get(code: str) -> Kind | None:
    return _register.get(code)


def title(code: str) -> str:
    """What people call this kind of job."""
    kind = _register.get(code)
    return str(kind.title) if kind else code
