"""What one version of an application or a report says otherwise than the one before (KS 4.3.4, decision 0078).

Contents are as `submission_contents` keeps them: amounts in whole Rappen, days as ISO text.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ankunft.foundation.audit.digests import canonical

Content = dict[str, Any]
Value = str | int | None
APPLICATION_FIELDS = ("title", "goal", "target_group", "measures", "begins_on", "ends_on", "asked")
REPORT_FIELDS = ("reached", "deviations")


class Difference(NamedTuple):
    """What one says otherwise than the one before: a field, or where `label` is given, a line or a paper of that side.

    `was` and `now` are None for what was not there, or is no longer.
    """

    name: str
    label: str
    was: Value
    now: Value


def checksum(content: Content) -> str:
    """SHA-256 over one spelling of the content."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def differences(before: Content, after: Content) -> list[Difference]:
    """What the later one says otherwise: fields in their order, then lines, then papers.

    Lines are the same if side and words are; of several with the same words the first is compared with the first. A
    line that only moved says nothing new.
    """
    names = [name for name in (*APPLICATION_FIELDS, *REPORT_FIELDS) if name in after]
    fields = [Difference(name, "", before[name], after[name]) for name in names if before[name] != after[name]]
    lines = _changed(_amounts(before["lines"]), _amounts(after["lines"]))
    return fields + lines + _changed(_papers(before), _papers(after))


Key = tuple[str, str, int]


def _changed(before: Mapping[Key, Value], after: Mapping[Key, Value]) -> list[Difference]:
    """What is otherwise in the later one, then what is no longer in it."""
    keys = [*after, *(key for key in before if key not in after)]
    return [
        Difference(key[0], key[1], before.get(key), after.get(key))
        for key in keys
        if key not in before or key not in after or before[key] != after[key]
    ]


def _amounts(lines: Sequence[Mapping[str, Any]]) -> dict[Key, Value]:
    return _numbered((line["side"], line["label"], line["amount"]) for line in lines)


def _papers(content: Content) -> dict[Key, Value]:
    return _numbered(("file", file["label"], file["sha256"]) for file in content.get("files", ()))


def _numbered(rows: Iterable[tuple[str, str, Value]]) -> dict[Key, Value]:
    """Values by side, words, and how many with the same words came before."""
    seen: Counter[tuple[str, str]] = Counter()
    found: dict[Key, Value] = {}
    for side, label, value in rows:
        found[side, label, seen[side, label]] = value
        seen[side, label] += 1
    return found
