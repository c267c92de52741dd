"""Where the franc of an instalment comes from: agreement, decision, application, credit, paragraph (KS 4.3.4).

And why a project keeps what it keeps of its grant: the closing account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ankunft.domain.settlement.outcome_words import told as told_by_bank
from ankunft.domain.settlement.selectors import outcomes_of, payments_of_order
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.explained import Explained, Source
from ankunft.foundation.kernel.money import Money

from .closing_rules import Actual, Closing
from .models import ClosingAccount, Instalment, Project
from .selectors.credit import incomes
from .states import INSTALMENT, PROJECT

REFERENCE = "KRS-GEF-2017/01 4.3.4"
_NAME = re.compile(r"P-[0-9]+(/[0-9]+)?")
PROJECT_SOURCE, CREDIT_SOURCE = "project", "project-credit"


def derivation(instalment: Instalment) -> Explained:
    """The derivation of an instalment as it is stored with its release: in German, whoever acts."""
    project, agreement = instalment.project, instalment.project.agreement
    condition = f" Bedingung: {instalment.condition}." if instalment.condition else ""
    lowered = ""
    if instalment.payable is not None:
        lowered = (
            f" Vereinbart waren {Money(instalment.amount)}; die Schlussabrechnung lässt davon "
            f"{Money(instalment.payable)}."
        )
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
        amount=Money(instalment.to_pay),
        reference=REFERENCE,
        note=(
            f"Bewilligt sind {Money(project.granted or 0)} mit {project.decision} vom {project.decided_on:%d.%m.%Y}, "
            f"Vereinbarung vom {agreement.concluded_on:%d.%m.%Y}, fällig am {instalment.due_on:%d.%m.%Y}."
            f"{condition}{lowered}"
        ),
        sources=(Source(PROJECT_SOURCE, project.reference, f"Gesuch {project.reference}"), *paid_from),
    )


def explained_of(instalment: Instalment) -> Explained:
    """What was stored when it was released; before, what would be."""
    if instalment.explanation:
        return Explained.from_data(instalment.explanation)
    return derivation(instalment)


def closing_derivation(project: Project, actual: Actual, closing: Closing) -> Explained:
    """Why a project keeps what it keeps, as it is stored with its closing account: in German, whoever acts."""
    return Explained(
        label=f"Schlussabrechnung {project.reference}",
        amount=Money(closing.used),
        reference=REFERENCE,
        note=(
            f"Der Kanton trägt den kleinsten von drei Beträgen. Bewilligt: {Money(closing.granted)}. Gleicher Teil der "
            f"tatsächlichen Kosten: {Money(closing.share)} ({Money(closing.granted)} von budgetierten "
            f"{Money(actual.planned)}, tatsächlich {Money(actual.costs)}). Von anderen nicht bezahlt: "
            f"{Money(closing.left)} (Kosten {Money(actual.costs)}, Eigenmittel {Money(actual.own)}, Mittel Dritter "
            f"{Money(actual.third)}). Ausbezahlt: {Money(closing.paid)}. {_consequence(closing)}"
        ),
        sources=(Source(PROJECT_SOURCE, project.reference, f"Projekt {project.reference} mit Schlussbericht"),),
    )


def closing_reason(project: Project, closing: Closing) -> str:
    """Why something is asked back, as the municipality reads it: in German, whoever acts."""
    return (
        f"Schlussabrechnung {project.reference}, {project.title}: Vom Projektbeitrag sind {Money(closing.used)} "
        f"verwendet und {Money(closing.paid)} ausbezahlt."
    )


def _consequence(closing: Closing) -> str:
    if closing.reclaimed:
        return f"Zurückgefordert werden {Money(closing.reclaimed)} (KS 4.7)."
    if closing.to_pay:
        return f"Noch bezahlt werden {Money(closing.to_pay)}."
    return "Damit ist nichts mehr offen."


def is_project(reference: str) -> bool:
    """Whether that names a project or one of its instalments; the runs of a scheme may begin with the same letter."""
    return _NAME.fullmatch(reference.strip()) is not None


def explain(reference: str) -> str:
    """The derivation behind `P-3` (all its instalments) or `P-3/1` as text. Refused if there is none."""
    project, _slash, number = reference.strip().removeprefix(Project.PREFIX).partition("/")
    rows = Instalment.objects.select_related("project__agreement").order_by("number")
    rows = rows.defer("project__agreement__content")
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
    yield from _closing_text(project)
    for one in instalments:
        told = explained_of(one)
        yield ""
        yield f"{told.label}, {INSTALMENT.labels[one.state]}: {told.amount}"
        yield f"  {told.reference}"
        yield f"  {told.note}"
        yield from (f"  {source.label} [{source.key}]" for source in told.sources)
        for outcome in outcomes_of(payments_of_order(one.reference)):
            payment, file = outcome.payment, outcome.payment.file
            yield f"  Zahlung {payment.reference} an {payment.name}: {Money(payment.amount)}"
            if file:
                yield f"  Datei {file.reference}, Ausführung {file.pay_on:%d.%m.%Y}, SHA-256 {file.sha256}"
            yield from (f"  {sentence}" for sentence in told_by_bank(outcome))


def _closing_text(project: Project) -> Iterator[str]:
    """The account by which it was closed, if it was."""
    account = ClosingAccount.objects.select_related("reclaim").filter(project=project).first()
    if account is None:
        return
    told = Explained.from_data(account.explanation)
    yield ""
    yield f"{told.label} vom {account.closed_on:%d.%m.%Y}: {told.amount}"
    yield f"  {told.reference}"
    yield f"  {told.note}"
    if account.reclaim:
        yield f"  Rückforderung {account.reclaim.reference}: {Money(account.reclaim.amount)}"
