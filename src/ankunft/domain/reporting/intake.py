"""What becomes of a row of an imported file, beside what is there already: pure decisions, no queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ankunft.foundation.kernel.periods import HalfYear, Year

from .rules import Figures


class ReportRow(NamedTuple):
    """The totals of one municipality for one half-year, as a file brings them; `line` is the row in the file."""

    line: int
    municipality_id: int
    bfs_number: int
    name: str
    period: HalfYear
    figures: Figures
    submitted_on: date
    remarks: str = ""


class KnownVersion(NamedTuple):
    """A version of a report that is there: `version` counts its changes, `number` tells it from other versions."""

    id: int
    number: int
    state: str
    version: int
    figures: Figures


class ReportIntake(NamedTuple):
    """A row that changes something: it becomes version `number`, or is written into the open version.

    `replaces` is the accepted version that it corrects.
    """

    row: ReportRow
    number: int
    into: KnownVersion | None
    replaces: KnownVersion | None


OPEN = ("draft", "offered", "submitted", "returned")


class AwaitsDecision(Exception):
    """Other figures are handed in already and wait for the coordination office: a file does not overtake them."""


def decide_report(row: ReportRow, versions: Sequence[KnownVersion], *, target: str) -> ReportIntake | None:
    """What to do with a row that comes to be in the state `target`; None if nothing changes.

    The operator's are accepted at once: such a row replaces whatever is open, and what is accepted already with the
    same figures stays. Others are handed in, or wait to be signed: AwaitsDecision if other figures are handed in
    already.
    """
    accepted = max((version for version in versions if version.state == "accepted"), default=None, key=_number)
    open_version = next((version for version in versions if version.state in OPEN), None)
    if accepted is not None and accepted.figures == row.figures:
        return None
    if open_version is not None and target != "accepted":
        if open_version.state in ("submitted", target) and open_version.figures == row.figures:
            return None
        if open_version.state == "submitted":
            raise AwaitsDecision
    if open_version is not None:
        return ReportIntake(row, open_version.number, open_version, accepted)
    return ReportIntake(row, max(map(_number, versions), default=0) + 1, None, accepted)


def _number(version: KnownVersion) -> int:
    return version.number


class DeclarationRow(NamedTuple):
    """The self-declaration of one municipality for one year, as a file brings it."""

    line: int
    municipality_id: int
    bfs_number: int
    name: str
    year: Year
    submitted_on: date
    officer_named: bool
    tasks_organised: bool


class KnownDeclaration(NamedTuple):
    """The declaration of a year that counts so far."""

    number: int
    submitted_on: date
    officer_named: bool
    tasks_organised: bool


class DeclarationIntake(NamedTuple):
    """A row that is recorded as declaration `number` of its year."""

    row: DeclarationRow
    number: int
    replaces: KnownDeclaration | None


def decide_declaration(row: DeclarationRow, known: KnownDeclaration | None) -> DeclarationIntake | None:
    """What to do with a row; None if exactly that is recorded already."""
    if known is not None and _answers(known) == _answers(row) and known.submitted_on == row.submitted_on:
        return None
    return DeclarationIntake(row, known.number + 1 if known else 1, known)


def _answers(declaration: DeclarationRow | KnownDeclaration) -> tuple[bool, bool]:
    return declaration.officer_named, declaration.tasks_organised
