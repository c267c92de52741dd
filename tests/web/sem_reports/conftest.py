"""It is 22 November 2026."""

from tests.support.grounds import _today

__all__ = ["_today"]
