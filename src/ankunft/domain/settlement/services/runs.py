"""What people do with payment runs: calculate, check, approve, release, send back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.foundation.access.policy import can
from ankunft.foundation.bulk import insert_rows, without_collector
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Month
from ankunft.foundation.workflow.services import transition

from .. import states
from ..calculation import calculate
from ..inputs import gather
from ..inputs import reclaims as reclaims_known
from ..models import START_INTEGRATION, Contribution, Line, PayeeBalance, Run, Withheld
from ..permissions import moving
from ..rules import DECEMBER, FIRST_MONTH, balance, is_payment_month
from ..scheme_calculation import calculate_scheme
from ..scheme_inputs import gather_scheme
from ..scheme_names import first_month, periods_due, scheme_title, sign_of
from ..selectors import papers_waiting, payer_of
from ..statements import statement_keep
from ..values import Line as CalculatedLine
from ..values import Result
from .credits import require_credit
from .invoice_bookings import nettings_make
from .invoice_cancellations import require_nothing_given_up_is_paid
from .ledger import take_turn
from .paid_once import require_paid_once
from .payments import papers_make, payments_drop, payments_fix, payments_plan


def run_calculate(*, month: Month, actor: Actor, scheme: str = START_INTEGRATION) -> Run:
    """Calculate (again) the draft run of a scheme's payment month, and return it.

    A run that is no longer a draft is returned as it is: checked, approved or released figures do not
    change under anyone's hands. Refused if the month is none in which the scheme pays (KS 4.5.2).
    """
    _require_payment_month(scheme, month)
    can(actor, moving(states.CALCULATE)).require()
    with transaction.atomic(), without_collector():
        run = _run_of(scheme, month)
        if run.state == states.DRAFT:
            _calculate(run, actor)
    return run


def _require_payment_month(scheme: str, month: Month) -> None:
    first = FIRST_MONTH if scheme == START_INTEGRATION else first_month(scheme)
    if scheme == START_INTEGRATION and not is_payment_month(month):
        raise Refused(
            _("%(month)s ist kein Zahlungsmonat. Ausbezahlt wird im März und im September (KS 4.5.2).")
            % {"month": month}
        )
    if not first <= month <= Month(clock.today().year + 1, DECEMBER):
        raise Refused(
            _("%(month)s wird nicht berechnet: Die Zahlungsläufe gehen von %(first)s bis ins nächste Jahr.")
            % {"month": month, "first": first}
        )
    if scheme != START_INTEGRATION and not periods_due(scheme, month):
        raise Refused(
            _("%(month)s ist kein Zahlungsmonat von «%(name)s».") % {"month": month, "name": scheme_title(scheme)}
        )


def run_check(*, run: Run, actor: Actor) -> None:
    """The finance officer confirms the draft. Refused while it was never calculated."""
    if run.calculated_at is None:
        raise Refused(_("Der Lauf %(month)s wurde noch nicht berechnet.") % {"month": run.reference})
    _move(run, states.CHECK, actor)


@transaction.atomic
def run_approve(*, run: Run, actor: Actor) -> None:
    """The approver, who neither calculated nor checked the run, approves it, and with it the accounts of that day."""
    _move(run, states.APPROVE, actor)
    payments_plan(run)


@transaction.atomic
def run_send_back(*, run: Run, actor: Actor, reason: str) -> None:
    """Back to the draft, with the reason: for everything that has to be calculated again."""
    _move(run, states.SEND_BACK, actor, reason)
    payments_drop(run)


@transaction.atomic
def run_release(*, run: Run, actor: Actor) -> None:
    """Release the run: from now on it is settled and never changes. Statement, payment file and invoices come with it.

    Refused if a payee has no account or another one than was approved; if other runs settled something of the same
    claims since the calculation; if a reclaim in it was contested, lifted or lowered meanwhile; if it pays more than is
    left of the credit of its year; if it gives back what was never paid because an invoice was cancelled; if what
    payees still owe of earlier invoices, which is netted here, is not what it was. Releases pass one after the other,
    so that two runs cannot both find the same claim open. As long as the canton has no account of its own, file and
    invoices wait for it.
    """
    _move(run, states.RELEASE, actor)
    take_turn()
    payments_fix(run)
    _require_still_open(run)
    require_paid_once(run)
    _require_reclaims_as_decided(run)
    require_credit(run)
    require_nothing_given_up_is_paid(run)
    nettings_make(run=run, actor=actor)
    statement_keep(run, actor)
    waiting = papers_waiting(run)
    if (waiting.payments or waiting.invoices) and payer_of(run):
        papers_make(run=run, actor=actor)


def _move(run: Run, name: str, actor: Actor, reason: str = "") -> None:
    transition(
        obj=run,
        key=run.reference,
        table=states.RUN,
        name=name,
        actor=actor,
        reason=reason,
        details={"total": run.total},
    )


def _calculate(run: Run, actor: Actor) -> None:
    result, owed = _calculated(run)
    total = sum(line.amount for line in result.lines)
    transition(
        obj=run,
        key=run.reference,
        table=states.RUN,
        name=states.CALCULATE,
        actor=actor,
        changes={"calculated_at": clock.now(), "total": total},
        details={"total": total, "lines": len(result.lines), "withheld": len(result.withheld)},
    )
    _store(run, result, owed)


def _calculated(run: Run) -> tuple[Result, Mapping[int, int]]:
    """What is due and withheld as known now, and what payees still owe of earlier invoices of the scheme."""
    if run.scheme == START_INTEGRATION:
        inputs = gather(run.month)
        return calculate(inputs), inputs.owed
    of_scheme = gather_scheme(run.scheme, run.month)
    return calculate_scheme(of_scheme), of_scheme.owed


def _run_of(scheme: str, month: Month) -> Run:
    known = {"state": states.DRAFT, "sign": sign_of(scheme)}
    if scheme != START_INTEGRATION:
        known["title"] = scheme_title(scheme)
    run, _created = Run.objects.get_or_create(scheme=scheme, payment_month=str(month), defaults=known)
    return run


def _store(run: Run, result: Result, owed: Mapping[int, int]) -> None:
    """Replace the lines of the draft by the newly calculated ones."""
    for model in (Line, Withheld, PayeeBalance):
        # Raw deletion: nothing hangs on these rows, and collecting them one by one would grow with the canton.
        model.objects.filter(run=run)._raw_delete(using=model.objects.db)
    insert_rows(Line, _LINE_FIELDS, ((run.pk, *line) for line in result.lines))
    insert_rows(
        Withheld,
        ("run", "municipality", "period", "contribution", "reason", "message"),
        ((run.pk, *held) for held in result.withheld),
    )
    insert_rows(
        PayeeBalance,
        ("run", "municipality", "credit", "reclaimed", "carried", "payment", "invoice"),
        ((run.pk, *row) for row in _balances(result.lines, owed)),
    )


# The run, and the values of a calculated line in their order.
_LINE_FIELDS = (
    "run",
    "municipality",
    "payee",
    "contribution",
    "period",
    "quantity",
    "rate",
    "amount",
    "legal_reference",
    "is_correction",
    "settled_before",
    "explanation",
)


def _balances(lines: Iterable[CalculatedLine], owed: Mapping[int, int]) -> list[tuple[int, int, int, int, int, int]]:
    """Credit, reclaimed, carried, payment and invoice of each payee, in Rappen (KS 4.7)."""
    sums: dict[int, list[int]] = {}
    for line in lines:
        entry = sums.setdefault(line.payee, [0, 0])
        entry[line.amount < 0] += abs(line.amount)
    rows = []
    for payee, (credit, reclaimed) in sums.items():
        result = balance(credit, reclaimed, owed.get(payee, 0))
        rows.append((payee, result.credit, result.reclaimed, result.carried, result.payment, result.invoice))
    return rows


def _require_still_open(run: Run) -> None:
    """No other run may have settled something of the same claims since this one was calculated."""
    released_elsewhere = (
        Line.objects.filter(
            run__state=states.RELEASED,
            municipality=OuterRef("municipality"),
            contribution=OuterRef("contribution"),
            period=OuterRef("period"),
        )
        .exclude(run=run)
        .order_by()
        .values("municipality")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    stale = (
        Line.objects.filter(run=run)
        .annotate(released=Coalesce(Subquery(released_elsewhere), 0))
        .exclude(released=F("settled_before"))
        .count()
    )
    if stale:
        raise Refused(
            ngettext(
                "Nicht freigegeben: Bei %(count)s Position stimmt nicht mehr, was andere Läufe abgerechnet haben. "
                "Frühere Läufe zuerst freigeben, diesen zurückgeben und neu berechnen.",
                "Nicht freigegeben: Bei %(count)s Positionen stimmt nicht mehr, was andere Läufe abgerechnet haben. "
                "Frühere Läufe zuerst freigeben, diesen zurückgeben und neu berechnen.",
                stale,
            )
            % {"count": stale}
        )


def _require_reclaims_as_decided(run: Run) -> None:
    """What is taken back must still be owed: an open objection stops the netting (KS 4.7)."""
    held: dict[str, int] = {}
    lines = Line.objects.filter(run=run, contribution=Contribution.RECLAIM).order_by()
    for reference, amount, settled in lines.values_list("period", "amount", "settled_before"):
        held[reference] = held.get(reference, settled) + amount
    if not held:
        return
    owed = {one.reference: -one.amount for one in reclaims_known() if not one.is_contested}
    changed = sorted(reference for reference, amount in held.items() if owed.get(reference) != amount)
    if changed:
        raise Refused(
            _(
                "Nicht freigegeben: Seit der Berechnung wurde bestritten oder geändert, was zurückgefordert wird "
                "(%(references)s). Den Lauf zurückgeben und neu berechnen."
            )
            % {"references": ", ".join(changed)}
        )
