"""Sources as their pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.funds.groups import GROUPS
from ankunft.domain.funds.models import FundingSource, PlanVersion, SourceTerms, Tranche, VersionState
from ankunft.domain.funds.money_permissions import RECORD_TRANCHE, SET_TERMS
from ankunft.domain.funds.purposes import PURPOSES
from ankunft.domain.funds.selectors import money
from ankunft.domain.funds.selectors.projections import SOON
from ankunft.domain.funds.selectors.sources import Borne, Life, life_of, transfers_of
from ankunft.domain.funds.transfer_states import TRANSFER
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.explained import Explained
from ankunft.foundation.pictures.values import Balance, Movement, Waterfall
from ankunft.web.shell.pictures import Picture, picture
from ankunft.web.shell.templatetags.ankunft import number

from .places import SOURCES, money_places, plan_places
from .refund_pages import of_source
from .words import MOVEMENT_KINDS

NEVER = date.max


class SourceRow(NamedTuple):
    """A source in the list; `left` is None where nobody knows how much it has."""

    source: FundingSource
    left: int | None
    period: str
    refund_due: date | None
    days: str
    tag: tuple[str, str] | None
    purposes: list[Promise]
    groups: list[Promise]
    is_told: bool


def sources_context(actor: Actor) -> dict[str, Any]:
    """Every source, what is to be refunded soonest first; the plans in force."""
    rows = [_row(one) for one in money.source_standings(actor)]
    rows.sort(key=lambda row: (row.refund_due or NEVER, row.source.number))
    plans = visible_to(actor, PlanVersion).filter(state=VersionState.ADOPTED).select_related("plan__source")
    return {
        "rows": rows,
        "known": sum(row.left for row in rows if row.left is not None),
        "places": money_places(SOURCES),
        "plans": [(one, plan_places(one, "")) for one in plans.order_by("plan__code")],
    }


def _row(one: money.SourceStanding) -> SourceRow:
    terms = one.terms
    due = terms.refund_due if terms else None
    return SourceRow(
        one.source,
        one.left,
        period_words(terms.first_year, terms.last_year) if terms else "",
        due,
        days_words(due),
        deadline_tag(due, one.left),
        [PURPOSES[code].label for code in PURPOSES if code in (terms.purposes or ())] if terms else [],
        [GROUPS[code] for code in GROUPS if code in (terms.groups or ())] if terms else [],
        terms is not None,
    )


def period_words(first: int | None, last: int | None) -> str:
    """In which years a source bears expenditure, in words."""
    if first is not None and last is not None:
        return _("%(first)d bis %(last)d") % {"first": first, "last": last}
    if first is not None:
        return _("ab %(first)d") % {"first": first}
    return _("bis %(last)d") % {"last": last} if last is not None else _("unbefristet")


def days_words(due: date | None) -> str:
    """How far away a deadline is, in days."""
    if due is None:
        return ""
    days = (due - clock.today()).days
    if days < 0:
        return ngettext("vor %(days)s Tag", "vor %(days)s Tagen", -days) % {"days": number(-days)}
    return ngettext("noch %(days)s Tag", "noch %(days)s Tage", days) % {"days": number(days)}


def deadline_tag(due: date | None, left: int | None) -> tuple[str, str] | None:
    """How a deadline stands; None where there is none."""
    if due is None:
        return None
    if due < clock.today():
        return (_("Frist vorbei"), "bad") if left and left > 0 else (_("abgelaufen"), "neutral")
    return (_("Frist naht"), "warning") if due - clock.today() <= SOON else (_("läuft"), "ok")


def source_context(source: FundingSource, actor: Actor, opened: str) -> dict[str, Any]:
    """One source: its balance, what came, what it bore, and its terms; of the tranche `opened` the derivation."""
    life = life_of(source, actor)
    terms = list(money.terms_for(source, actor))
    today = clock.today()
    current = next((one for one in terms if one.valid_from <= today), None)
    transfers = list(transfers_of(source, actor))
    may_record = bool(can(actor, RECORD_TRANCHE))
    return {
        "source": source,
        "life": life,
        "due": current.refund_due if current else None,
        "days": days_words(current.refund_due) if current else "",
        "tag": deadline_tag(current.refund_due if current else None, life.left if life.is_known else None),
        "current": told_terms(current) if current else None,
        "others": [(told_terms(one), one.valid_from > today) for one in terms if one is not current],
        "tranches": [_tranche(one, opened) for one in money.tranches_for(actor, source)],
        "transfers": [
            (one, TRANSFER.labels[one.state], MOVEMENT_KINDS[one.state], one.taking_id == source.pk)
            for one in transfers
        ],
        "borne": [(one, _bookings(source, one)) for one in life.borne],
        "balance": _waterfall(source, life),
        "may_record": may_record,
        "may_set": bool(can(actor, SET_TERMS)),
        **of_source(source, actor),
    }


def _bookings(source: FundingSource, one: Borne) -> str:
    address = reverse("bookings")
    return f"{address}?position={one.position.pk}&quelle={source.code}&jahr={one.year}"


def told_terms(terms: SourceTerms) -> dict[str, Any]:
    """Terms with their codes in words."""
    return {
        "one": terms,
        "period": period_words(terms.first_year, terms.last_year),
        "purposes": [PURPOSES[code].label for code in terms.purposes if code in PURPOSES]
        if terms.purposes is not None
        else None,
        "groups": [GROUPS[code] for code in terms.groups if code in GROUPS] if terms.groups is not None else None,
    }


def _tranche(tranche: Tranche, opened: str) -> dict[str, Any]:
    explained = Explained.from_data(tranche.explanation) if tranche.explanation else None
    return {
        "one": tranche,
        "explained": explained,
        "is_open": explained is not None and opened == tranche.reference,
        "is_awaited": tranche.received_on > clock.today(),
        "differs": tranche.expected is not None and tranche.expected != tranche.amount,
    }


def _waterfall(source: FundingSource, life: Life) -> Picture | None:
    """From the first balance to that of today: what came, what moved, what each position cost."""
    if not life.is_known:
        return None
    spent: dict[str, int] = {}
    for one in life.borne:
        spent[one.position.label] = spent.get(one.position.label, 0) + one.amount
    steps: list[Balance | Movement] = [Balance(_("Saldo Anfang %(year)d") % {"year": life.years[0].year}, life.opening)]
    if life.received:
        steps.append(Movement(_("Tranchen"), life.received))
    if life.transferred:
        steps.append(Movement(_("Umbuchungen"), life.transferred))
    steps += [Movement(label, -amount) for label, amount in spent.items() if amount]
    if life.refunded:
        steps.append(Movement(_("Rückerstattungen"), -life.refunded))
    steps.append(Balance(_("Saldo heute"), life.left))
    return picture("saldo", Waterfall(_("Saldo %(source)s") % {"source": source.label}, tuple(steps)))


def rates_context(actor: Actor) -> dict[str, Any]:
    """What the federation pays per person, kind by kind."""
    rows: QuerySet[Any] = money.rates_for(actor)
    return {"rows": rows, "may_set": bool(can(actor, SET_TERMS))}


def matching_context(actor: Actor, year: int, years: Sequence[int]) -> dict[str, Any]:
    """The matching rule of the integration credit for a year, with what is lacking."""
    return {"year": year, "years": years, "found": money.matching_of(year, actor)}
