"""Who sees the bookings and keeps the accounts that they go to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import CANTONAL, FINANCE_OFFICER
from ankunft.foundation.access.policy import Rule

SEE_BOOKINGS = "settlement.booking.see"
KEEP_BOOKING_RULES = "settlement.booking_rule.keep"

RULES = (
    Rule(
        SEE_BOOKINGS,
        _("Buchungen und Kontierung sehen"),
        refusal=_("Buchungen sieht nur der Kanton."),
        everywhere=CANTONAL,
        operator=True,
        source="KS 4.5.2",
    ),
    Rule(
        KEEP_BOOKING_RULES,
        _("Kontierung erfassen"),
        refusal=_("Die Kontierung erfassen die Finanzen."),
        everywhere=frozenset({FINANCE_OFFICER}),
        source="KS 4.5.2",
    ),
)
