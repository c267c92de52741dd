"""What administrators enter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ankunft.domain.administration.services import ADDED_KINDS
from ankunft.foundation.access import roles
from ankunft.foundation.access.models import Organisation
from ankunft.foundation.kernel import clock
from ankunft.web.shell.forms import DayField

from .words import kind_words

MISSING = {"required": _("Bitte ausfüllen.")}
CHOOSE = ("", _("Bitte wählen"))


def role_choices(organisations: QuerySet[Organisation]) -> list[tuple[str, Any]]:
    """The roles that can be held in one of these organisations."""
    kinds = set(organisations.order_by().values_list("kind", flat=True).distinct())
    return [(role.code, role.label) for role in roles.all_roles() if role.kinds & kinds]


class RoleForm(forms.Form):
    """A role in an organisation from a day on."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), to_field_name="code", error_messages=MISSING
    )
    role = forms.ChoiceField(label=_("Rolle"), error_messages=MISSING)
    valid_from = DayField(label=_("Gilt ab"), error_messages=MISSING)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **options: Any) -> None:
        options["initial"] = {"valid_from": clock.today(), **options.get("initial", {})}
        super().__init__(*args, **options)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations
        field.empty_label = str(CHOOSE[1])
        self.fields["role"].choices = [CHOOSE, *role_choices(organisations)]


class InvitationForm(RoleForm):
    """Who is invited, and to what."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        error_messages=MISSING,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=200,
        error_messages=MISSING,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("name", "email", "organisation", "role", "valid_from")


class EndForm(forms.Form):
    """From which day on a role is no longer held."""

    valid_from = DayField(
        label=_("Nicht mehr ab"), help_text=_("Am Tag davor gilt die Rolle zum letzten Mal."), error_messages=MISSING
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Grund (freiwillig)"),
        max_length=300,
        required=False,
        help_text=_("Steht in der Geschichte des Kontos."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class OrganisationNameForm(forms.Form):
    """What an organisation is called."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages=MISSING)


class OrganisationForm(OrganisationNameForm):
    """A new organisation."""

    code = forms.CharField(
        label=_("Code"),
        max_length=39,
        error_messages=MISSING,
        help_text=_("Kleinbuchstaben, Ziffern und Bindestriche, zum Beispiel «anbieter-ost». Er ändert sich nie mehr."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=_("Art"), error_messages=MISSING)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [CHOOSE, *((kind, kind_words(kind)) for kind in ADDED_KINDS)]
