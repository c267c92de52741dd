"""The agreement about a granted project, as it was signed, and the plan by which it is paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.letters.selectors import letterhead_today
from ankunft.domain.letters.typesetting import set_letter
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from .. import states
from ..agreement_paper import agreement_paper
from ..models import Agreement, Instalment, InstalmentState, Project
from ..permissions import SEE, moving
from ..rules import PlanFault, plan_fault
from ..selectors.projects import lines_of
from ..selectors.reports import report_due_on
from ..values import Planned
from .moves import move
from .papers import paper_keep, paper_read

MOST_INSTALMENTS = 12


@transaction.atomic
def project_agree(
    *, project: Project, concluded_on: date, content: bytes, plan: Sequence[Planned], actor: Actor
) -> Agreement:
    """Record that the agreement was concluded on that day, with the signed paper and the instalments it names.

    Refused for a day before the decision or in the future, for what is no PDF, JPEG or PNG, and where the instalments
    are not the grant. None of it changes afterwards.
    """
    can(actor, moving(states.AGREE), project).require()
    _require_day(project, concluded_on)
    paper = paper_keep(
        content,
        _("Die unterzeichnete Vereinbarung ist eine PDF-Datei oder ein Bild (JPEG, PNG), höchstens %(limit)s MB."),
    )
    _require_plan(project, concluded_on, plan)
    details = {
        "concluded_on": concluded_on.isoformat(),
        "sha256": paper.sha256,
        "instalments": [[one.amount, one.due_on.isoformat()] for one in plan],
    }
    move(project, states.AGREE, actor, details)
    Instalment.objects.bulk_create(
        Instalment(
            project=project,
            state=InstalmentState.PLANNED,
            number=number,
            amount=one.amount,
            due_on=one.due_on,
            condition=one.condition.strip(),
        )
        for number, one in enumerate(plan, start=1)
    )
    return Agreement.objects.create(
        project=project,
        concluded_on=concluded_on,
        **paper._asdict(),
        recorded_at=clock.now(),
        recorded_by=actor.label,
    )


def agreement_draft(*, project: Project, plan: Sequence[Planned], actor: Actor) -> bytes:
    """The agreement as a paper to be signed (PDF), in the name of today's letterhead. Nothing is kept of it.

    Refused where the instalments are not the grant, and while nobody has entered in whose name letters are written.
    """
    can(actor, moving(states.AGREE), project).require()
    assert project.decided_on is not None
    _require_plan(project, project.decided_on, plan)
    day = clock.today()
    written = agreement_paper(project, lines_of(project), plan, report_due_on(project), day)
    data = written.data(letterhead_today(), reference=project.reference, day=day, copies=())
    return set_letter(data, made_at=clock.now())


def agreement_open(*, agreement: Agreement, actor: Actor) -> bytes:
    """The signed paper in clear, as it was scanned. Refused if it is not what was kept."""
    can(actor, SEE, agreement.project).require()
    return paper_read(
        agreement, _("Die Vereinbarung ist nicht mehr die, die abgelegt wurde: Die Prüfsumme stimmt nicht.")
    )


def _require_day(project: Project, concluded_on: date) -> None:
    assert project.decided_on is not None
    if not project.decided_on <= concluded_on <= clock.today():
        raise Refused(
            _("Die Vereinbarung wird nach dem Entscheid vom %(day)s abgeschlossen und nicht in der Zukunft.")
            % {"day": f"{project.decided_on:%d.%m.%Y}"}
        )


def _require_plan(project: Project, concluded_on: date, plan: Sequence[Planned]) -> None:
    assert project.granted is not None
    if len(plan) > MOST_INSTALMENTS:
        raise Refused(_("Es gibt höchstens %(most)s Raten.") % {"most": MOST_INSTALMENTS})
    fault = plan_fault(project.granted, concluded_on, [(one.amount, one.due_on) for one in plan])
    if fault is None:
        return
    words = {
        PlanFault.EMPTY: _("Es braucht mindestens eine Rate."),
        PlanFault.NO_AMOUNT: _("Jede Rate ist ein Betrag über null."),
        PlanFault.NOT_THE_SUM: _("Die Raten ergeben %(sum)s, bewilligt sind %(granted)s.")
        % {"sum": Money(sum(one.amount for one in plan)), "granted": Money(project.granted)},
        PlanFault.BEFORE_AGREEMENT: _("Keine Rate ist vor der Vereinbarung fällig."),
        PlanFault.NOT_IN_ORDER: _("Die Raten stehen in der Reihenfolge ihrer Fälligkeit."),
    }
    raise Refused(words[fault])
