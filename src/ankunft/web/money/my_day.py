"""What «Mein Tag» shows of money: what waits for a second person, costs to settle, and early warnings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.funds import transfer_states as states
from ankunft.domain.funds.models import Movement, Refund, Transfer
from ankunft.domain.funds.money_permissions import TABLES, moving
from ankunft.domain.funds.selectors.costs import Unsettled, costs_unsettled
from ankunft.domain.funds.selectors.projections import Alert, Warned, alerts_for
from ankunft.domain.funds.selectors.warnings import Deadline, warnings_for
from ankunft.domain.funds.transfer_states import KEEPERS
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.selectors import taken_by
from ankunft.web.shell.registry import Due

from .refund_pages import way

MOST_NAMED = 5
"""So many payments are named in a line."""


def transfers(actor: Actor) -> Iterator[Due]:
    """Transfers that somebody else proposed."""
    for one in _proposed_by_others(actor, Transfer, ("giving", "taking")):
        detail = _("%(amount)s von %(giving)s auf %(taking)s") % {
            "amount": Money(one.amount),
            "giving": one.giving.label,
            "taking": one.taking.label,
        }
        yield Due(_("Umbuchung bestätigen"), detail, None, reverse("transfer", args=[one.pk]), _("Öffnen"))


def refunds(actor: Actor) -> Iterator[Due]:
    """Refunds that somebody else proposed, and what came back of one."""
    for one in _proposed_by_others(actor, Refund, ("source",)):
        detail = f"{Money(one.amount)}, {way(one)}"
        yield Due(_("Rückerstattung bestätigen"), detail, None, reverse("refund", args=[one.pk]), _("Öffnen"))


def _proposed_by_others(actor: Actor, model: type[Movement], ends: tuple[str, ...]) -> Iterator[Any]:
    """What waits for a second person, if the actor may be that person; with the sources of which it tells."""
    table = TABLES[model]
    if not can(actor, moving(table, states.CONFIRM)):
        return
    waiting = list(visible_to(actor, model).filter(state=ProposalState.PROPOSED).select_related(*ends))
    own = taken_by(table.object_type, states.PROPOSE, actor.account_id) if waiting else set()
    yield from (one for one in waiting if one.reference not in own)


def warnings(actor: Actor) -> Iterator[Due]:
    """What runs dry, falls due for refund, costs more than planned, or has no source."""
    if not actor.has_role(*KEEPERS):
        return
    alerts = alerts_for(actor)
    yield from (_alert(one) for one in alerts)
    told = {one.shown.projection.version.plan.source_id for one in alerts if one.kind is Warned.REFUND}
    found = warnings_for(actor)
    # A projection may be older than the terms: of a deadline that is over nothing else takes the place.
    today = clock.today()
    yield from (_deadline(one) for one in found.deadlines if one.due < today or one.source.pk not in told)
    for over in found.over:
        detail = _("%(position)s %(year)d: verbucht %(booked)s, geplant %(planned)s") % {
            "position": over.position.label,
            "year": over.year,
            "booked": Money(over.booked),
            "planned": Money(over.planned),
        }
        address = reverse("plan-monitor", args=[over.version.plan.code, over.version.number])
        yield Due(_("Position über dem Plan"), detail, None, f"{address}?jahr={over.year}", _("Ansehen"), late=True)
    for one in found.sourceless:
        detail = _("%(position)s %(year)d: Keine Quelle darf %(planned)s tragen") % {
            "position": one.position.label,
            "year": one.year,
            "planned": Money(one.planned),
        }
        address = reverse("plan-coverage", args=[one.version.plan.code, one.version.number])
        yield Due(_("Position ohne Quelle"), detail, None, address, _("Ansehen"), late=True)


def costs(actor: Actor) -> Iterator[Due]:
    """What runs and grants cost and was not taken over, or is booked as something else, until somebody settles it."""
    found = costs_unsettled(actor)
    refused = [one for one in found if one.booked is None]
    changed = [one for one in found if one.booked is not None]
    if refused:
        title = ngettext("Auszahlung nicht übernommen", "%(count)d Auszahlungen nicht übernommen", len(refused))
        told = f"{refused[0].incurred.reference}: {refused[0].reason}"
        yield _to_settle(title, refused, told)
    if changed:
        title = ngettext("Auszahlung anders gebucht", "%(count)d Auszahlungen anders gebucht", len(changed))
        told = _("%(reference)s kostet %(now)s, gebucht sind %(booked)s: Bitte zurückbuchen und neu buchen") % {
            "reference": changed[0].incurred.reference,
            "now": Money(changed[0].incurred.amount),
            "booked": Money(changed[0].booked or 0),
        }
        yield _to_settle(title, changed, told)


def _to_settle(title: str, found: list[Unsettled], told: str) -> Due:
    """One line for all of them: why, where it is one, and which they are where there are several."""
    references = [one.incurred.reference for one in found]
    detail = told if len(found) == 1 else ", ".join(references[:MOST_NAMED])
    if (more := len(references) - MOST_NAMED) > 0:
        detail += " " + _("und %(count)s weitere") % {"count": more}
    return Due(title % {"count": len(found)}, detail, None, reverse("costs"), _("Ansehen"), late=True)


def _alert(alert: Alert) -> Due:
    version = alert.shown.projection.version
    address = reverse("plan-projection", args=[version.plan.code, version.number])
    where = {"source": version.plan.source.label, "amount": Money(alert.amount)}
    if alert.kind is Warned.RUNS_DRY:
        percent = max(alert.shown.dry_permille // 10, 1)
        detail = _("%(source)s: mit %(percent)d %% Wahrscheinlichkeit, es fehlen im Mittel %(amount)s") % {
            **where,
            "percent": percent,
        }
        return Due(_("Quelle reicht nicht bis Ende"), detail, alert.day, address, _("Ansehen"))
    detail = _("%(source)s: voraussichtlich %(amount)s") % where
    return Due(_("Mittel werden zurückzuerstatten sein"), detail, alert.day, address, _("Ansehen"))


def _deadline(one: Deadline) -> Due:
    detail = _("%(source)s: noch %(amount)s") % {"source": one.source.label, "amount": Money(one.left)}
    address = reverse("funding-source", args=[one.source.code])
    is_over = one.due < clock.today()
    title = _("Frist der Rückerstattung ist vorbei") if is_over else _("Frist der Rückerstattung naht")
    return Due(title, detail, one.due, address, _("Ansehen"), late=is_over)
