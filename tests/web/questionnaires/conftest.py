"""On these pages it is 22 November 2026, as in the drawings."""

from tests.domain.questionnaires.conftest import lead
from tests.support.grounds import _today, coordinator, officer, town

__all__ = ["_today", "coordinator", "lead", "officer", "town"]
