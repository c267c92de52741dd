"""Statements of the bank: read in, listed, and what each of them brought."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from stdnum import iban

from ankunft.domain.bank import selectors
from ankunft.domain.bank.permissions import IMPORT_STATEMENT, SEE_BANK
from ankunft.domain.bank.services import ReportResult, file_import
from ankunft.foundation.access.policy import can
from ankunft.web.shell.form_pages import form_page, form_view
from ankunft.web.shell.list_pages import list_page

from ..forms import StatementForm
from ..listings import OF_STATEMENT, STATEMENTS


@form_view
def statement_new(request: HttpRequest) -> HttpResponse:
    """Read a file of the bank in."""
    can(request.actor, IMPORT_STATEMENT).require()
    form = StatementForm(request.POST or None, request.FILES or None)

    def store() -> str:
        result = file_import(content=form.cleaned_data["file"].read(), actor=request.actor)
        for warning in result.warnings:
            messages.warning(request, warning)
        messages.success(request, result.sentence())
        return reverse("bank-reports" if isinstance(result, ReportResult) else "bank")

    return form_page(
        request,
        form,
        store,
        back=(reverse("bank"), _("Bank")),
        title=_("Bankdatei einlesen"),
        intro=_(
            "Kontoauszug oder Buchungsanzeige (camt.053, camt.054, Version 08) oder Rückmeldung zu einer Zahlungsdatei "
            "(pain.002, Version 10). Was schon eingelesen ist, hat keine zweite Wirkung; was sich nicht zuordnen "
            "lässt, wartet danach unter «Zu klären»."
        ),
        button=_("Einlesen"),
    )


@form_view
def statements(request: HttpRequest) -> HttpResponse:
    """Every statement that was read in, latest first."""
    can(request.actor, SEE_BANK).require()
    return list_page(
        request,
        STATEMENTS,
        selectors.statements_for(request.actor),
        template="bank/statements.html",
        may_import=bool(can(request.actor, IMPORT_STATEMENT)),
    )


@form_view
def statement(request: HttpRequest, statement: int) -> HttpResponse:
    """What one statement brought."""
    can(request.actor, SEE_BANK).require()
    one = get_object_or_404(selectors.statements_for(request.actor), pk=statement)
    return list_page(
        request,
        OF_STATEMENT,
        selectors.entries_for(request.actor).filter(statement=one.pk),
        template="bank/statement.html",
        one=one,
        iban=iban.format(one.iban),
    )
