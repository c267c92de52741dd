"""The accounts: none of the demonstration, somebody who administers, and a second factor where it must be."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from ankunft.domain.administration.selectors import held_on
from ankunft.domain.roles import ADMINISTRATOR
from ankunft.foundation.access import roles
from ankunft.foundation.access.models import Account, Membership, SecondFactor
from ankunft.foundation.fitness import Check, Finding, fault, ok, warning
from ankunft.foundation.kernel import clock


def demonstration() -> Iterator[Finding]:
    count = Account.objects.filter(is_demo=True, is_active=True).count()
    if count:
        yield fault(
            f"{count} Konten der Demonstration sind offen: Ihr Passwort ist öffentlich.",
            "Nehmen Sie für die Produktion eine Datenbank ohne Demo-Daten.",
        )
    else:
        yield ok("Es gibt keine Konten der Demonstration.")


def second_factors() -> Iterator[Finding]:
    demanding = [role.code for role in roles.all_roles() if role.needs_second_factor]
    held = held_on(Membership.objects.filter(role__in=demanding, account__is_active=True), clock.today())
    having = SecondFactor.objects.filter(account=OuterRef("account"))
    count = held.filter(~Exists(having)).order_by().values("account").distinct().count()
    if count:
        yield warning(
            f"{count} Konten mit Rollen, die einen zweiten Faktor verlangen, haben noch keinen.",
            "Bei der nächsten Anmeldung richten sie einen ein; schliessen Sie Konten, die niemand braucht.",
        )
    else:
        yield ok("Alle, die einen zweiten Faktor brauchen, haben einen.")


def administrators() -> Iterator[Finding]:
    held = held_on(Membership.objects.filter(role=ADMINISTRATOR, account__is_active=True), clock.today())
    count = held.order_by().values("account").distinct().count()
    if not count:
        yield fault(
            "Niemand verwaltet Konten.", "Geben Sie die Rolle mit «ankunft account» in der Organisation betrieb."
        )
    elif count == 1:
        yield warning(
            "Nur eine Person verwaltet Konten.", "Eine Stellvertretung verhindert, dass niemand mehr hineinkommt."
        )
    else:
        yield ok(f"{count} Personen verwalten Konten.")


CHECKS = (
    Check("demonstration", demonstration),
    Check("second-factors", second_factors),
    Check("administrators", administrators),
)
