"""The list of bookings: its columns, its filters, and how one is found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.funds.models import Booking, CostKind, FundingSource
from ankunft.domain.funds.selectors.money import bookings_for
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.lists import Column, Filter, Listing
from ankunft.web.shell.typed import numbered

from .booking_forms import leaves
from .words import FLAGS

FLAGGED, REVERSED = "auffaellig", "zurueck"


@dataclass(frozen=True, slots=True)
class Listed:
    """A row: the booking, what it takes from its source (below zero, as plans show it), and what of it is not as
    planned."""

    booking: Booking
    taken: int
    flags: list[str]
    is_reversed: bool


def prepared(bookings: Sequence[Any]) -> list[Listed]:
    """The rows of these bookings."""
    return [
        Listed(
            one,
            -one.amount,
            [str(FLAGS[flag]) for flag in one.flags if flag in FLAGS],
            one.reverses_id is not None or hasattr(one, "reversed_by"),
        )
        for one in bookings
    ]


def found(bookings: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those with that number, or with the words in their paper or text."""
    typed = text.strip()
    fitting = Q(reference__icontains=typed) | Q(text__icontains=typed)
    if (number := numbered(Booking.PREFIX, typed)) is not None:
        fitting |= Q(pk=number)
    return bookings.filter(fitting)


def _positions(actor: Actor) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{one.plan.code} · {one.label}") for one in leaves(actor)]


def _sources(actor: Actor) -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in visible_to(actor, FundingSource)]


def _years(actor: Actor) -> list[tuple[str, str]]:
    days = bookings_for(actor).order_by().dates("booked_on", "year", order="DESC")
    return [(str(day.year), str(day.year)) for day in days]


def _remarkable(bookings: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == FLAGGED:
        return bookings.exclude(flags=[])
    return bookings.filter(Q(reverses__isnull=False) | Q(reversed_by__isnull=False))


FILTERS = (
    Filter("position", gettext_lazy("Position"), lambda rows, value: rows.filter(position=value), _positions),
    Filter("quelle", gettext_lazy("Quelle"), lambda rows, value: rows.filter(source__code=value), _sources),
    Filter("jahr", gettext_lazy("Jahr"), lambda rows, value: rows.filter(booked_on__year=value), _years),
    Filter(
        "art", gettext_lazy("Art"), lambda rows, value: rows.filter(kind=value), lambda _actor: list(CostKind.choices)
    ),
    Filter("ab", gettext_lazy("Gebucht ab"), lambda rows, value: rows.filter(booked_on__gte=value)),
    Filter("bis", gettext_lazy("Gebucht bis"), lambda rows, value: rows.filter(booked_on__lte=value)),
    Filter(
        "hinweis",
        gettext_lazy("Hinweis"),
        _remarkable,
        lambda _actor: [(FLAGGED, _("auffällig")), (REVERSED, _("zurückgebucht"))],
    ),
)

BOOKINGS = Listing(
    place="funds.bookings",
    title=gettext_lazy("Buchungen"),
    columns=(
        Column("number", gettext_lazy("Buchung"), lambda row: row.booking.number, order=("pk",), is_whole=True),
        Column("day", gettext_lazy("Datum"), lambda row: row.booking.booked_on, "date", order=("booked_on", "pk")),
        Column(
            "position",
            gettext_lazy("Position"),
            lambda row: row.booking.position.label,
            order=("position__plan__code", "position__number", "pk"),
            template="money/position_cell.html",
        ),
        Column("plan", gettext_lazy("Plan"), lambda row: row.booking.position.plan.code, in_file_only=True),
        Column("source", gettext_lazy("Quelle"), lambda row: row.booking.source.label, order=("source__number", "pk")),
        Column("kind", gettext_lazy("Art"), lambda row: row.booking.get_kind_display()),
        Column("text", gettext_lazy("Text"), lambda row: row.booking.text),
        Column("reference", gettext_lazy("Beleg"), lambda row: row.booking.reference),
        Column(
            "flags",
            gettext_lazy("Hinweis"),
            lambda row: ", ".join([*row.flags, *([str(_("zurückgebucht"))] if row.is_reversed else [])]),
            template="money/flags_cell.html",
        ),
        Column("reason", gettext_lazy("Begründung"), lambda row: row.booking.reason, in_file_only=True),
        Column("amount", gettext_lazy("Betrag CHF"), lambda row: row.taken, "money", order=("amount", "pk")),
    ),
    key="pk",
    sort="-day",
    filters=FILTERS,
    search_label=gettext_lazy("Beleg, Text oder Nummer (B-12)"),
    prepare=prepared,
    address=lambda row: reverse("booking", args=[row.booking.pk]),
)
