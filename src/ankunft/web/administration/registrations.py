"""What the administration hangs into the shell: its place, and what is due for an administrator."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ankunft.domain.administration import selectors
from ankunft.domain.administration.permissions import runs_operations
from ankunft.domain.roles import ADMINISTRATOR
from ankunft.foundation.access import roles
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.mail.selectors import counts
from ankunft.web.shell.registry import Due, Hit, Place, my_day, navigation, search

MOST_HITS = 10


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(gettext_lazy("Administration"), "admin-accounts", frozenset({ADMINISTRATOR}), 80))
    my_day.register(_due)
    search.register(_search)


def _search(actor: Actor, query: str) -> Iterator[Hit]:
    """Accounts by part of the name or of the address, for administrators. Posted, so that no address names anybody."""
    if not actor.has_role(ADMINISTRATOR):
        return
    for account in selectors.accounts(actor, selectors.Filters(query=query.strip()))[:MOST_HITS]:
        yield Hit(account.name, account.email, reverse("admin-account", args=[account.pk]), _("Konto"))


def _due(actor: Actor) -> Iterator[Due]:
    """What an administrator looks after; nothing for anybody else, and no statement for it."""
    if not actor.has_role(ADMINISTRATOR):
        return
    yield from _people(actor)
    if runs_operations(actor):
        yield from _operations(actor)


def _people(actor: Actor) -> Iterator[Due]:
    if count := selectors.expired_invitations(actor):
        title = ngettext("%(count)d Einladung ist abgelaufen", "%(count)d Einladungen sind abgelaufen", count)
        detail = _("Senden Sie sie noch einmal oder ziehen Sie sie zurück.")
        yield Due(title % {"count": count}, detail, None, reverse("admin-invitations"), _("Ansehen"))
    if count := selectors.accounts_without_factor(actor):
        title = ngettext(
            "%(count)d Konto hat noch keinen zweiten Faktor", "%(count)d Konten haben noch keinen zweiten Faktor", count
        )
        url = f"{reverse('admin-accounts')}?stand=without_factor"
        yield Due(title % {"count": count}, _("Die Rolle verlangt einen."), None, url, _("Ansehen"))
    for end in selectors.roles_ending(actor)[:5]:
        role = roles.get(end.role)
        detail = _("%(role)s bei %(organisation)s") % {
            "role": role.label if role else end.role,
            "organisation": end.organisation.name,
        }
        title = _("Die Rolle von %(name)s endet") % {"name": end.account.name}
        yield Due(title, detail, end.valid_from, reverse("admin-account", args=[end.account_id]), _("Ansehen"))


def _operations(actor: Actor) -> Iterator[Due]:
    if count := counts()["failed"]:
        title = ngettext(
            "%(count)d Nachricht ist nicht zugestellt", "%(count)d Nachrichten sind nicht zugestellt", count
        )
        url = f"{reverse('admin-outbox')}?stand=failed"
        yield Due(title % {"count": count}, _("Postausgang"), None, url, _("Ansehen"))
    if count := selectors.failed_jobs(actor):
        title = ngettext("%(count)d Auftrag ist gescheitert", "%(count)d Aufträge sind gescheitert", count)
        detail = _("In den letzten sieben Tagen")
        yield Due(title % {"count": count}, detail, None, f"{reverse('admin-jobs')}?stand=failed", _("Ansehen"))
