"""The list of arrivals: a line for each family, its columns and filters, and what can be done with several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.arrivals import services, tasks
from ankunft.domain.arrivals.models import Arrival, ArrivalState
from ankunft.domain.arrivals.tasks import Family
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.shell.list_pages import Occasion
from ankunft.web.shell.lists import Act, Column, Filter, Listing

from .addresses import appointment_address, arrival_address
from .list_parts import WHOM, municipality_column, municipality_filter
from .words import StateTag, appointment_words, languages_of, state_tag

LATE, EVERYTHING = "ueberfaellig", "alle"
STATES = {
    "einladen": ArrivalState.OPEN,
    "eingeladen": ArrivalState.INVITED,
    "informiert": ArrivalState.INFORMED,
    "verzichtet": ArrivalState.WAIVED,
    "widerrufen": ArrivalState.RECALLED,
}
TO_INVITE = "einladen"
WAITING = (ArrivalState.OPEN, ArrivalState.INVITED)
MOST_WAIVED = 50

_OCCASIONS = {
    Occasion.LISTED: gettext_lazy("Liste der Zuzüge"),
    Occasion.FOUND: gettext_lazy("Suche in den Zuzügen"),
    Occasion.EXPORTED: gettext_lazy("Zuzüge als Excel"),
}


def noted(actor: Actor) -> Callable[[Sequence[Any], Occasion], None]:
    """Enters the persons of the families in the read log before they are shown."""

    def note(firsts: Sequence[Any], occasion: Occasion) -> None:
        persons = [person for family in tasks.families(firsts) for person in family.persons]
        services.list_read(persons=persons, what=_OCCASIONS[occasion], actor=actor)

    return note


def acts() -> list[Act]:
    """What an officer can do with several families at once."""
    return [Act("einladen", _("Einladen …"), _invite), Act("verzicht", _("Kein Gespräch …"), _ask_why)]


@dataclass(frozen=True, slots=True)
class Line:
    """A family as a line of the list: with the tag of its state, and where an appointment is made."""

    family: Family
    state: StateTag
    appointment: str

    @property
    def languages(self) -> str:
        """In which languages they are written to, and that somebody interprets."""
        interpreting = _("mit Dolmetschen") if self.family.needs_interpreter else ""
        return ", ".join(filter(None, (languages_of(self.family), interpreting)))

    @property
    def step(self) -> str:
        """What is to be done next; empty where there is nothing."""
        return appointment_words(self.family.first) if self.appointment else ""


def lines(firsts: Sequence[Any]) -> list[Line]:
    """The families of these as lines."""
    return [
        Line(
            family,
            state_tag(family.first),
            appointment_address(family.first) if family.first.state in WAITING else "",
        )
        for family in tasks.families(firsts)
    ]


def _ask_why(firsts: Sequence[Any]) -> HttpResponse:
    return _led_to("arrivals-waive", firsts)


def _invite(firsts: Sequence[Any]) -> HttpResponse:
    return _led_to("interviews-invite", firsts)


def _led_to(route: str, firsts: Sequence[Any]) -> HttpResponse:
    """To a page about all of these families."""
    if len(firsts) > MOST_WAIVED:
        raise Refused(_("Wählen Sie höchstens %(most)s Zeilen aufs Mal.") % {"most": MOST_WAIVED})
    query = urlencode([("zuzug", arrival.reference) for arrival in firsts])
    return redirect(f"{reverse(route)}?{query}")


def _by_state(firsts: QuerySet[Arrival], value: str) -> QuerySet[Arrival]:
    if value == EVERYTHING:
        return firsts
    return tasks.late(firsts) if value == LATE else firsts.filter(state=STATES[value])


FILTERS = (
    Filter(
        "stand",
        gettext_lazy("Stand"),
        _by_state,
        lambda _actor: [
            (TO_INVITE, _("Einzuladen")),
            (LATE, _("Überfällig")),
            ("eingeladen", _("Eingeladen")),
            ("informiert", _("Informiert")),
            ("verzichtet", _("Kein Gespräch")),
            ("widerrufen", _("Widerrufen")),
            (EVERYTHING, _("Alle")),
        ],
        default=TO_INVITE,
        widest=EVERYTHING,
        is_chips=True,
    ),
    municipality_filter(),
    Filter("seit", gettext_lazy("Zugezogen seit"), lambda firsts, value: firsts.filter(arrived_on__gte=value)),
)

COLUMNS = (
    Column("wer", gettext_lazy("Zugezogen"), lambda line: line.family.names),
    municipality_column(lambda line: line.family.first, "target_on"),
    Column(
        "zuzug", gettext_lazy("Zuzug am"), lambda line: line.family.first.arrived_on, kind="date", order=("arrived_on",)
    ),
    Column("aus", gettext_lazy("Aus"), lambda line: line.family.country),
    Column("sprache", gettext_lazy("Sprache"), lambda line: line.languages),
    Column(
        "bis",
        gettext_lazy("Einladen bis"),
        lambda line: line.family.first.target_on,
        kind="date",
        order=("target_on", "arrived_on"),
        template="arrivals/cells/target.html",
    ),
    Column(
        "stand",
        gettext_lazy("Stand"),
        lambda line: line.state.text,
        template="arrivals/cells/state.html",
    ),
    Column("schritt", gettext_lazy("Nächster Schritt"), lambda line: line.step, template="arrivals/cells/step.html"),
)

ARRIVALS = Listing(
    place="arrivals",
    title=gettext_lazy("Zuzüge"),
    columns=COLUMNS,
    key="reference",
    sort="bis",
    filters=FILTERS,
    search_label=WHOM,
    prepare=lines,
    address=lambda line: arrival_address(line.family.first),
)
