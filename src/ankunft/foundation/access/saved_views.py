"""Views of lists that an account has saved under a name: filters and sorting, never what was searched for."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .models import Account, SavedView

MOST = 20
LONGEST = 60


def views_of(actor: Actor, place: str) -> QuerySet[SavedView]:
    """The views of a list that the actor's account has saved, by name."""
    return visible_to(actor).filter(place=place)


def visible_to(actor: Actor) -> QuerySet[SavedView]:
    """Everybody sees their own views alone."""
    return SavedView.objects.filter(account=actor.account_id)


@transaction.atomic
def view_keep(*, actor: Actor, place: str, name: str, query: Mapping[str, str]) -> SavedView:
    """Keep a view under a name; one of the same name is replaced.

    Refused without a name, where nothing is filtered or sorted, and where the account has `MOST` views of the list.
    """
    name = " ".join(name.split())[:LONGEST]
    if not name:
        raise Refused(_("Geben Sie der Ansicht einen Namen."))
    if not query:
        raise Refused(_("Filtern oder sortieren Sie die Liste zuerst: Eine Ansicht hält fest, was Sie gewählt haben."))
    # Of two that are kept at the same moment the second must see the first, or there would be too many.
    account = Account.objects.select_for_update().get(pk=actor.account_id or 0)
    others = views_of(actor, place).exclude(name=name)
    if others.count() >= MOST:
        raise Refused(_("Mehr als %(most)s Ansichten hat eine Liste nicht. Löschen Sie zuerst eine.") % {"most": MOST})
    view, _created = SavedView.objects.update_or_create(
        account=account, place=place, name=name, defaults={"query": dict(query)}
    )
    _told(actor, place, "access.view.keep", gettext_lazy("Ansicht einer Liste gespeichert."))
    return view


@transaction.atomic
def view_drop(*, actor: Actor, place: str, name: str) -> None:
    """Drop one's own view; Refused if there is none of that name."""
    dropped, _by_model = views_of(actor, place).filter(name=name).delete()
    if not dropped:
        raise Refused(_("Diese Ansicht gibt es nicht mehr."))
    _told(actor, place, "access.view.drop", gettext_lazy("Ansicht einer Liste gelöscht."))


def _told(actor: Actor, place: str, action: str, summary: object) -> None:
    record(actor, Entry(action, "access.view", f"{actor.account_id}/{place}", summary))  # type: ignore[arg-type]
