"""Addresses of questionnaires, the same for every form, and of the evaluation over all municipalities."""

from django.urls import URLPattern, path

from . import views
from .declarations import Declaration, declaration_for
from .filing import Filing, Opened


def addresses_of(kind: type[Filing], where: str, opened: Opened) -> list[URLPattern]:
    """The pages of every questionnaire of that kind below `where`; `opened` finds what is asked for."""
    found = {"opened": opened}
    section = f"{where}abschnitt/<slug:section>/"
    return [
        path(where, views.sheet_page, found, name=f"{kind.route}-sheet"),
        path(f"{where}pdf/", views.sheet_paper, found, name=f"{kind.route}-sheet-pdf"),
        path(f"{where}schritt/<slug:step>/", views.sheet_step, found, name=f"{kind.route}-sheet-step"),
        path(section, views.section_page, found, name=f"{kind.route}-section"),
        path(f"{section}zwischenstand/", views.section_autosave, found, name=f"{kind.route}-autosave"),
    ]


urlpatterns = [
    path("selbstdeklarationen/auswertung/", views.evaluation, name="declarations-evaluation"),
    path("selbstdeklarationen/auswertung/excel/", views.evaluation_excel, name="declarations-evaluation-excel"),
    *addresses_of(Declaration, "selbstdeklarationen/<int:bfs_number>/<int:year>/fragebogen/", declaration_for),
]
