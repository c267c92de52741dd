"""Two municipalities with an officer each; it is 22 November 2026, the wall is open, evidence has its own folder."""

from tests.support.grounds import _open, _today, files, officer, olten, stranger, town

__all__ = ["_open", "_today", "files", "officer", "olten", "stranger", "town"]
