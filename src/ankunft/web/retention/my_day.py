"""What "Mein Tag" shows of retention: what is due, lists to review, to approve, and those that got stuck."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.foundation.jobs.models import OPEN, Job
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.retention import registry, selectors, states
from ankunft.foundation.retention.models import DeletionList
from ankunft.web.shell.registry import Due

from .rows import list_rows


def due(actor: Actor) -> Iterator[Due]:
    """For reviewers and approvers; nobody else owes anything here."""
    staff = registry.staff()
    if not actor.has_role(*staff.reviewers, *staff.approvers):
        return
    if found := selectors.due_of(actor):
        count = sum(number for _one, _code, number in found)
        title = ngettext("%(count)s Datensatz zum Löschen fällig", "%(count)s Datensätze zum Löschen fällig", count)
        detail = _("Die Aufbewahrungsfrist ist abgelaufen.")
        yield Due(title % {"count": count}, detail, None, reverse("retention"), _("Ansehen"))
    listings = list(selectors.open_lists(actor))
    under_way = set(
        Job.objects.filter(pk__in=[one.job for one in listings if one.job], state__in=OPEN).values_list("pk", flat=True)
    )
    for row in list_rows(listings):
        if line := _line(row["listing"], actor, under_way):
            title, button = line
            url = reverse("deletion-list", args=[row["listing"].pk])
            yield Due(title, f"{row['label']} · {row['name']}", None, url, button)


def _line(listing: DeletionList, actor: Actor, under_way: set[int]) -> tuple[str, str] | None:
    staff = registry.staff()
    if listing.state == states.PROPOSED and actor.has_role(*staff.reviewers):
        return _("Löschliste prüfen"), _("Prüfen")
    if listing.state == states.REVIEWED and actor.has_role(*staff.approvers):
        return _("Löschliste genehmigen"), _("Genehmigen")
    if (
        listing.state in (states.APPROVED, states.RUNNING)
        and listing.job not in under_way
        and actor.has_role(*staff.approvers)
    ):
        return _("Löschliste ist stehen geblieben"), _("Ansehen")
    return None
