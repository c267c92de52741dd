"""Forms of a scheme for the table of permissions; the scheme is that of `schemes_ground`."""

from __future__ import annotations

from tests.domain.schemes.making import scheme
from tests.web.permission_ground import OWN, Data
from tests.web.questionnaires_ground import Sheets

FORMS = Sheets(
    "scheme",
    lambda period: {"key": "gardens", "bfs_number": OWN, "period": period},
    none_yet="2026-H2",
    draft="2026-H1",
    presented="2025-H2",
    signed_off="2025-H1",
    submitted="2024-H2",
    accepted="2024-H1",
    corrected="2027-H1",
    section="gardens",
    answers={"gesehen": "0", "gefragt": "q_beds", "antwort-q_beds": "9"},
)
REMINDED: Data = {"tat": "alle"}


def prepare() -> None:
    """Forms in every state; the one of the last half-year is not handed in."""
    form = scheme().form
    FORMS.prepare(lambda _period: form)
