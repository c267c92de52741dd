"""The ground of the attacks: the same records as the table of permissions is tried on."""

from __future__ import annotations

from tests.web.test_permissions import _canton

__all__ = ["_canton"]
