"""The letter about a reclaim: how much, why, by which paragraph, and how it is settled (KS 4.7)."""

from __future__ import annotations

from datetime import date

from ankunft.domain.settlement.explanations import UNUSED_GRANT_REFERENCE
from ankunft.domain.settlement.models import Reclaim
from ankunft.domain.territory import readings as territory
from ankunft.foundation.kernel.money import Money

from ..models import Letterhead
from .base import CIRCULAR, Written, facts, heading, swiss, text
from .material import recipient


def reclaim_letter(reclaim: Reclaim, letterhead: Letterhead, day: date) -> Written:
    """What the canton decided to take back. A legal remedy stands in it only where the canton has entered one."""
    blocks = [
        text("Guten Tag"),
        text(_asked_back(reclaim)),
        facts(
            [
                ("Rückforderung", reclaim.reference),
                ("Gemeinde", reclaim.municipality.name),
                ("Beitrag", str(reclaim.get_contribution_display()) if reclaim.contribution else ""),
                ("Periode", reclaim.period),
                ("Betrag", str(Money(reclaim.amount))),
                ("Entschieden am", swiss(reclaim.decided_on) if reclaim.decided_on else ""),
                ("Rechtsgrundlage", reclaim.paragraph),
                ("Anlass", reclaim.origin),
            ]
        ),
        heading("Begründung"),
        *(text(part) for part in reclaim.reason.splitlines() if part.strip()),
        heading("Wie sie beglichen wird"),
        text(
            "Der Betrag wird mit den nächsten Auszahlungen verrechnet. Was Ihr Guthaben übersteigt, stellen wir Ihnen "
            f"in Rechnung; es ist innert 30 Tagen zu bezahlen ({CIRCULAR}, Ziffer 4.7). Heute ist nichts zu überweisen."
        ),
    ]
    if letterhead.remedy:
        blocks.append(heading("Rechtsmittel"))
        blocks += [text(part) for part in letterhead.remedy.splitlines() if part.strip()]
        blocks.append(text(f"Rechtsgrundlage: {letterhead.remedy_source}"))
    blocks.append(text("Freundliche Grüsse"))
    addresses = territory.postal_lines_on([reclaim.payee_id], day)
    title = f"start.integration: Rückforderung {reclaim.reference}"
    return Written(title, recipient(reclaim.payee, addresses), blocks)


def _asked_back(reclaim: Reclaim) -> str:
    """What is asked back: contributions for tasks that were not carried out, or what a project did not use."""
    if reclaim.paragraph == UNUSED_GRANT_REFERENCE:
        return (
            f"Der Kanton fordert von einem Projektbeitrag {Money(reclaim.amount)} zurück, die das Projekt nicht "
            f"verwendet hat ({CIRCULAR}, Ziffern 4.3.4 und 4.7)."
        )
    return (
        f"Der Kanton fordert Beiträge an start.integration von {Money(reclaim.amount)} zurück, weil Aufgaben nicht "
        f"oder nicht ordnungsgemäss erfüllt worden sind ({CIRCULAR}, Ziffer 4.7)."
    )
