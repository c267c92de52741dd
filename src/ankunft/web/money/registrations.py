"""What the pages of money hang into the shell: their place, what is due, search, addresses."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.funds.models import Booking, FundingSource, Refund, Tranche, Transfer
from ankunft.domain.funds.permissions import READERS
from ankunft.domain.funds.transfer_states import REFUND, TRANSFER
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.jobs.registry import handler
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.registry import Hit, Place, Text, links, my_day, navigation, search
from ankunft.web.shell.typed import numbered

from . import my_day as due
from .projection_jobs import PROJECTING, make_projection

MOST_HITS = 10
NUMBERED: dict[str, tuple[type[Model], str, str, Text]] = {
    Booking.PREFIX: (Booking, "source", "booking", gettext_lazy("Buchung")),
    Tranche.PREFIX: (Tranche, "source", "", gettext_lazy("Tranche")),
    Transfer.PREFIX: (Transfer, "giving", "transfer", gettext_lazy("Umbuchung")),
    Refund.PREFIX: (Refund, "source", "refund", gettext_lazy("Rückerstattung")),
}
"""By the beginning of its number: the record, its source, its page (none: that of the source), what it is."""


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(gettext_lazy("Finanzierung"), "funding-sources", READERS, 67))
    handler(PROJECTING, title=gettext_lazy("Finanzplan hochrechnen"))(make_projection)
    my_day.register(due.transfers)
    my_day.register(due.refunds)
    my_day.register(due.costs)
    my_day.register(due.warnings)
    search.register(_search)
    links.register("funds.source", lambda key: reverse("funding-source", args=[key]))
    links.register("funds.booking", lambda key: _numbered("booking", Booking.PREFIX, key))
    links.register(TRANSFER.object_type, lambda key: _numbered("transfer", Transfer.PREFIX, key))
    links.register(REFUND.object_type, lambda key: _numbered("refund", Refund.PREFIX, key))


def _search(actor: Actor, query: str) -> Iterator[Hit]:
    """A source by its name or vintage; what was booked, came, moved or went back by its number."""
    words = query.strip()
    if not words or not actor.has_role(*READERS):
        return
    for source in visible_to(actor, FundingSource).filter(Q(label__icontains=words) | Q(code__icontains=words))[
        :MOST_HITS
    ]:
        yield Hit(source.label, source.vintage, reverse("funding-source", args=[source.code]), _("Finanzierungsquelle"))
    yield from _of_number(actor, words)


def _of_number(actor: Actor, typed: str) -> Iterator[Hit]:
    """What people call `B-12`, `T-3`, `U-4` or `E-5`."""
    for prefix, (model, of, page, kind) in NUMBERED.items():
        if (number := numbered(prefix, typed)) is None:
            continue
        for row in visible_to(actor, model).filter(pk=number).select_related(of):
            source = getattr(row, of)
            address = reverse(page, args=[row.pk]) if page else reverse("funding-source", args=[source.code])
            yield Hit(f"{prefix}{row.pk}", f"{source.label} · {Money(row.amount)}", address, kind)


def _numbered(name: str, prefix: str, key: str) -> str | None:
    """The address of a record by what people call it: `B-12`."""
    number = numbered(prefix, key)
    return None if number is None else reverse(name, args=[number])
