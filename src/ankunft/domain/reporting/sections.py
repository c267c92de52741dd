"""The sections of the half-year form (KS Anhang 2), by which a report is given back."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIRST_INFORMATION, INTEGRATION, REMARKS = "first_information", "integration", "remarks"

SECTIONS: dict[str, str | Promise] = {
    FIRST_INFORMATION: _("Erstinformation"),
    INTEGRATION: _("Integrationsgespräche"),
    REMARKS: _("Bemerkungen"),
}


def section_of(field: str) -> str:
    """The section in which a figure of the report stands."""
    return next(code for code in SECTIONS if field.startswith(code))
