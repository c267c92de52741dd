"""Where the franc of an instalment comes from: agreement, decision, application, credit, paragraph (KS 4.3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.explained import Explained, Source
from ankunft.foundation.kernel.money import Money

from .models import Instalment, Project
from .selectors.credit import incomes
from .states import INSTALMENT, PROJECT

REFERENCE = "KRS-GEF-2017/01 4.3.4"
_NAME = re.compile(r"P-[0-9]+(/[0-9]+)?")
PROJECT_SOURCE, CREDIT_SOURCE = "project", "project-credit"


def derivation(instalment: Instalment) -> Explained:
    """The derivation of an instalment as it is stored with its release: in German, whoever acts."""
    project, agreement = instalment.project, instalment.project.agreement
    condition = f" Bedingung: {instalment.condition}." if instalment.condition else ""
    paid_from = [
        Source(
            CREDIT_SOURCE,
            str(one.year),
            f"Überschuss {one.year}: {Money(one.amount)}, {one.decision} vom {one.decided_on:%d.%m.%Y}",
        )
        for one in incomes()
    ]
    return Explained(
        label=f"Rate {instalment.number} des Projektbeitrags {project.reference}",
        amount=Money(instalment.amount),
        reference=REFERENCE,
        note=(
            f"Bewilligt sind {Money(project.granted or 0)} mit {project.decision} vom {project.decided_on:%d.%m.%Y}, "
            f"Vereinbarung vom {agreement.concluded_on:%d.%m.%Y}, fällig am {instalment.due_on:%d.%m.%Y}.{condition}"
        ),
        sources=(Source(PROJECT_SOURCE, project.reference, f"Gesuch {project.reference}"), *paid_from),
    )


def explained_of(instalment: Instalment) -> Explained:
    """What was stored when it was released; before, what would be."""
    if instalment.explanation:
        return Explained.from_data(instalment.explanation)
    return derivation(instalment)


def is_project(reference: str) -> bool:
    """Whether that names a project or one of its instalments; the runs of a scheme may begin with the same letter."""
    return _NAME.fullmatch(reference.strip()) is not None


def explain(reference: str) -> str:
    """The derivation behind `P-3` (all its instalments) or `P-3/1` as text. Refused if there is none."""
    project, _slash, number = reference.strip().removeprefix(Project.PREFIX).partition("/")
    rows = Instalment.objects.select_related("project__agreement", "payment__file").order_by("number")
    rows = rows.defer("project__agreement__content", "payment__file__content")
    wanted = [part for part in (project, number) if part]
    if all(part.isascii() and part.isdecimal() and len(part) < 10 for part in wanted) and wanted:
        rows = rows.filter(project=int(project), **({"number": int(number)} if number else {}))
    else:
        rows = rows.none()
    found = list(rows)
    if not found:
        raise Refused(
            _("Zu %(reference)s gibt es keine Rate eines Projektbeitrags. Beispiel: P-3/1.") % {"reference": reference}
        )
    return "\n".join(_text(found))


def _text(instalments: list[Instalment]) -> Iterator[str]:
    project = instalments[0].project
    yield f"Projekt {project.reference}, {PROJECT.labels[project.state]}: {Money(project.granted or 0)}"
    for one in instalments:
        told = explained_of(one)
        yield ""
        yield f"{told.label}, {INSTALMENT.labels[one.state]}: {told.amount}"
        yield f"  {told.reference}"
        yield f"  {told.note}"
        yield from (f"  {source.label} [{source.key}]" for source in told.sources)
        if one.payment and one.payment.file:
            file = one.payment.file
            yield f"  Zahlung {one.payment.reference} an {one.payment.name}: {Money(one.payment.amount)}"
            yield f"  Datei {file.reference}, Ausführung {file.pay_on:%d.%m.%Y}, SHA-256 {file.sha256}"
