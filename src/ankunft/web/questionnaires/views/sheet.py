"""The self-declaration of a municipality for a year: how far it is, what it says, and what can be done with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.questionnaires import selectors
from ankunft.domain.questionnaires.paper import sheet_pdf
from ankunft.domain.reporting import services as reporting
from ankunft.foundation.kernel import clock
from ankunft.web.questionnaires.context import Declaration, declaration_for, sheet_of
from ankunft.web.questionnaires.steps import steps_for, way_of
from ankunft.web.shell.files import attachment
from ankunft.web.shell.form_pages import form_view


@form_view
def sheet_page(request: HttpRequest, bfs_number: int, year: int) -> HttpResponse:
    """Everything of the questionnaire at a glance; sent, it begins it."""
    declaration = declaration_for(request.actor, bfs_number, year)
    if request.method == "POST":
        declaration.may_write.require()
        reporting.declaration_begin(municipality=declaration.municipality, year=declaration.year, actor=request.actor)
        messages.success(
            request, _("Der Fragebogen ist begonnen. Ihre Antworten werden gespeichert, während Sie schreiben.")
        )
        return redirect(declaration.url)
    return render(request, "questionnaires/sheet.html", _context(declaration))


def _context(declaration: Declaration) -> dict[str, object]:
    sheet = declaration.sheet
    said = declaration.said({} if declaration.is_editable else declaration.previous())
    return {
        "declaration": declaration,
        "sheet": sheet,
        "said": said,
        "open": sum(one.progress.open for one in said),
        "answered": sum(one.progress.answered for one in said),
        "asked": sum(one.progress.asked for one in said),
        "steps": steps_for(declaration) if sheet else [],
        "way": way_of(declaration),
        "history": selectors.history_of(sheet) if sheet else [],
        "reasons": [one for one in said if one.progress.row.returned_reason],
    }


@require_safe
def sheet_paper(request: HttpRequest, bfs_number: int, year: int) -> HttpResponse:
    """The questionnaire as PDF."""
    declaration = declaration_for(request.actor, bfs_number, year)
    sheet_of(declaration)
    assert declaration.filled is not None
    content = sheet_pdf(declaration.filled, made_at=clock.now())
    return attachment(content, f"selbstdeklaration-{bfs_number}-{year}.pdf", "application/pdf")
