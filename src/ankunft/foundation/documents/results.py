"""What an import did."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class ImportResult:
    """Rows read, and what became of the records they tell of; warnings are German sentences."""

    read: int
    created: int
    changed: int
    unchanged: int
    warnings: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """The result in words."""
        return ngettext(
            "%(read)d Zeile gelesen: %(created)d neu, %(changed)d geändert, %(unchanged)d unverändert.",
            "%(read)d Zeilen gelesen: %(created)d neu, %(changed)d geändert, %(unchanged)d unverändert.",
            self.read,
        ) % {
            "read": self.read,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
        }
