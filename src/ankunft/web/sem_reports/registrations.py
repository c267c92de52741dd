"""What reports and programmes hang into the shell: what is due, and search."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.funds.models import ReportState, SemReport
from ankunft.domain.funds.report_permissions import SEE
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.registry import Hit, my_day, search

from . import my_day as due

MOST_HITS = 10


def register() -> None:
    """Called once when the application starts."""
    my_day.register(due.quarters)
    my_day.register(due.reports)
    my_day.register(due.programmes)
    search.register(_search)


def _search(actor: Actor, query: str) -> Iterator[Hit]:
    """A report by its plan or programme, with a quarter or year: `KIP2-2024-Q3`, `KIP2 2024`."""
    words = query.strip().upper().replace("-Q", " Q").replace("-", " ").split("/")[0].split()
    if not words or not can(actor, SEE):
        return
    wanted = Q()
    for word in words:
        if word.isascii() and word.isdecimal() and len(word) <= 4:
            wanted &= Q(year=int(word))
        elif len(word) == 2 and word[0] == "Q" and word[1] in "1234":
            wanted &= Q(quarter=int(word[1]))
        else:
            wanted &= Q(subject__iexact=word)
    for report in visible_to(actor, SemReport).filter(wanted)[:MOST_HITS]:
        yield Hit(
            report.reference,
            str(ReportState(report.state).label),
            reverse("sem-report", args=[report.pk]),
            _("Bericht"),
        )
