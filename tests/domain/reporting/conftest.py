"""In this room it is 22 November 2026, as in the drawings."""

from tests.support.grounds import _today, coordinator, officer, town

__all__ = ["_today", "coordinator", "officer", "town"]
