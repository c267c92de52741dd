"""The form through which messages come in."""

from __future__ import annotations

from django import forms

from ankunft.web.shell.uploads import RegisterFileField


class TakeInForm(forms.Form):
    """A file with messages, or a table."""

    file = RegisterFileField()
