"""What `ankunft check` looks at: a register, so that every room can say what makes an installation unfit.

A check reads and never writes; it runs in a process of its own that has migrated nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warning", "fault"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, as a German sentence; for a warning or a fault `advice` says what to do."""

    level: Level
    sentence: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at. `needs_database`: it is left out where the database cannot be used."""

    code: str
    run: Callable[[], Iterable[Finding]]
    needs_database: bool = True


_register: dict[str, Check] = {}


def register(check: Check) -> None:
    """Make a check known, from a room's `AppConfig.ready`; ValueError if its code is taken."""
    if _register.setdefault(check.code, check) is not check:
        raise ValueError(f"{check.code} is there twice")


def registered() -> list[Check]:
    return list(_register.values())


def ok(sentence: str) -> Finding:
    return Finding("ok", sentence)


def warning(sentence: str, advice: str) -> Finding:
    return Finding("warning", sentence, advice)


def fault(sentence: str, advice: str) -> Finding:
    return Finding("fault", sentence, advice)


def findings(checks: Iterable[Check], *, with_database: bool) -> Iterator[tuple[Check, Finding]]:
    """Everything that the checks find. A check that fails itself is a fault: it never passes in silence."""
    for check in checks:
        if check.needs_database and not with_database:
            continue
        try:
            for finding in check.run():
                yield check, finding
        except Exception as error:
            # Of the message nothing is told: it may quote a row or a password.
            yield (
                check,
                fault(
                    f"Die Prüfung «{check.code}» ist nicht gelungen ({type(error).__name__}).",
                    "Melden Sie das der Betriebsstelle mit der Version der Anwendung.",
                ),
            )
