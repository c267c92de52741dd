"""«Zuzug erfassen»: those who arrived together, where they live, when and from where they came, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.arrivals import rules
from ankunft.domain.arrivals.births import Birth
from ankunft.domain.arrivals.checks import person_faults
from ankunft.domain.arrivals.checks.arrival import arrival_faults
from ankunft.domain.arrivals.checks.household import household_faults
from ankunft.domain.arrivals.languages import languages
from ankunft.domain.arrivals.models import InterpreterNeed, Sex
from ankunft.domain.arrivals.values import HouseholdEntry, PersonEntry
from ankunft.domain.territory.models import Municipality
from ankunft.web.shell.forms import DayField, house_number_field, postcode_field

from .arrival_forms import origin_choices
from .fields import BirthField, country_choices

MOST = 12
"""Persons on one page."""
COUNT, MORE, LESS = "anzahl", "mehr", "weg"
PERSON = ("family_name", "given_name", "birth", "sex", "nationality", "language", "interpreter_need")
SHARED = ("family_name", "nationality", "language")
"""What a further person begins with, because those who arrive together mostly have it in common."""
HOME = ("street", "house_number", "postcode", "town")
# Where a fault of an entry belongs on this page.
_PLACES = {"birth_date": "birth", "birth_year": "birth", "birth_month": "birth"}


class FamilyForm(forms.Form):
    """The fields of each person have its number at their end: `family_name_1`."""

    municipality = forms.ModelChoiceField(
        label=gettext_lazy("Gemeinde"), queryset=Municipality.objects.none(), empty_label=None
    )
    arrived_on = DayField(
        label=gettext_lazy("Zuzug am"), error_messages={"required": gettext_lazy("Geben Sie den Tag des Zuzugs ein.")}
    )
    from_country = forms.ChoiceField(label=gettext_lazy("Zuzug aus"), choices=origin_choices, required=False)
    street = forms.CharField(label=gettext_lazy("Strasse"), max_length=100, required=False)
    house_number = house_number_field(12)
    postcode = postcode_field(10, required=False)
    town = forms.CharField(label=gettext_lazy("Ort"), max_length=60, required=False)
    nonetheless = forms.BooleanField(
        label=gettext_lazy(
            "Trotzdem zur Erstinformation einladen, auch wenn es nicht bezahlt wird (KS 3.2 Fussnote 1)"
        ),
        required=False,
    )

    def __init__(self, *args: Any, municipalities: QuerySet[Municipality], count: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.count = count
        places = list(municipalities[:2])
        self._only = places[0] if len(places) == 1 else None
        if self._only:
            del self.fields["municipality"]
        else:
            self.fields["municipality"].queryset = municipalities
        for number in range(1, count + 1):
            for name, field in _person_fields():
                self.fields[f"{name}_{number}"] = field

    def begin_at(self, number: int) -> None:
        """Whoever asked for a further person goes on typing there; the family name is proposed."""
        self.fields[f"given_name_{number}"].widget.attrs["autofocus"] = True

    def summary_label(self, field: forms.BoundField) -> str:
        """What the summary of errors calls a field: of several persons it says whose it is."""
        name, _line, number = field.name.rpartition("_")
        if self.count == 1 or name not in PERSON:
            return str(field.label)
        return _("Person %(number)s, %(label)s") % {"number": number, "label": field.label}

    @property
    def groups(self) -> list[list[forms.BoundField]]:
        """The fields of each person."""
        return [[self[f"{name}_{number}"] for name in PERSON] for number in range(1, self.count + 1)]

    @property
    def home_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in HOME]

    @property
    def arrival_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("municipality", "arrived_on", "from_country") if name in self.fields]

    @property
    def municipality_chosen(self) -> Municipality:
        """Where they arrived: nobody is asked who acts for one municipality alone."""
        chosen: Municipality = self._only or self.cleaned_data["municipality"]
        return chosen

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        entries = [self._checked_entry(number, data) for number in range(1, self.count + 1)]
        home = self.home(data)
        if home:
            for fault in household_faults(home):
                self.add_error(fault.field, fault.message)
        elif self.count > 1:
            self.add_error("street", _("Geben Sie die Adresse ein: An sie geht die Einladung für alle zusammen."))
        if data.get("arrived_on"):
            births = [_earliest(entry) for entry in entries if entry]
            latest = max((birth for birth in births if birth), default=None)
            for fault in arrival_faults(latest, data["arrived_on"], data.get("from_country", "")):
                self.add_error(fault.field, fault.message)
        return data

    def entries(self) -> list[PersonEntry]:
        """Those who were entered, as the service takes them."""
        return [self._entry(number, self.cleaned_data) for number in range(1, self.count + 1)]

    def home(self, data: Mapping[str, Any] | None = None) -> HouseholdEntry | None:
        """The address; None where none was typed."""
        values = self.cleaned_data if data is None else data
        entry = HouseholdEntry(**{name: values.get(name, "") for name in HOME})
        return entry if any(entry) else None

    def _checked_entry(self, number: int, data: dict[str, Any]) -> PersonEntry | None:
        if any(f"{name}_{number}" in self.errors for name in PERSON):
            return None
        entry = self._entry(number, data)
        for fault in person_faults(entry):
            self.add_error(f"{_PLACES.get(fault.field, fault.field)}_{number}", fault.message)
        return entry

    def _entry(self, number: int, data: Mapping[str, Any]) -> PersonEntry:
        values = {name: data[f"{name}_{number}"] for name in PERSON}
        birth: Birth = values.pop("birth")
        return PersonEntry(**values, birth_date=birth.date, birth_year=birth.year, birth_month=birth.month)


def _person_fields() -> Iterator[tuple[str, forms.Field]]:
    missing: dict[str, Any] = {"required": gettext_lazy("Geben Sie den Familiennamen ein.")}
    yield "family_name", forms.CharField(label=_("Familienname"), max_length=100, error_messages=missing)
    yield "given_name", forms.CharField(label=_("Vorname"), max_length=100, required=False)
    yield "birth", BirthField(help_text=_("17.05.1990; oder nur 05.1990 oder 1990."))
    yield (
        "sex",
        forms.ChoiceField(
            label=_("Geschlecht"),
            choices=[("", "–"), *Sex.choices],
            error_messages={"required": _("Wählen Sie das Geschlecht, wie es im Einwohnerregister steht.")},
        ),
    )
    yield (
        "nationality",
        forms.ChoiceField(
            label=_("Staatsangehörigkeit"),
            choices=country_choices,
            error_messages={"required": _("Wählen Sie die Staatsangehörigkeit aus der Liste.")},
        ),
    )
    yield (
        "language",
        forms.ChoiceField(
            label=_("Sprache der Korrespondenz"),
            choices=[("", _("nicht bekannt")), *languages().items()],
            required=False,
        ),
    )
    yield (
        "interpreter_need",
        forms.ChoiceField(
            label=_("Dolmetschen nötig"),
            choices=[("", _("nicht gefragt")), *InterpreterNeed.choices],
            required=False,
        ),
    )


def _earliest(entry: PersonEntry) -> Any:
    return rules.earliest_birth(entry.birth_date, entry.birth_year, entry.birth_month)


def count_in(posted: Mapping[str, str]) -> int:
    """How many persons there are on the page that was sent."""
    text = posted.get(COUNT, "1")
    return min(max(int(text), 1), MOST) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def with_one_more(posted: Mapping[str, str], count: int) -> tuple[dict[str, str], int]:
    """What was typed, with room for a further person."""
    typed = dict(posted.items())
    if count < MOST:
        count += 1
        typed |= {f"{name}_{count}": typed.get(f"{name}_1", "") for name in SHARED}
    return typed, count


def without_one(posted: Mapping[str, str], count: int, number: int) -> tuple[dict[str, str], int]:
    """What was typed, without that person; the first one stays."""
    typed = dict(posted.items())
    if not 2 <= number <= count:
        return typed, count
    for name in PERSON:
        for later in range(number, count):
            typed[f"{name}_{later}"] = typed.get(f"{name}_{later + 1}", "")
    return typed, count - 1
