"""What sources may bear, and what the federation pays per person: each from a day on (FP 1, 2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.turns import in_turn

from ..groups import GROUPS
from ..models import FundingSource, PersonRate, Position, RateKind, SourceTerms
from ..money_permissions import SET_TERMS
from ..money_readings import terms_series
from ..money_words import TERMS_FAULTS
from ..permissions import KEEP
from ..purposes import PURPOSES
from ..rules.sources import Terms, terms_fault
from .inputs import MOST
from .turns import money_turns

FAR = 5
"""So many years ahead something may hold from a day on. What is set stays: with a slip in its year, nothing earlier
could be set any more."""
EARLIEST = 1990
"""The year before which nothing is that anybody records here: a slip, and a chart of centuries."""
LONGEST = 25
"""So many years ahead a source may bear expenditure, or be refunded: six programme periods."""


@transaction.atomic
def terms_set(*, source: FundingSource, terms: Terms, actor: Actor) -> SourceTerms:
    """From `terms.valid_from` on these terms hold. What is otherwise later is other terms from a later day.

    Refused for days and years far away, for unknown purposes and groups, for terms that do not follow those before
    them, and for an extension of the refund deadline that comes too late or has neither decision nor condition.
    """
    can(actor, SET_TERMS).require()
    money_turns(sources=[source.pk])
    require_near(terms.valid_from)
    for year in (terms.first_year, terms.last_year, terms.refund_due.year if terms.refund_due else None):
        _require_foreseeable(year)
    _require_known(terms.purposes, PURPOSES.keys(), _("Zweck"))
    _require_known(terms.groups, GROUPS.keys(), _("Zielgruppe"))
    series = terms_series([source.pk]).get(source.pk)
    spans = series.spans() if series else []
    if fault := terms_fault(spans[-1].value if spans else None, terms):
        raise Refused(f"{source.label}: {TERMS_FAULTS[fault]}")
    stored = SourceTerms.objects.create(
        source=source,
        valid_from=terms.valid_from,
        legal_basis=terms.legal_basis.strip(),
        purposes=None if terms.purposes is None else sorted(terms.purposes),
        groups=None if terms.groups is None else sorted(terms.groups),
        first_year=terms.first_year,
        last_year=terms.last_year,
        refund_due=terms.refund_due,
        condition=terms.condition.strip(),
        decision=terms.decision.strip(),
        set_at=clock.now(),
        set_by=actor.label,
    )
    after = {
        "valid_from": str(stored.valid_from),
        "legal_basis": stored.legal_basis,
        "purposes": stored.purposes,
        "groups": stored.groups,
        "years": [stored.first_year, stored.last_year],
        "refund_due": str(stored.refund_due or ""),
        "condition": stored.condition,
        "decision": stored.decision,
    }
    sentence = "Bedingungen einer Finanzierungsquelle erfasst."
    record(actor, Entry("funds.source.terms_set", "funds.source", source.code, sentence, after=after))
    return stored


@transaction.atomic
def rate_record(*, kind: str, valid_from: date, rate: int, document: str, actor: Actor) -> PersonRate:
    """From that day on the federation pays `rate` (Rappen) per person, as that document says."""
    can(actor, SET_TERMS).require()
    if kind not in RateKind.values:
        raise Refused(_("Einen solchen Ansatz je Person gibt es nicht."))
    in_turn("funds.rates")
    require_near(valid_from)
    if not 0 < rate <= MOST.rappen:
        raise Refused(_("Ein Ansatz ist ein Betrag über null, höchstens %(most)s.") % {"most": MOST})
    if not document.strip():
        raise Refused(_("Sagen Sie, welches Dokument den Ansatz nennt: Ansätze werden nicht geschätzt."))
    last = PersonRate.objects.filter(kind=kind).order_by("-valid_from").first()
    if last is not None and valid_from <= last.valid_from:
        raise Refused(
            _("Ab %(day)s ist schon ein Ansatz erfasst: Ein neuer gilt ab einem späteren Tag.")
            % {"day": f"{last.valid_from:%d.%m.%Y}"}
        )
    stored = PersonRate.objects.create(
        kind=kind,
        valid_from=valid_from,
        rate=rate,
        document=document.strip(),
        recorded_at=clock.now(),
        recorded_by=actor.label,
    )
    after = {"rate": rate, "document": stored.document}
    sentence = "Ansatz des Bundes je Person erfasst."
    record(actor, Entry("funds.rate.recorded", "funds.rate", f"{kind} {valid_from}", sentence, after=after))
    return stored


@transaction.atomic
def position_groups_set(*, position: Position, groups: frozenset[str] | None, actor: Actor) -> None:
    """Say whom a position serves: these groups, nobody in particular (none), or that nobody knows (None).

    What is booked and assigned already stays; from now on sources that are earmarked for others do not bear it.
    """
    can(actor, KEEP).require()
    _require_known(groups, GROUPS.keys(), _("Zielgruppe"))
    before = {"groups": position.groups}
    position.groups = None if groups is None else sorted(groups)
    position.save(update_fields=["groups"])
    key = f"{position.plan.code}/{position.code}"
    sentence = "Zielgruppen einer Position bezeichnet."
    after = {"groups": position.groups}
    record(actor, Entry("funds.position.groups_set", "funds.position", key, sentence, before, after))


def require_near(day: date) -> None:
    """Refused for a day of a year that lies far ahead or long ago: it is a slip."""
    if day.year < EARLIEST:
        raise Refused(
            _("Der %(day)s liegt vor dem Jahr %(year)d: Bitte das Jahr prüfen.")
            % {"day": f"{day.day:02}.{day.month:02}.{day.year:04}", "year": EARLIEST}
        )
    if day.year > clock.today().year + FAR:
        raise Refused(
            _("Der %(day)s liegt mehr als %(years)d Jahre voraus: Bitte das Jahr prüfen.")
            % {"day": f"{day:%d.%m.%Y}", "years": FAR}
        )


def _require_foreseeable(year: int | None) -> None:
    """Refused for a year in which a period neither begins nor ends."""
    last = clock.today().year + LONGEST
    if year is not None and not EARLIEST <= year <= last:
        raise Refused(
            _("Das Jahr %(year)d liegt nicht zwischen %(first)d und %(last)d: Bitte das Jahr prüfen.")
            % {"year": year, "first": EARLIEST, "last": last}
        )


def _require_known(codes: frozenset[str] | None, known: Iterable[str], what: str) -> None:
    unknown = sorted(set(codes or ()) - set(known))
    if unknown:
        raise Refused(_("%(what)s «%(code)s» ist nicht bekannt.") % {"what": what, "code": unknown[0]})
