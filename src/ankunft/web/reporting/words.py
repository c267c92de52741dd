"""How states of reports and declarations are called and coloured."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ankunft.domain.reporting.models import ReportState
from ankunft.domain.reporting.selectors import MISSING, DeclarationStanding, Standing
from ankunft.web.questionnaires.words import state_tag as sheet_tag


@dataclass(frozen=True, slots=True)
class Tag:
    """A word and the kind of tag that it stands in."""

    text: str
    kind: str


_KINDS = {
    ReportState.DRAFT: "neutral",
    ReportState.OFFERED: "info",
    ReportState.SUBMITTED: "info",
    ReportState.RETURNED: "warning",
    ReportState.ACCEPTED: "ok",
    ReportState.DISCARDED: "neutral",
}


def state_tag(state: str) -> Tag:
    """The state of one version."""
    known = ReportState(state)
    return Tag(str(known.label), _KINDS[known])


def own_tag(standing: Standing) -> Tag:
    """How it stands with the report itself."""
    if standing.state == MISSING:
        return Tag(_("überfällig"), "bad") if standing.late else Tag(_("ausstehend"), "neutral")
    tag = state_tag(standing.state)
    return Tag(_("%(state)s, überfällig") % {"state": tag.text}, "bad") if standing.late else tag


def report_tags(standing: Standing) -> list[Tag]:
    """How it stands with a report: its state, that it came late, and an open correction."""
    tags = [own_tag(standing)]
    if standing.came_late:
        tags.append(Tag(_("verspätet"), "neutral"))
    if standing.correction:
        correction = state_tag(standing.correction)
        tags.append(Tag(_("Korrektur %(state)s") % {"state": correction.text}, correction.kind))
    return tags


def declaration_tag(standing: DeclarationStanding) -> Tag:
    """How it stands with a self-declaration."""
    if standing.declaration is not None:
        return Tag(_("eingegangen"), "ok")
    if standing.by_lead:
        return Tag(_("durch Leitgemeinde"), "ok")
    if standing.sheet:
        return Tag(**sheet_tag(standing.sheet, late=standing.late))
    return Tag(_("überfällig"), "bad") if standing.late else Tag(_("ausstehend"), "neutral")
