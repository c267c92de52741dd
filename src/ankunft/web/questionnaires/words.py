"""How the states of a sheet look."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.domain.questionnaires.models import SheetState

_KINDS = {
    SheetState.DRAFT: "neutral",
    SheetState.PRESENTED: "info",
    SheetState.SIGNED_OFF: "info",
    SheetState.SUBMITTED: "info",
    SheetState.RETURNED: "warning",
    SheetState.ACCEPTED: "ok",
    SheetState.DISCARDED: "neutral",
}


def state_tag(state: str, *, late: bool = False) -> dict[str, str]:
    """Text and kind of the tag: what is late and not handed in says so."""
    if not state:
        return {"text": _("überfällig") if late else _("nicht begonnen"), "kind": "bad" if late else "neutral"}
    text = str(SheetState(state).label)
    return {
        "text": _("%(state)s, überfällig") % {"state": text} if late else text,
        "kind": "bad" if late else _KINDS[SheetState(state)],
    }
