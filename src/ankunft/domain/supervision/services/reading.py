"""What the read log is told before anything of a sampled interview is shown."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.arrivals.models import Person
from ankunft.domain.interviews import evidence_files
from ankunft.domain.interviews.models import Evidence
from ankunft.domain.interviews.services import interview_read
from ankunft.domain.territory.permissions import organisation_code
from ankunft.foundation.access import wall
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.reads import Read, record_read
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import SampleItem
from ..permissions import LOOK
from .moves import ITEM

PURPOSE = gettext_lazy("Stichprobe")


def item_read(*, item: SampleItem, actor: Actor) -> None:
    """Somebody of the canton sees what is recorded of a sampled interview; nobody is named in it."""
    owner = organisation_code(item.municipality.bfs_number)
    what = f"Gespräch {item.interview} einer Stichprobe angesehen."
    record_read(actor, Read(ITEM, item.reference, owner, what, str(PURPOSE), item.sample.purpose))


def item_evidence_open(*, item: SampleItem, evidence: int, actor: Actor) -> tuple[Evidence, bytes]:
    """The file of a piece of evidence in clear: a reading of everybody who took part, with its purpose.

    The office has no key to interviews: the wall is opened for this one municipality, and what leaves is this file.
    Refused where somebody who took part has a data lock, and where there is no file (any more).
    """
    can(actor, LOOK, item).require()
    with wall.also(municipality=[item.municipality_id]):
        found = Evidence.objects.filter(pk=evidence, interview__reference=item.interview).select_related("interview")
        one = found.first()
        if one is None or not one.stored_as:
            raise Refused(_("Zu diesem Beleg gibt es keine Datei (mehr)."))
        if Person.objects.filter(interviews__interview=one.interview, data_lock=True).exists():
            raise Refused(
                _("Für jemanden, der dabei war, gilt eine Datensperre. Diesen Beleg zeigt die Gemeinde vor Ort.")
            )
        interview_read(
            interview=one.interview,
            what=gettext_lazy("Beleg zum Gespräch"),
            actor=actor,
            purpose=str(PURPOSE),
            reason=item.sample.purpose,
        )
    item_read(item=item, actor=actor)
    return one, evidence_files.read(one.stored_as)
