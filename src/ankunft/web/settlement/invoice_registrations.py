"""What invoices hang into the shell: their place, what is due, search, and a section of a municipality."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ankunft.domain.roles import APPROVER, AUDITOR, FINANCE_OFFICER, MUNICIPAL_FINANCE
from ankunft.domain.settlement import cancellation_states as states
from ankunft.domain.settlement import selectors
from ankunft.domain.settlement.invoice_permissions import REMIND, SEE_INVOICES, cancelling
from ankunft.domain.settlement.models import OWED, Invoice
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.registry import Due, Hit, Place, links, my_day, navigation, search
from ankunft.web.territory.registry import Section, sections

from .invoice_list import OVERDUE, TO_REMIND, prepared

READERS = frozenset({FINANCE_OFFICER, APPROVER, AUDITOR, MUNICIPAL_FINANCE})
SHORTEST_SEARCH = 3
HITS = 10
LATEST = 8


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(gettext_lazy("Rechnungen"), "invoices", READERS, 25, order_for={MUNICIPAL_FINANCE: 52}))
    my_day.register(due_for_finance)
    my_day.register(due_for_municipality)
    search.register(_search)
    links.register("invoice", lambda number: reverse("invoice", args=[number]))
    sections.register(_section)


def due_for_finance(actor: Actor) -> Iterator[Due]:
    """Reminders to send, what is overdue besides, and cancellations that wait for a second person."""
    if can(actor, REMIND):
        waiting = selectors.reminders_due(clock.today())
        if waiting:
            yield Due(
                ngettext("%(count)s Zahlungserinnerung senden", "%(count)s Zahlungserinnerungen senden", len(waiting))
                % {"count": len(waiting)},
                _("%(sum)s offen") % {"sum": Money.sum(Money(invoice.open) for invoice, _due in waiting)},
                min(due.since for _invoice, due in waiting),
                f"{reverse('invoices')}?stand={TO_REMIND}",
                _("Öffnen"),
                late=True,
            )
        standing = selectors.owed_standing(visible_to(actor, Invoice))
        if standing.overdue_count:
            yield Due(
                ngettext("%(count)s Rechnung überfällig", "%(count)s Rechnungen überfällig", standing.overdue_count)
                % {"count": standing.overdue_count},
                _("%(sum)s offen") % {"sum": Money(standing.overdue)},
                None,
                f"{reverse('invoices')}?stand={OVERDUE}",
                _("Ansehen"),
            )
    if can(actor, cancelling(states.CONFIRM)):
        for one in selectors.cancellations_waiting(actor):
            yield Due(
                str(states.CANCELLATION[states.CONFIRM].doing),
                f"{one.invoice.number}, {one.invoice.payee.name} · {Money(one.invoice.amount)}",
                None,
                reverse("invoice", args=[one.invoice.number]),
                _("Öffnen"),
            )


def due_for_municipality(actor: Actor) -> Iterator[Due]:
    """What the finance department of a municipality has to pay, each invoice with its day."""
    if not actor.has_role(MUNICIPAL_FINANCE):
        return
    for one in visible_to(actor, Invoice).filter(state__in=OWED).order_by("due_on", "number")[:LATEST]:
        yield Due(
            _("Rechnung %(number)s zahlen") % {"number": one.number},
            _("%(sum)s offen") % {"sum": Money(one.open)},
            one.due_on,
            reverse("invoice", args=[one.number]),
            _("Öffnen"),
            late=one.due_on < clock.today(),
        )


def _search(actor: Actor, query: str) -> Iterator[Hit]:
    typed = query.strip().replace(" ", "").upper()
    if len(typed) < SHORTEST_SEARCH or not can(actor, SEE_INVOICES):
        return
    about = Q(number__startswith=typed) | Q(reference__startswith=typed)
    for one in visible_to(actor, Invoice).filter(about).select_related("payee").order_by("-number")[:HITS]:
        title = _("Rechnung %(number)s") % {"number": one.number}
        detail = f"{one.payee.name} · {Money(one.amount)} · {one.state_label}"
        yield Hit(title, detail, reverse("invoice", args=[one.number]), _("Rechnung"))


def _section(actor: Actor, municipality: Municipality) -> Section | None:
    """The invoices to a municipality, for whoever sees them."""
    if not can(actor, SEE_INVOICES):
        return None
    latest = list(visible_to(actor, Invoice).filter(payee=municipality).order_by("-issued_on", "number")[:LATEST])
    return Section("settlement/invoices_section.html", {"invoices": prepared(latest)}, order=45) if latest else None
