"""The register of record classes: what is kept, from when on it is counted, and how it is deleted or made anonymous.

A room registers its classes when the application starts:

    registry.register(RecordClass(code="arrivals.person", ..., key="reference", due=due, ...))

Which roles handle deletion lists is said by the product (`appoint`), because the foundation knows no roles.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.functional import Promise

from ankunft.foundation.kernel.actor import Actor

Text = str | Promise
Statistics = Mapping[str, int]

DELETE: Literal["delete"] = "delete"
ANONYMISE: Literal["anonymise"] = "anonymise"


@dataclass(frozen=True, slots=True)
class Described:
    """A record as the reviewer reads it, and the day on which its period began. Shown, never stored."""

    text: str
    began: date


@dataclass(frozen=True, slots=True)
class RecordClass:
    """One kind of record with the same period.

    `begins` is a sentence: when the period starts. `source` says where the period comes from; where no paragraph is
    known it says so. `default_months` is a proposal and holds until the canton records a period.

    `due(limit, owner)` gives the records whose period began on or before the day `limit`, of the organisation with
    the code `owner` (empty: of all), without those that were carried out already. `key` is the field of these records
    by which they are known here: public, and in no case a name. It may be stored for ever.

    `carry_out(keys, actor)` deletes these records or makes them anonymous, in the caller's transaction, leaves the
    events, and does nothing for those that are gone already. `statistics(owner)` are counts of an organisation's
    records that are the same before and after; a class without figures gives none.

    A class that `needs_review` is carried out only by a deletion list that two people looked at, and has `owner`,
    `describe` and `statistics`; every other class is carried out by the worker by itself.
    """

    code: str
    label: Text
    begins: Text
    source: Text
    default_months: int
    action: Literal["delete", "anonymise"]
    key: str
    due: Callable[[date, str], QuerySet[Any]]
    carry_out: Callable[[Collection[str], Actor], None]
    needs_review: bool = False
    owner: Callable[[str], str | None] = lambda key: None
    """The code of the organisation whose record it is; None where there is no such record (any more)."""
    describe: Callable[[Collection[str]], Mapping[str, Described]] = lambda keys: {}
    """Every record by its key, in a fixed number of statements; whoever is gone is left out."""
    statistics: Callable[[str], Statistics] = lambda owner: {}
    least_months: int = 1
    """No period is shorter than that: what must outlast the interest of whoever sets periods."""
    is_evidence: bool = False
    """Of a class that goes by itself: a hold on an organisation holds it back too, because it tells of its records."""
    count_due: Callable[[date, Collection[str]], Mapping[str, int]] | None = None
    """How many are due of each of these organisations, in one statement; without it they are counted one by one."""

    def due_keys(self, limit: date, owner: str = "") -> QuerySet[Any]:
        """The keys of what is due, in a fixed order."""
        return self.due(limit, owner).order_by(self.key).values_list(self.key, flat=True)

    def due_counts(self, limit: date, owners: Collection[str]) -> dict[str, int]:
        """How many are due of each of these organisations; those of which nothing is due are left out."""
        if self.count_due:
            counts = dict(self.count_due(limit, owners))
        else:
            counts = {owner: self.due(limit, owner).count() for owner in owners}
        return {owner: count for owner, count in counts.items() if count}

    def still_due(self, keys: Collection[str], limit: date, owner: str = "") -> set[str]:
        """Those of these keys that are due."""
        rows = self.due(limit, owner).filter(**{f"{self.key}__in": list(keys)})
        return {str(key) for key in rows.values_list(self.key, flat=True)}


def _nobody_else(codes: frozenset[str]) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Staff:
    """The roles that handle deletion.

    Reviewers and approvers act for their own organisation, and for those that `entrusted` gives for its code (the
    members of an association that it leads). Keepers set periods and holds for the canton. Observers see the schedule,
    auditors besides every list and protocol.
    """

    reviewers: frozenset[str]
    approvers: frozenset[str]
    keepers: frozenset[str]
    observers: frozenset[str] = frozenset()
    auditors: frozenset[str] = frozenset()
    entrusted: Callable[[frozenset[str]], frozenset[str]] = _nobody_else


_classes: dict[str, RecordClass] = {}
_staff: list[Staff] = []


def register(*classes: RecordClass) -> None:
    """Make classes known; ValueError where a code is taken."""
    for one in classes:
        if _classes.setdefault(one.code, one) is not one:
            raise ValueError(f"{one.code} is registered twice")


def get(code: str) -> RecordClass | None:
    return _classes.get(code)


def all_classes() -> list[RecordClass]:
    """Every class, by code."""
    return [_classes[code] for code in sorted(_classes)]


def reviewed_classes() -> list[RecordClass]:
    """The classes that are carried out by deletion lists."""
    return [one for one in all_classes() if one.needs_review]


def appoint(staff: Staff) -> None:
    """Say which roles handle deletion. Called once when the application starts."""
    _staff[:] = [staff]


def staff() -> Staff:
    """The roles that handle deletion; LookupError before they were appointed."""
    if not _staff:
        raise LookupError("nobody was appointed")
    return _staff[0]
