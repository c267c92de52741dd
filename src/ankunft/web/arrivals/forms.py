"""Forms of persons and of access to them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ankunft.domain.arrivals import rules
from ankunft.domain.arrivals.services.accesses import LARGEST_SAMPLE
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.shell.forms import DayField

_NO_NAMES = _("Ohne Namen: Die Begründung steht im Leseprotokoll, das die Person überdauert.")


def text_field(label: Any, missing: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing},
    )


class LockForm(forms.Form):
    """Why data are locked, or not any more."""

    reason = text_field(
        _("Begründung"),
        _("Geben Sie eine Begründung ein."),
        _("Sie wird mit der Person gelöscht und ist nur in Ihrer Gemeinde sichtbar."),
    )


class LeaveForm(forms.Form):
    """Since when somebody is not in the municipality any more."""

    left_on = DayField(
        label=_("Weggezogen oder gestorben am"), error_messages={"required": _("Geben Sie den Tag ein.")}
    )


class DiscloseForm(forms.Form):
    """Who asked, and how the officer made sure."""

    reason = text_field(
        _("Wer hat die Auskunft verlangt, und wie haben Sie die Person geprüft?"),
        _("Halten Sie fest, wer die Auskunft verlangt hat und wie Sie die Person geprüft haben."),
        _("Ohne Namen, zum Beispiel: am Schalter, Ausländerausweis geprüft."),
    )


class TermsForm(forms.Form):
    """What every access needs: a reason, an end, and for locked data a legal basis."""

    reason = text_field(_("Begründung"), _("Begründen Sie, wofür Sie die Personen sehen müssen."), _NO_NAMES)
    until = DayField(label=_("Einsicht bis"), error_messages={"required": _("Geben Sie den letzten Tag ein.")})
    legal_basis = text_field(
        _("Rechtsgrundlage bei Datensperre"),
        "",
        _("Nur wenn auch Personen mit Datensperre gebraucht werden; ohne Angabe bleiben sie ausgenommen."),
        required=False,
    )

    def clean_until(self) -> Any:
        until, today = self.cleaned_data["until"], clock.today()
        if not today <= until <= rules.latest_end(today):
            raise forms.ValidationError(
                _("Höchstens %(days)s Tage: von heute bis %(last)s.")
                % {"days": rules.LONGEST_ACCESS, "last": f"{rules.latest_end(today):%d.%m.%Y}"}
            )
        return until


class SampleForm(TermsForm):
    """Of which municipality and half-year how many persons are drawn."""

    municipality = forms.ModelChoiceField(
        label=_("Gemeinde"),
        queryset=Municipality.objects.none(),
        error_messages={"required": _("Wählen Sie die Gemeinde.")},
    )
    period = forms.ChoiceField(label=_("Halbjahr, in dem die Personen erfasst wurden"))
    count = forms.IntegerField(
        label=_("Anzahl Personen"),
        min_value=1,
        max_value=LARGEST_SAMPLE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-3"}),
        help_text=_("Höchstens 20. Wer gezogen wird, entscheidet der Zufall."),
        error_messages={
            "required": _("Geben Sie eine Anzahl ein."),
            "invalid": _("Geben Sie eine ganze Zahl ein."),
            "min_value": _("Mindestens eine Person."),
            "max_value": _("Höchstens 20 Personen."),
        },
    )

    field_order = ("municipality", "period", "count", "reason", "until", "legal_basis")

    def __init__(self, *args: Any, municipalities: QuerySet[Municipality], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["municipality"].queryset = municipalities
        period = HalfYear.containing(clock.today())
        periods = []
        for _number in range(6):
            periods.append((str(period), str(period)))
            period = period.previous()
        self.fields["period"].choices = periods


class ConsentForm(TermsForm):
    """Who agreed, by the reference that the municipality told."""

    reference = forms.CharField(
        label=_("Referenz der Person"),
        max_length=20,
        help_text=_("Die Gemeinde teilt sie mit, zum Beispiel P-7K3M-92QD."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
        error_messages={"required": _("Geben Sie die Referenz ein.")},
    )
    consent_note = text_field(
        _("Nachweis der Einwilligung"),
        _("Halten Sie fest, wie die Person eingewilligt hat: wann, wem gegenüber, in welcher Form."),
        _("Wann, wem gegenüber, in welcher Form. Ohne Namen."),
    )

    field_order = ("reference", "consent_note", "reason", "until", "legal_basis")


class ObjectionForm(forms.Form):
    """What speaks against an access."""

    objection = text_field(
        _("Einwand"),
        _("Schreiben Sie, was gegen die Einsicht spricht."),
        _("Die Koordinationsstelle liest ihn und entscheidet, ob sie die Einsicht beendet."),
    )
