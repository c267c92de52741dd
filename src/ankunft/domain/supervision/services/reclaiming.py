"""A finding that means that a contribution was not owed: it is proposed for reclaim (KS 4.7, 6)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.settlement.models import Reclaim
from ankunft.domain.settlement.services.reclaims import reclaim_propose
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import rules
from ..models import Sample, SampleItem, SampleState
from ..permissions import RECLAIM_ITEM
from ..selectors.owed import still_owed
from .moves import told

ACT = "KRS-GEF-2017/01"


@transaction.atomic
def item_reclaim(*, item: SampleItem, actor: Actor) -> Reclaim:
    """Propose to take back what was paid for the interview, at the tariff of its day; a second person decides.

    Refused where the finding costs nothing, where it is asked back already (twice at the same moment too), and where
    the report that counts now no longer has the interview: its correction takes the money back.
    """
    can(actor, RECLAIM_ITEM, item).require()
    sample = item.sample
    if not rules.costs(item.finding):
        raise Refused(_("Diese Feststellung kostet nichts: Es gibt nichts zurückzufordern."))
    amount = still_owed(sample, item)
    if not amount:
        raise Refused(
            _(
                "Zurückzufordern ist nichts (mehr): Der Bericht, der jetzt gilt, zählt das Gespräch nicht, "
                "oder es gibt keinen Tarif."
            )
        )
    contributions = rules.falling(sample.contribution, item.has_deployment)
    reclaim = reclaim_propose(
        municipality=item.municipality,
        amount=amount,
        # Kept for years, and read by the municipality: German whoever acts.
        reason=f"Stichprobe {item.reference}, Gespräch {item.interview} vom {item.held_on:%d.%m.%Y}: {item.reason}",
        paragraph=f"{ACT} {item.paragraph}",
        origin=item.reference,
        actor=actor,
        period=item.period,
        contribution=contributions[0] if len(contributions) == 1 else "",
        is_demo=sample.is_demo,
    )
    # Without a join: what is asked of the item itself is asked again by whoever waited for another's change of it.
    running = Sample.objects.filter(state__in=(SampleState.REQUESTED, SampleState.INSPECTED))
    open_ones = SampleItem.objects.filter(pk=item.pk, reclaim=None, finding=item.finding, sample__in=running)
    if open_ones.update(reclaim=reclaim) != 1:
        raise Refused(_("Inzwischen hat jemand anders diesen Datensatz bearbeitet. Bitte neu laden und prüfen."))
    item.refresh_from_db()
    told(actor, item, "reclaim", gettext_lazy("Rückforderung aus der Feststellung vorgeschlagen."), reclaim=reclaim.pk)
    return reclaim
