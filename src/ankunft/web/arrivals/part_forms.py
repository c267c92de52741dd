"""Forms of what belongs to a person: address, permits, languages, relatives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ankunft.domain.arrivals import rules
from ankunft.domain.arrivals.checks.household import household_faults
from ankunft.domain.arrivals.checks.permit import permit_faults
from ankunft.domain.arrivals.checks.spoken import language_faults
from ankunft.domain.arrivals.families import CHILD, Relative, kind_label
from ankunft.domain.arrivals.models import Person, RelationKind
from ankunft.domain.arrivals.values import HouseholdEntry, LanguageEntry, PermitEntry
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.forms import DayField, house_number_field, postcode_field

from .fields import language_choices, level_choices, optional_day, permit_choices
from .forms import text_field


def _name(person: Person) -> str:
    return f"{person.family_name} {person.given_name}".strip()


class WhoElseForm(forms.Form):
    """A form in which somebody else is named by reference: one whom the actor sees, of the same municipality."""

    reference = forms.CharField(
        label=_("Referenz einer anderen Person"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, person: Person, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.person = person
        others = visible_to(actor, Person).filter(municipality=person.municipality_id, merged_into=None)
        self._others = others.filter(anonymised_at=None).exclude(pk=person.pk)

    def clean_reference(self) -> Person | None:
        typed = self.cleaned_data["reference"]
        if not typed.strip():
            return None
        found: Person | None = self._others.filter(reference=rules.reference_in(typed)).first()
        if found is None:
            raise forms.ValidationError(_t("In dieser Gemeinde gibt es niemanden mit dieser Referenz."))
        return found


class HouseholdForm(WhoElseForm):
    """Where somebody lives, and who of the family lives there too."""

    street = forms.CharField(label=_("Strasse"), required=False, max_length=100)
    house_number = house_number_field(12)
    postcode = postcode_field(10, required=False)
    town = forms.CharField(label=_("Ort"), required=False, max_length=60)
    together = forms.MultipleChoiceField(
        label=_("Dort wohnen auch"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Wer nicht angekreuzt ist, bleibt an der bisherigen Adresse."),
    )
    field_order = ("street", "house_number", "postcode", "town", "together", "reference")

    def __init__(self, *args: Any, relatives: Iterable[Relative], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reference"].help_text = _("Wer sonst noch dort wohnt, zum Beispiel P-7K3M-92QD.")
        home = self.person.household_id
        here = [
            one.person for one in relatives if one.person.municipality_id == self.person.municipality_id
            and one.person.left_on is None and one.person.merged_into_id is None
        ]  # fmt: skip
        self._relatives = {one.reference: one for one in here}
        self.fields["together"].choices = [(reference, _name(one)) for reference, one in self._relatives.items()]
        self.fields["together"].initial = [one.reference for one in here if home and one.household_id == home]
        if not here:
            del self.fields["together"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for fault in household_faults(self.entry):
                self.add_error(fault.field, fault.message)
        return data

    @property
    def entry(self) -> HouseholdEntry:
        """The address as the service takes it."""
        return HouseholdEntry(*(self.cleaned_data[name] for name in ("street", "house_number", "postcode", "town")))

    @property
    def persons(self) -> list[Person]:
        """Everybody who lives there."""
        others = [self._relatives[one] for one in self.cleaned_data.get("together", [])]
        named = self.cleaned_data["reference"]
        found = [self.person, *others, *([named] if named else [])]
        return list({one.pk: one for one in found}.values())


class PermitForm(forms.Form):
    """A permit, from when on it holds."""

    category = forms.ChoiceField(
        label=_("Ausweis"),
        choices=permit_choices,
        error_messages={"required": _("Wählen Sie den Ausweis aus der Liste.")},
    )
    valid_from = DayField(
        label=_("gültig ab"),
        help_text=_("Ein Ausweis, der am gleichen Tag beginnt, wird dadurch ersetzt."),
        error_messages={"required": _("Geben Sie den Tag ein.")},
    )
    valid_until = optional_day(_("gültig bis"))
    entered_on = optional_day(_("eingereist am"))

    def __init__(self, *args: Any, person: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        self._born = rules.earliest_birth(person.birth_date, person.birth_year, person.birth_month)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for fault in permit_faults(self.entry, self._born):
                self.add_error(fault.field, fault.message)
        return data

    @property
    def entry(self) -> PermitEntry:
        """The permit as the service takes it."""
        return PermitEntry(**self.cleaned_data)


class LanguageForm(forms.Form):
    """How well somebody knows a language."""

    language = forms.ChoiceField(
        label=_("Sprache"),
        choices=language_choices,
        error_messages={"required": _("Wählen Sie die Sprache aus der Liste.")},
    )
    oral = forms.ChoiceField(label=_("mündlich"), choices=level_choices, required=False)
    written = forms.ChoiceField(label=_("schriftlich"), choices=level_choices, required=False)
    as_of = DayField(label=_("Stand"), initial=clock.today, error_messages={"required": _("Geben Sie den Tag ein.")})

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for fault in language_faults(self.entry):
                self.add_error(fault.field, fault.message)
        return data

    @property
    def entry(self) -> LanguageEntry:
        """The note as the service takes it."""
        return LanguageEntry(**self.cleaned_data)


class RelationForm(WhoElseForm):
    """Who is related to the person, and how."""

    kind = forms.ChoiceField(
        label=_("Die andere Person ist"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie aus, wie die beiden verwandt sind.")},
    )
    housemate = forms.ChoiceField(label=_("Wer aus dem Haushalt"), required=False)
    field_order = ("kind", "housemate", "reference")

    def __init__(self, *args: Any, relatives: Iterable[Relative], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [(kind, kind_label(kind)) for kind in (*RelationKind.values, CHILD)]
        self._housemates = {one.person.reference: one.person for one in relatives if not one.kind}
        names = [(reference, _name(one)) for reference, one in self._housemates.items()]
        self.fields["housemate"].choices = [("", "–"), *names]
        self.fields["reference"].help_text = _("Zum Beispiel P-7K3M-92QD. Beide wohnen in derselben Gemeinde.")
        if not names:
            del self.fields["housemate"]
            self.fields["reference"].required = True
            self.fields["reference"].error_messages["required"] = _t("Geben Sie an, wer es ist.")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        chosen = [one for one in (data.get("housemate"), data.get("reference")) if one]
        if not self.errors and len(chosen) != 1:
            several = _t("Wählen Sie jemanden aus, oder nennen Sie eine Referenz: nicht beides.")
            self.add_error("reference", several if chosen else _t("Geben Sie an, wer es ist."))
        if data.get("kind") == CHILD and self.parent_kind is None:
            self.add_error("kind", _t("Erfassen Sie das beim Kind: Mutter, Vater oder Pflegeelternteil."))
        return data

    @property
    def parent_kind(self) -> str | None:
        """What the person is to a child, if that is clear."""
        kinds = {"female": RelationKind.MOTHER, "male": RelationKind.FATHER}
        kind = kinds.get(self.person.sex)
        return str(kind) if kind else None

    @property
    def relation(self) -> dict[str, Any]:
        """What the service takes: who is the spouse or parent of whom."""
        other = self.cleaned_data["reference"] or self._housemates[self.cleaned_data["housemate"]]
        if self.cleaned_data["kind"] == CHILD:
            return {"person": other, "kind": self.parent_kind, "other": self.person}
        return {"person": self.person, "kind": self.cleaned_data["kind"], "other": other}


class MistakeForm(forms.Form):
    """Why an entry is wrong."""

    reason = text_field(
        _("Warum stimmt der Eintrag nicht?"),
        _("Geben Sie an, warum der Eintrag nicht stimmt."),
        _("Der Eintrag verschwindet; im Verlauf bleibt er mit dem Grund stehen."),
    )
