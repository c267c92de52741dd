"""What administrators enter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ankunft.domain.administration.permissions import givable_roles
from ankunft.domain.administration.services import ADDED_KINDS
from ankunft.foundation.access.models import Organisation
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.forms import DayField

from .words import kind_words

MISSING = {"required": _("Bitte ausfüllen.")}
CHOOSE = ("", _("Bitte wählen"))


class RoleForm(forms.Form):
    """A role in an organisation from a day on: of the organisations that the actor administers, and the roles that they
    may give there. Which ones they may not is said, so that nobody looks for them."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), to_field_name="code", error_messages=MISSING
    )
    role = forms.ChoiceField(
        label=_("Rolle"),
        error_messages={**MISSING, "invalid_choice": _("Diese Rolle können Sie hier nicht geben.")},
    )
    valid_from = DayField(label=_("Gilt ab"), error_messages=MISSING)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        options["initial"] = {"valid_from": clock.today(), **options.get("initial", {})}
        super().__init__(*args, **options)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations = visible_to(actor, Organisation)
        field.empty_label = str(CHOOSE[1])
        given, refused = givable_roles(actor, organisations)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [CHOOSE, *((one.code, one.label) for one in given)]
        if refused:
            role.help_text = gettext("Nur die Betriebsstelle gibt hier: %(roles)s.") % {
                "roles": ", ".join(f"«{one.label}»" for one in refused)
            }


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
