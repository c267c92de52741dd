"""The list of persons that may be one, and the two of a pair side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ankunft.domain.arrivals import services
from ankunft.domain.arrivals.births import Birth, birth_text
from ankunft.domain.arrivals.countries import country_name
from ankunft.domain.arrivals.duplicates import duplicates_of, open_duplicates, sentences_of
from ankunft.domain.arrivals.history import label_of
from ankunft.domain.arrivals.languages import language_name
from ankunft.domain.arrivals.models import Duplicate, DuplicateState, Person
from ankunft.domain.arrivals.permissions import DECIDE_DUPLICATE
from ankunft.domain.arrivals.services.households import household_entry_of
from ankunft.domain.arrivals.services.merging import CHOICES
from ankunft.domain.arrivals.wording import address_text
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.list_pages import Occasion
from ankunft.web.shell.lists import Column, Filter, Listing
from ankunft.web.shell.registry import Due

from .list_parts import municipality_column

OPEN, DISTINCT, MERGED = "offen", "zwei", "zusammengefuehrt"
_STATES = {OPEN: DuplicateState.OPEN, DISTINCT: DuplicateState.DISTINCT, MERGED: DuplicateState.MERGED}


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing about both: what it is, what each has, and whether somebody must choose."""

    name: str
    label: str
    one: str
    other: str
    is_choice: bool
    other_holds: bool

    @property
    def differs(self) -> bool:
        return self.one != self.other


def name_of(person: Person) -> str:
    return f"{person.family_name} {person.given_name}".strip()


def _both(pair: Duplicate) -> str:
    return f"{name_of(pair.person)} / {name_of(pair.other)}"


def _by_state(pairs: QuerySet[Any], value: str) -> QuerySet[Any]:
    chosen = pairs.filter(state=_STATES[value])
    return chosen.filter(person__merged_into=None, other__merged_into=None) if value == OPEN else chosen


def _states(_actor: Actor) -> list[tuple[str, str]]:
    return [(OPEN, _("Zu prüfen")), (DISTINCT, _("Zwei Personen")), (MERGED, _("Zusammengeführt"))]


DUPLICATES = Listing(
    place="duplicates",
    title=gettext_lazy("Mögliche Dubletten"),
    key="pk",
    sort="-punkte",
    columns=(
        Column("personen", gettext_lazy("Personen"), _both, order=("person__family_name", "person__given_name")),
        municipality_column(lambda pair: pair),
        Column("punkte", gettext_lazy("Punkte von 100"), lambda pair: pair.score, kind="integer", order=("score",)),
        Column(
            "gruende",
            gettext_lazy("Warum"),
            lambda pair: " ".join(sentence for sentence, _points in sentences_of(pair.reasons)),
        ),
        Column("entschieden", gettext_lazy("Entschieden"), lambda pair: pair.decided_by, order=("decided_at",)),
    ),
    filters=(Filter("stand", gettext_lazy("Stand"), _by_state, _states, default=OPEN, is_chips=True),),
    address=lambda pair: reverse("duplicate", args=[pair.pk]),
)


def pairs_for(actor: Actor) -> QuerySet[Duplicate]:
    return duplicates_of(actor)


def noted(actor: Actor) -> Callable[[Sequence[Any], Occasion], None]:
    """Enters both of each pair in the read log before they are shown."""

    def note(pairs: Sequence[Any], _occasion: Occasion) -> None:
        persons = {person.pk: person for pair in pairs for person in (pair.person, pair.other)}
        services.list_read(persons=persons.values(), what=gettext_lazy("Mögliche Dubletten"), actor=actor)

    return note


def compared(one: Person, other: Person) -> list[Compared]:
    """Everything that is chosen between the two, in the order of a person's file."""
    first, second = _shown(one), _shown(other)
    return [_compared(name, first[name], second[name]) for name in CHOICES]


def take_of(answers: Mapping[str, str], one: Person, other: Person, stays: Person) -> set[str]:
    """What holds of the one that goes, by what was answered for each choice (`one` or `other`)."""
    side = "other" if stays.pk == one.pk else "one"
    return {row.name for row in compared(one, other) if row.is_choice and answers.get(row.name) == side}


def due(actor: Actor) -> list[Due]:
    """How many pairs somebody has to look at."""
    if not can(actor, DECIDE_DUPLICATE) or not (count := open_duplicates(actor).count()):
        return []
    title = ngettext("%(count)s mögliche Dublette prüfen", "%(count)s mögliche Dubletten prüfen", count)
    detail = _("Zusammenführen, oder festhalten, dass es zwei Personen sind")
    return [Due(title % {"count": count}, detail, None, reverse("duplicates"), _("Prüfen"))]


def _compared(name: str, one: str, other: str) -> Compared:
    # That somebody has left is told by one of the two alone: whether it holds must be chosen as well.
    is_choice = one != other and (name == "left_on" or bool(one and other))
    return Compared(name, _label(name), one, other, is_choice, other_holds=not one if name != "left_on" else not other)


def _label(name: str) -> str:
    return _("Geboren") if name == "birth" else label_of(name)


def _shown(person: Person) -> dict[str, str]:
    birth = Birth(person.birth_date, person.birth_year, person.birth_month)
    nationalities = (person.nationality, *person.further_nationalities.split())
    return {
        "family_name": person.family_name,
        "given_name": person.given_name,
        "birth": birth_text(birth),
        "sex": str(person.get_sex_display()),
        "nationality": ", ".join(country_name(code) for code in nationalities),
        "language": language_name(person.language) if person.language else "",
        "interpreter_need": str(person.get_interpreter_need_display()),
        "phone": person.phone,
        "email": person.email,
        "household": address_text(household_entry_of(person.household)) if person.household else "",
        # Two numbers differ; which ones they are is shown to nobody here.
        "ahv_number": _("erfasst (%(reference)s)") % {"reference": person.reference} if person.ahv_index else "",
        "register_key": person.register_key,
        "left_on": f"{person.left_on:%d.%m.%Y}" if person.left_on else "",
    }
