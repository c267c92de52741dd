"""How pages speak of money: bases of projections, ways of bearing, flags of bookings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.funds.rules.booking import Flag
from ankunft.domain.funds.rules.ranges import Basis
from ankunft.domain.funds.selectors.coverage import How
from ankunft.foundation.workflow.proposals import ProposalState

BASES = {
    Basis.BOOKED: _("nur Verbuchtes"),
    Basis.RANGE: _("Bandbreite der Stelle"),
    Basis.HISTORY: _("eigene Geschichte"),
    Basis.SPREAD: _("Plan ± 25 %"),
}
HOW = {
    How.BOOKED: (_("verbucht"), "ok"),
    How.BY_HAND: (_("von Hand"), "warning"),
    How.ASSIGNED: (_("zugewiesen"), "info"),
    How.GAP: (_("ungedeckt"), "bad"),
}
FLAGS = {
    Flag.NOT_PLANNED: _("nicht geplant"),
    Flag.OVER_COMMITTED: _("über dem Plan"),
    Flag.SOURCE_DRY: _("Quelle aufgebraucht"),
}
MOVEMENT_KINDS: dict[str, str] = {
    ProposalState.PROPOSED: "warning",
    ProposalState.CONFIRMED: "ok",
    ProposalState.WITHDRAWN: "neutral",
}
