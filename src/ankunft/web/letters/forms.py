"""What people enter about letters."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ankunft.web.shell.forms import DayField, house_number_field, postcode_field


class LetterheadForm(forms.Form):
    """In whose name letters are written from a day on."""

    valid_from = DayField(label=_("Gültig ab"))
    authority = forms.CharField(label=_("Kanton und Departement"), max_length=100)
    office = forms.CharField(label=_("Amt"), max_length=100)
    street = forms.CharField(label=_("Strasse"), max_length=70)
    house_number = house_number_field(16)
    postcode = postcode_field(16)
    town = forms.CharField(label=_("Ort"), max_length=35)
    phone = forms.CharField(label=_("Telefon"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-Mail"), max_length=200, required=False)
    remedy = forms.CharField(
        label=_("Rechtsmittel bei Rückforderungen"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_(
            "Der Text steht so in jedem Brief über eine Rückforderung. Leer: Es steht nichts. Ankunft erfindet keine "
            "Rechtsmittel; das Kreisschreiben nennt keines."
        ),
    )
    remedy_source = forms.CharField(
        label=_("Rechtsgrundlage dazu"),
        max_length=120,
        required=False,
        help_text=_("Erlass und Paragraf, auf die sich das Rechtsmittel stützt."),
    )


class AnewForm(forms.Form):
    """Why a letter is replaced."""

    reason = forms.CharField(
        label=_("Begründung"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sie steht in der Geschichte; im Brief steht sie nicht."),
        error_messages={"required": _("Sagen Sie, weshalb der Brief ersetzt wird.")},
    )
