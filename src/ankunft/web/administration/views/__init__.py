"""The pages of the administration, and the row of chips that leads from one to the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.administration.permissions import runs_operations
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.shell.components import Chip

ROWS = 25


def show(request: HttpRequest, template: str, context: dict[str, Any], *, at: str, status: int = 200) -> HttpResponse:
    """A page of the administration under the chip of the page named `at`."""
    places = [
        (_("Konten"), "admin-accounts"),
        (_("Einladungen"), "admin-invitations"),
        (_("Organisationen"), "admin-organisations"),
    ]
    if runs_operations(request.actor):
        places += [
            (_("Postausgang"), "admin-outbox"),
            (_("Aufträge"), "admin-jobs"),
            (_("Zustand"), "admin-health"),
            (_("Einstellungen"), "admin-settings"),
        ]
    tabs = [Chip(label, reverse(name), name == at) for label, name in places]
    return render(request, f"administration/{template}", {**context, "tabs": tabs}, status=status)


def form_page(
    request: HttpRequest,
    form: forms.Form,
    store: Callable[[], object],
    *,
    at: str,
    back: tuple[str, str],
    done: str,
    **context: object,
) -> HttpResponse:
    """Show the form; or store what was entered and go back. What the service refuses is said in the form.

    `back` is the address and the name of the page from which the form was opened.
    """
    if request.method == "POST" and form.is_valid():
        try:
            store()
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, done)
            return redirect(back[0])
    url, label = back
    values = {"form": form, "back_url": url, "back_label": label, "intro": "", **context}
    return show(request, "form.html", values, at=at, status=422 if form.errors else 200)
