"""Two municipalities with an officer each; it is 22 November 2026."""

from tests.support.grounds import _open, _today, coordinator, officer, olten, stranger, town

__all__ = ["_open", "_today", "coordinator", "officer", "olten", "stranger", "town"]
