"""What plans hang into the shell: their place, what is due, search, addresses."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.funds.models import FinancialPlan
from ankunft.domain.funds.permissions import READERS
from ankunft.domain.funds.selectors.explaining import SOURCE
from ankunft.domain.roles import BODY_MEMBER, COORDINATION, IIZ_OFFICE, STRUCTURE_DELEGATE
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.registry import Hit, Place, links, my_day, navigation, search

from . import my_day as due

MOST_HITS = 10
FIRST_FOR = {**dict.fromkeys((STRUCTURE_DELEGATE, IIZ_OFFICE, BODY_MEMBER), 5), COORDINATION: 41}
"""Where it stands further ahead: it is all they do here, or part of every day."""


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(gettext_lazy("Finanzplanung"), "plans", READERS, 66, FIRST_FOR))
    my_day.register(due.inputs)
    my_day.register(due.consultations)
    search.register(_search)
    links.register(SOURCE, _address)


def _search(actor: Actor, query: str) -> Iterator[Hit]:
    """A plan by its code or name."""
    words = query.strip()
    if not words or not actor.has_role(*READERS):
        return
    named = Q(code__icontains=words) | Q(label__icontains=words)
    for plan in visible_to(actor, FinancialPlan).filter(named)[:MOST_HITS]:
        yield Hit(plan.label, plan.code, reverse("plan", args=[plan.code]), _("Finanzplan"))


def _address(reference: str) -> str | None:
    """A version by its reference: `KIP2/1`."""
    code, _slash, number = reference.rpartition("/")
    if not code or "/" in code or not (number.isascii() and number.isdecimal()):
        return None
    return reverse("plan-version", args=[code, int(number)])
