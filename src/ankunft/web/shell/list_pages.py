"""A page with one list: shown, searched, taken along as Excel, several records dealt with at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ankunft.foundation.access import saved_views
from ankunft.foundation.documents.spreadsheet import workbook
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused

from .addresses import with_query
from .components import Chip
from .files import xlsx
from .kept import keep, kept
from .lists import FILE, FOUND, Act, Listing
from .shown import Shown
from .templatetags.ankunft import number

WORDS, SELECTED, ACT, VIEW, VIEW_GONE = "suche", "auswahl", "tat", "ansicht", "ansicht-weg"
MOST_ROWS = 20_000
MOST_SELECTED = 500


class Occasion(StrEnum):
    """How records come to be read: for the read log."""

    LISTED = "listed"
    FOUND = "found"
    EXPORTED = "exported"


Found = Callable[[QuerySet[Any], str], QuerySet[Any]]
Noted = Callable[[Sequence[Any], Occasion], None]


def list_page(
    request: HttpRequest,
    listing: Listing,
    records: QuerySet[Any],
    *,
    noted: Noted | None = None,
    found: Found | None = None,
    acts: Sequence[Act] = (),
    hidden: Sequence[str] = (),
    template: str = "shell/list_page.html",
    **context: Any,
) -> HttpResponse:
    """Answer with the list of the records that the actor sees; the view allows GET, HEAD and POST.

    What is refused to do with the selected records is said above them, and they stay selected.
    `noted` enters the records in the read log before they are shown: needed for persons. `found` narrows the records
    to those that fit the words searched for. `hidden` names columns and filters that are no use here. The template
    includes `shell/components/list.html`, for which the context is made.
    """
    refusal = ""
    if request.method == "POST":
        try:
            return _posted(request, listing, records, acts)
        except Forbidden:
            raise
        except Refused as refused:
            if ACT not in request.POST:
                raise
            refusal = refused.reason
    words = _words(request, listing) if found and FOUND in request.GET else ""
    shown = Shown(
        listing,
        found(records, words) if found and words else records,
        request.GET,
        request.actor,
        words=words,
        hidden=hidden,
    )
    if request.GET.get(FILE) == "xlsx":
        return _excel(shown, noted)
    if noted:
        noted(list(shown.page.object_list), Occasion.FOUND if words else Occasion.LISTED)
    views = _views(request, shown)
    return render(
        request,
        template,
        {
            "listing": listing,
            "shown": shown,
            "page": shown.page,
            "chips": shown.chips,
            "acts": acts,
            "views": views,
            "refusal": refusal,
            "ticked": set(request.POST.getlist(SELECTED)),
            "current_view": next((str(view.label) for view in views if view.current), ""),
            **context,
        },
        status=409 if refusal else 200,
    )


def _words(request: HttpRequest, listing: Listing) -> str:
    return kept(request, f"list.{listing.place}").get(WORDS, "")


def _posted(request: HttpRequest, listing: Listing, records: QuerySet[Any], acts: Sequence[Act]) -> HttpResponse:
    """Words to search by, a view to keep or to drop, or an act on what is selected; then the list once more."""
    if WORDS in request.POST:
        return _search(request, listing, request.POST.get(WORDS, ""))
    if VIEW in request.POST:
        shown = Shown(listing, records.none(), request.GET, request.actor)
        name = request.POST.get(VIEW, "")
        saved_views.view_keep(actor=request.actor, place=listing.place, name=name, query=shown.view)
        messages.success(request, _("Die Ansicht «%(name)s» ist gespeichert.") % {"name": name.strip()})
    elif VIEW_GONE in request.POST:
        saved_views.view_drop(actor=request.actor, place=listing.place, name=request.POST.get(VIEW_GONE, ""))
        messages.success(request, _("Die Ansicht ist gelöscht. Die Liste selbst bleibt, wie sie ist."))
    elif act := next((one for one in acts if one.key == request.POST.get(ACT)), None):
        done = act.carry_out(_selected(request, listing, records))
        if isinstance(done, HttpResponse):
            return done
        messages.success(request, str(done))
    return _back(request, request.GET)


def _search(request: HttpRequest, listing: Listing, words: str) -> HttpResponse:
    keep(request, f"list.{listing.place}", {WORDS: words})
    query = request.GET.copy()
    query.pop(FOUND, None)
    query.pop("page", None)
    if words.strip():
        query[FOUND] = "1"
    return _back(request, query)


def _selected(request: HttpRequest, listing: Listing, records: QuerySet[Any]) -> list[Any]:
    """What was selected, among what the actor sees; Refused where that is nothing, or too much."""
    keys = list(dict.fromkeys(request.POST.getlist(SELECTED)))
    if len(keys) > MOST_SELECTED:
        raise Refused(_("Wählen Sie höchstens %(most)s Zeilen aufs Mal.") % {"most": MOST_SELECTED})
    selected = list(records.filter(**{f"{listing.key}__in": keys})) if keys else []
    if not selected:
        raise Refused(_("Wählen Sie zuerst die Zeilen aus, für die das gelten soll."))
    return selected


def _excel(shown: Shown, noted: Noted | None) -> HttpResponse:
    """Every page of what is shown, in its order and with its columns."""
    records = list(shown.records[: MOST_ROWS + 1])
    if len(records) > MOST_ROWS:
        raise Refused(
            _("Die Liste hat mehr als %(most)s Zeilen. Grenzen Sie sie mit den Filtern ein.")
            % {"most": number(MOST_ROWS)}
        )
    if noted:
        noted(records, Occasion.EXPORTED)
    return xlsx(workbook([shown.sheet(records)]), f"{shown.listing.place.replace('.', '-')}.xlsx")


def _views(request: HttpRequest, shown: Shown) -> list[Chip]:
    actor: Actor = request.actor
    return [
        Chip(view.name, f"?{_query(view.query)}", current=view.query == shown.view and not shown.words)
        for view in saved_views.views_of(actor, shown.listing.place)
    ]


def _query(chosen: dict[str, str]) -> str:
    # One database keeps the order in which the choices were stored, the other one its own.
    return with_query(QueryDict(), **dict(sorted(chosen.items())))


def _back(request: HttpRequest, query: QueryDict) -> HttpResponse:
    text = query.urlencode()
    return redirect(f"{request.path}?{text}" if text else request.path)
