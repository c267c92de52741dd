"""What supervision hangs into the shell: its place, what is due, the auditor's card, search, addresses."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.roles import AUDITOR, CANTONAL, INTEGRATION_OFFICER
from ankunft.domain.supervision import states
from ankunft.domain.supervision.models import Sample, SampleItem
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.registry import Hit, Place, links, my_day, navigation, search
from ankunft.web.shell.typed import numbered

from . import my_day as due

PREFIX = "S-"


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(gettext_lazy("Aufsicht"), "samples", CANTONAL, 55, {AUDITOR: 25}))
    navigation.register(Place(gettext_lazy("Aufsicht"), "evidence-requests", frozenset({INTEGRATION_OFFICER}), 70))
    my_day.register(due.requested)
    my_day.register(due.inspected)
    my_day.register_card(due.audited)
    search.register(_search)
    links.register("payment", _trace_address)
    links.register("finding", _item_address)


def _search(actor: Actor, query: str) -> Iterator[Hit]:
    """A sample by its reference."""
    if (number := numbered(PREFIX, query)) is None:
        return
    for sample in visible_to(actor, Sample).filter(pk=number):
        label = str(states.SAMPLE.labels[sample.state])
        yield Hit(sample.reference, label, reverse("sample", args=[sample.pk]), _("Stichprobe"))


def _trace_address(key: str) -> str | None:
    """The way of a payment named `2026-03/2601`."""
    month, _slash, bfs_number = key.partition("/")
    try:
        return reverse("payment-trace", args=[month, int(bfs_number)])
    except (ValueError, NoReverseMatch):
        return None


def _item_address(key: str) -> str | None:
    """The interview of a sample named `S-12/3`."""
    sample, _slash, number = key.removeprefix(PREFIX).partition("/")
    if not sample.isdecimal() or not number.isdecimal():
        return None
    found = SampleItem.objects.filter(sample=int(sample), number=int(number)).values_list("pk", flat=True).first()
    return reverse("sample-item", args=[found]) if found else None
