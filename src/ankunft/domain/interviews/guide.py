"""The guide of interviews: topics to talk about and needs that may be found, as data with versions.

A version is for interviews held from its day on. Codes are never used again for something else, so that what was
ticked years ago still says what it said.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

FILE = "interview-guide.json"


class Item(NamedTuple):
    """A topic or a need: what people read, and for which kinds of interview it is there."""

    code: str
    label: str
    hint: str
    kinds: tuple[str, ...]


class Guide(NamedTuple):
    """One version of the guide."""

    version: str
    valid_from: date
    source: str
    topics: tuple[Item, ...]
    needs: tuple[Item, ...]

    def topics_of(self, kind: str) -> list[Item]:
        """What is talked about in interviews of that kind, in order."""
        return [one for one in self.topics if kind in one.kinds]

    def needs_of(self, kind: str) -> list[Item]:
        """What may be found in interviews of that kind, in order."""
        return [one for one in self.needs if kind in one.kinds]


def guide_on(day: date) -> Guide:
    """The guide for interviews of that day; before the first one, the first."""
    versions = _versions(Path(settings.DATA) / FILE)
    return next((one for one in reversed(versions) if one.valid_from <= day), versions[0])


def known_topics() -> frozenset[str]:
    """The codes of all topics of all versions."""
    return frozenset(item.code for guide in _versions(Path(settings.DATA) / FILE) for item in guide.topics)


def known_needs() -> frozenset[str]:
    """The codes of all needs of all versions."""
    return frozenset(item.code for guide in _versions(Path(settings.DATA) / FILE) for item in guide.needs)


def label_of(code: str) -> str:
    """What people call a topic or a need, in its latest wording; the code itself where nothing is known of it."""
    for guide in reversed(_versions(Path(settings.DATA) / FILE)):
        for item in (*guide.topics, *guide.needs):
            if item.code == code:
                return item.label
    return code


@lru_cache(maxsize=2)
def _versions(file: Path) -> tuple[Guide, ...]:
    with file.open(encoding="utf-8") as opened:
        known = json.load(opened)
    versions = [
        Guide(
            one["version"],
            date.fromisoformat(one["valid_from"]),
            one["source"],
            tuple(_item(item) for item in one["topics"]),
            tuple(_item(item) for item in one["needs"]),
        )
        for one in known["versions"]
    ]
    return tuple(sorted(versions, key=lambda guide: guide.valid_from))


def _item(data: dict[str, object]) -> Item:
    kinds = data.get("kinds", ("first_information", "integration"))
    return Item(str(data["code"]), str(data["label"]), str(data.get("hint", "")), tuple(kinds))  # type: ignore[arg-type]
