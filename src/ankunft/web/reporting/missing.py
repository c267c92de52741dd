"""What is owed and not handed in, line by line whatever it is, and reminding of what was ticked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ankunft.domain.reporting.deadlines import is_left_to_the_canton
from ankunft.domain.reporting.owed import Owed
from ankunft.domain.reporting.selectors import Reminded

from .jobs import remind_ask
from .words import Tag


@dataclass(frozen=True, slots=True)
class Missing:
    """A line of what is missing: what is owed, how it stands, and how often who owes it was reminded."""

    owed: Owed
    url: str
    tags: Sequence[Tag | Mapping[str, str]]
    reminded: Reminded | None
    late: bool
    is_left: bool

    @property
    def key(self) -> str:
        """By what the line is ticked."""
        return f"{self.owed.kind}/{self.owed.bfs_number}/{self.owed.term}"

    @property
    def what(self) -> str:
        """The half-year or year; of what has a name of its own that too."""
        return f"{self.owed.label} {self.owed.term}".strip()


def missing_line(
    owed: Owed,
    url: str,
    tags: Sequence[Tag | Mapping[str, str]],
    told: Mapping[tuple[int, str], Reminded],
    *,
    late: bool,
    today: date,
) -> Missing:
    """The line of what is owed; `told` are the reminders of its kind, by municipality and term."""
    is_left = is_left_to_the_canton(owed.due_on, today, settings.DEADLINE_REMINDERS)
    return Missing(owed, url, tags, told.get((owed.municipality_id, owed.term)), late, is_left)


def remind_of(request: HttpRequest, lines: Iterable[Missing], shown: str) -> HttpResponse:
    """Remind of what was ticked, or of everything that is overdue: in the background, on a page that shows how far.

    `shown` is the name of the list on which it was asked.
    """
    everything = request.POST.get("tat") == "alle"
    chosen = set(request.POST.getlist("auswahl"))
    owed = [line.owed for line in lines if (line.late if everything else line.key in chosen)]
    if not owed:
        messages.error(request, _("Wählen Sie zuerst aus, woran erinnert werden soll."))
        return redirect(shown)
    return redirect("job", remind_ask(owed=owed, shown=shown, actor=request.actor).pk)
