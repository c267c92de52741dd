"""What calculations read of the territory, as plain values: each function is one query."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Literal

from ankunft.foundation.bulk import as_day, fetch_rows
from ankunft.foundation.kernel.dated import Dated

from .models import (
    AssociationMembership,
    Contact,
    EntitlementRecord,
    Municipality,
    Payee,
    PaymentAccount,
    PopulationFigure,
    PostalAddress,
    SeriesChoice,
)
from .rules import Lead, Place, address_lines
from .values import AccountEntry


def places() -> dict[int, Place]:
    """Every municipality record by its id."""
    rows = fetch_rows(
        Municipality.objects.order_by("bfs_number").values_list(
            "id", "bfs_number", "name", "valid_from", "valid_to", "successor_id"
        )
    )
    return {
        key: Place(key, bfs_number, name, as_day(start), None if end is None else as_day(end), successor)
        for key, bfs_number, name, start, end, successor in rows
    }


def lead_series() -> dict[int, Dated[Lead | None]]:
    """To which lead municipality each member belonged since when, and who of them is paid."""
    rows = AssociationMembership.objects.order_by("municipality_id").values_list(
        "municipality_id", "valid_from", "association__lead_id", "payee"
    )
    return {
        municipality: Dated(
            (valid_from, None if lead is None else Lead(lead, payee == Payee.LEAD))
            for _, valid_from, lead, payee in entries
        )
        for municipality, entries in groupby(rows, key=itemgetter(0))
    }


def entitlement_statements() -> Iterator[tuple[int, date, bool, str]]:
    """What the canton itself recorded: municipality id, from when, entitled or not, why (KS 4.2, 4.7)."""
    rows = EntitlementRecord.objects.order_by().values_list("municipality_id", "valid_from", "entitled", "reason")
    return iter(rows)


def chosen_population(
    days: Collection[date], counted: Literal["foreign_residents", "residents"] = "foreign_residents"
) -> Iterator[tuple[date, int, int, str, int]]:
    """Who is counted on these days: day, municipality id, count, name of the series, number of the version.

    For each day the series is taken that the canton chose for it (KS 4.3.2: "gemäss kantonaler Statistik").
    """
    choices = Dated(SeriesChoice.objects.values_list("reference_from", "series_id"))
    # By the day as either driver spells it: one look tells whether the figure is wanted, and converts the day.
    wanted = {(spelling, choices.at(day)): day for day in days for spelling in (day, day.isoformat())}
    rows = fetch_rows(
        PopulationFigure.objects.filter(reference_date__in=days, is_latest=True)
        .order_by()
        .values_list("reference_date", "series_id", "municipality_id", counted, "series__name", "number")
    )
    return ((wanted[row[:2]], *row[2:]) for row in rows if row[:2] in wanted)


def accounts_on(municipalities: Collection[int], day: date) -> dict[int, AccountEntry]:
    """The account and address in force on that day, by municipality id."""
    rows = PaymentAccount.objects.filter(municipality_id__in=municipalities, valid_from__lte=day).order_by("valid_from")
    fields = (name if name != "municipality" else "municipality_id" for name in AccountEntry._fields)
    return {entry.municipality: entry for entry in map(AccountEntry._make, rows.values_list(*fields))}


def postal_lines_on(municipalities: Collection[int], day: date) -> dict[int, list[str]]:
    """Street and town at which each is written to on that day, by municipality id."""
    rows = PostalAddress.objects.filter(municipality_id__in=municipalities, valid_from__lte=day).order_by("valid_from")
    parts = rows.values_list("municipality_id", "street", "house_number", "postcode", "town")
    return {municipality: address_lines(*address) for municipality, *address in parts}


def emails_on(municipalities: Collection[int], functions: Collection[str], day: date) -> dict[tuple[int, str], str]:
    """To which address a mail goes on that day, by municipality id and function; whoever has none is left out."""
    rows = Contact.objects.filter(municipality_id__in=municipalities, function__in=functions, valid_from__lte=day)
    latest = {
        (municipality, function): email if name else ""
        for municipality, function, name, email in rows.order_by("valid_from").values_list(
            "municipality_id", "function", "name", "email"
        )
    }
    return {key: email for key, email in latest.items() if email}


def names_of(municipalities: Collection[int]) -> list[str]:
    """Their names in order."""
    return list(Municipality.objects.filter(pk__in=municipalities).order_by("name").values_list("name", flat=True))
