"""Whether a definition can be worked with: what would pay nobody, or nobody knows what, is found before it is used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from ankunft.domain.questionnaires.rules import Fault as FormFault
from ankunft.domain.questionnaires.rules import faults as form_faults
from ankunft.domain.schemes.values import Condition, Contribution, Scheme, Tariff, Test

from .calendar import LATEST_PAYMENT, period_begins_on

_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SIGN = re.compile(r"[A-Z][A-Z0-9]{0,2}")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,18}")
RESERVED_SIGNS = frozenset({"P"})
"""Project grants and their payments are named by it: `P-3`, `P-3/1`."""
LONGEST_NAME = 60
"""It stands in the message of every payment."""
LONGEST_KEY = 20
"""Key, full stop and code are the name of a contribution: forty characters."""

_NEEDS: dict[Test, str] = {
    Test.ORGANISED: "",
    Test.IN_ASSOCIATION: "",
    Test.RESIDENTS_AT_LEAST: "limit",
    Test.RESIDENTS_AT_MOST: "limit",
    Test.FROM: "day",
    Test.UNTIL: "day",
    Test.DECLARED: "field",
}
"""What belongs to a condition, by what it asks."""


class Unsound(StrEnum):
    """What can be wrong with a definition."""

    KEY = "key"
    SIGN = "sign"
    SIGN_RESERVED = "sign_reserved"
    MISSING = "missing"
    NAME = "name"
    BEGIN = "begin"
    CALENDAR = "calendar"
    NO_CONTRIBUTIONS = "no_contributions"
    CODE = "code"
    TWICE = "twice"
    LIMITS = "limits"
    TEST = "test"
    CONDITION = "condition"
    FIELD_CLASH = "field_clash"


class Fault(NamedTuple):
    """What is wrong, and where: a name of the definition, the code of a contribution, the number of a condition."""

    unsound: Unsound
    where: str
    what: str = ""


def faults(scheme: Scheme) -> list[Fault | FormFault]:
    """Everything that is wrong with a definition; none if it can be worked with."""
    found: list[Fault | FormFault] = [*_of_names(scheme), *_of_calendar(scheme), *_of_contributions(scheme)]
    for number, condition in enumerate(scheme.conditions, start=1):
        found += _of_condition(number, condition)
    quantities = {one.field for one in scheme.contributions if one.field}
    declared = {one.field for one in scheme.conditions if one.test == Test.DECLARED}
    found += [Fault(Unsound.FIELD_CLASH, field) for field in sorted(quantities & declared)]
    return found + list(form_faults(scheme.form, scheme.figures))


def outside_limits(contribution: Contribution, tariff: Tariff) -> list[int]:
    """The rates, in Rappen, that are below the least or above the most that the law gives."""
    return [rate for _, rate in tariff.rows if is_outside(contribution, rate)]


def is_outside(contribution: Contribution, rate: int) -> bool:
    """Whether a rate, in Rappen, is below the least or above the most that the law gives."""
    least, most = contribution.least, contribution.most
    return (least is not None and rate < least) or (most is not None and rate > most)


def _of_names(scheme: Scheme) -> Iterator[Fault]:
    if not _KEY.fullmatch(scheme.key) or len(scheme.key) > LONGEST_KEY:
        yield Fault(Unsound.KEY, "key", scheme.key)
    if not _SIGN.fullmatch(scheme.sign):
        yield Fault(Unsound.SIGN, "sign", scheme.sign)
    if scheme.sign in RESERVED_SIGNS:
        yield Fault(Unsound.SIGN_RESERVED, "sign", scheme.sign)
    if len(scheme.name) > LONGEST_NAME:
        yield Fault(Unsound.NAME, "name", scheme.name)
    for name in ("name", "act", "paragraph"):
        if not getattr(scheme, name).strip():
            yield Fault(Unsound.MISSING, name)


def _of_calendar(scheme: Scheme) -> Iterator[Fault]:
    if not period_begins_on(scheme.cycle, scheme.valid_from):
        yield Fault(Unsound.BEGIN, "valid_from", f"{scheme.valid_from:%d.%m.%Y}")
    if not scheme.due_after <= scheme.paid_after <= LATEST_PAYMENT:
        yield Fault(Unsound.CALENDAR, "paid_after", str(scheme.paid_after))


def _of_contributions(scheme: Scheme) -> Iterator[Fault]:
    if not scheme.contributions:
        yield Fault(Unsound.NO_CONTRIBUTIONS, "contributions")
    for one in scheme.contributions:
        if not _CODE.fullmatch(one.code):
            yield Fault(Unsound.CODE, one.code)
        for name in ("label", "paragraph"):
            if not getattr(one, name).strip():
                yield Fault(Unsound.MISSING, f"{one.code}.{name}")
        if (one.least or 0) < 0 or (one.most is not None and one.most < (one.least or 0)):
            yield Fault(Unsound.LIMITS, one.code)
    for code, count in sorted(Counter(one.code for one in scheme.contributions).items()):
        if count > 1:
            yield Fault(Unsound.TWICE, code)


def _of_condition(number: int, condition: Condition) -> Iterator[Fault]:
    where = f"conditions.{number}"
    if not condition.paragraph.strip():
        yield Fault(Unsound.MISSING, f"{where}.paragraph")
    if condition.test not in set(Test):
        yield Fault(Unsound.TEST, where, condition.test)
        return
    there = {"limit": condition.limit is not None, "day": condition.day is not None, "field": bool(condition.field)}
    if {name for name, is_there in there.items() if is_there} != {_NEEDS[Test(condition.test)]} - {""}:
        yield Fault(Unsound.CONDITION, where, condition.test)
