"""A town, whoever acts for it and for the canton; the day is said where it matters."""

from tests.support.grounds import coordinator, officer, olten, stranger, town

__all__ = ["coordinator", "officer", "olten", "stranger", "town"]
