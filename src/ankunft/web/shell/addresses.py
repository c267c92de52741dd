"""Addresses of the same page with other choices."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict


def with_query(query: QueryDict, **changes: Any) -> str:
    """The query as text (without "?"), with some parameters changed and the other ones kept.

    None or an empty text takes a parameter away. Choices that change lead back to the first page,
    unless the page is what changes.
    """
    changed = query.copy()
    if "page" not in changes:
        changed.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            changed.pop(name, None)
        else:
            changed[name] = str(value)
    return changed.urlencode()
