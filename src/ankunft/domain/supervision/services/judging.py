"""What is found of each interview, the end of the inspection, and the close by other hands."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import rules, states
from ..models import Finding, Sample, SampleItem
from ..permissions import moving
from ..selectors.owed import still_owed
from .moves import move, told


@transaction.atomic
def item_judge(*, item: SampleItem, finding: str, reason: str, actor: Actor, ground: str = "") -> None:
    """Record what was found of an interview; `ground` is why it does not count, one of `rules.grounds`.

    It may be judged again until a reclaim was proposed or the inspection has ended. Refused while the municipality
    still has time and has not answered, and for what costs money without a reason.
    """
    sample = Sample.objects.get(pk=item.sample_id)
    can(actor, moving(states.JUDGE), sample).require()
    _require_sayable(item, sample, finding, reason, ground)
    move(sample, states.JUDGE, actor, details={"item": item.number, "finding": finding})
    changed = SampleItem.objects.filter(pk=item.pk, reclaim=None).update(
        finding=finding,
        paragraph=rules.paragraph(finding, ground, item.kind),
        reason=reason.strip(),
        judged_at=clock.now(),
        judged_by=actor.label,
    )
    if changed != 1:
        raise Refused(_("Aus dieser Feststellung ist eine Rückforderung geworden. Zuerst jene zurückziehen lassen."))
    item.refresh_from_db()
    summary = gettext_lazy("Feststellung zum Gespräch festgehalten.")
    told(actor, item, "judge", summary, finding=finding, paragraph=item.paragraph)


@transaction.atomic
def sample_inspect(*, sample: Sample, actor: Actor) -> None:
    """The inspection has ended. Refused while an interview is not judged."""
    can(actor, moving(states.INSPECT), sample).require()
    move(sample, states.INSPECT, actor)
    if open_items := SampleItem.objects.filter(sample=sample, finding="").count():
        raise Refused(
            ngettext(
                "%(count)s Gespräch hat noch keine Feststellung.",
                "%(count)s Gespräche haben noch keine Feststellung.",
                open_items,
            )
            % {"count": open_items}
        )


@transaction.atomic
def sample_close(*, sample: Sample, actor: Actor) -> None:
    """Somebody who inspected nothing of it closes it. Refused while what was found is not asked back."""
    can(actor, moving(states.CLOSE), sample).require()
    missing = [item.reference for item in sample.items.filter(reclaim=None) if still_owed(sample, item)]
    if missing:
        raise Refused(
            _("Noch ohne Rückforderung: %(items)s. Zuerst vorschlagen oder die Feststellung ändern.")
            % {"items": ", ".join(missing)}
        )
    move(sample, states.CLOSE, actor)


def sample_send_back(*, sample: Sample, reason: str, actor: Actor) -> None:
    """The inspection goes on, because something is not right yet."""
    can(actor, moving(states.SEND_BACK), sample).require()
    move(sample, states.SEND_BACK, actor, reason=reason)


def _require_sayable(item: SampleItem, sample: Sample, finding: str, reason: str, ground: str) -> None:
    if finding not in Finding.values:
        raise Refused(_("Wählen Sie, was festgestellt ist."))
    if item.answered_at is None and sample.due_on is not None and clock.today() <= sample.due_on:
        raise Refused(
            _("Die Gemeinde hat noch nicht geantwortet und bis %(day)s Zeit.") % {"day": f"{sample.due_on:%d.%m.%Y}"}
        )
    if finding == Finding.DOES_NOT_COUNT and ground not in rules.grounds(sample.contribution):
        raise Refused(_("Wählen Sie, warum es nicht zählt: Daraus ergibt sich die Ziffer."))
    if rules.costs(finding) and not reason.strip():
        raise Refused(
            _("Begründen Sie die Feststellung: Die Gemeinde liest sie, und die Rückforderung beruft sich darauf.")
        )
