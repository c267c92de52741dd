"""The pages of the administration, and the row of chips that leads from one to the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.administration.permissions import runs_operations
from ankunft.web.shell import form_pages
from ankunft.web.shell.components import Chip

ROWS = 25


def show(request: HttpRequest, template: str, context: dict[str, Any], *, at: str) -> HttpResponse:
    """A page of the administration under the chip of the page named `at`."""
    return render(request, f"administration/{template}", {**context, "tabs": _tabs(request, at)})


def form_page(
    request: HttpRequest, form: forms.Form, store: Callable[[], object], *, at: str, **more: Any
) -> HttpResponse:
    """A page with one form under the chip of the page named `at`."""
    tabs = _tabs(request, at)
    return form_pages.form_page(request, form, store, template="administration/form.html", tabs=tabs, **more)


def question(request: HttpRequest) -> forms.Form:
    """A form without fields: the page asks whether, and the button answers."""
    return forms.Form(request.POST if request.method == "POST" else None)


def _tabs(request: HttpRequest, at: str) -> list[Chip]:
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
    return [Chip(label, reverse(name), name == at) for label, name in places]
