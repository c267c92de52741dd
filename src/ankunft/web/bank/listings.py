"""The lists of the bank: movements, statements, payments that came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.bank import selectors
from ankunft.domain.bank.models import (
    WAITING,
    BankEntry,
    BankStatement,
    EntryState,
    StatusReport,
    StatusWord,
    WordState,
)
from ankunft.domain.settlement.outcome_words import standing_words
from ankunft.domain.settlement.selectors.outcomes import Outcome, outcomes_of
from ankunft.foundation.documents.iso20022.return_reasons import reason_words
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.settlement.words import STANDING_KINDS
from ankunft.web.shell.lists import Column, Filter, Listing

from .words import ENTRY_KINDS, WORD_KINDS, status_words

OPEN, ALL, MATCHED, ASIDE = "offen", "alle", "zugeordnet", "abgelegt"
_STATES = {OPEN: WAITING, MATCHED: {EntryState.MATCHED}, ASIDE: {EntryState.ASIDE}, ALL: set(EntryState)}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A movement with what it was used for."""

    entry: BankEntry
    uses: list[selectors.Use]

    @property
    def pk(self) -> int:
        return self.entry.pk

    @property
    def state_kind(self) -> str:
        return ENTRY_KINDS[EntryState(self.entry.state)]

    @property
    def standing_uses(self) -> list[selectors.Use]:
        return [use for use in self.uses if not use.is_undone]

    @property
    def why(self) -> str:
        """What it was used for, and why the rest is left."""
        used = [use.name for use in self.standing_uses]
        shown = [*used[:3], *([_("und %(count)s weitere") % {"count": len(used) - 3}] if len(used) > 3 else [])]
        return " · ".join(filter(None, [", ".join(shown), self.entry.finding_label]))

    @property
    def from_whom(self) -> str:
        told = [self.entry.counterparty, self.entry.reference or self.entry.end_to_end or self.entry.batch]
        return " · ".join(filter(None, [*told, self.entry.message]))


def entry_rows(entries: Sequence[BankEntry]) -> list[EntryRow]:
    """The rows of a page: one statement more for all of them."""
    uses = selectors.uses_of(entries)
    return [EntryRow(entry, uses.get(entry.pk, [])) for entry in entries]


def _by_state(entries: QuerySet[Any], value: str) -> QuerySet[Any]:
    return entries.filter(state__in=_STATES[value])


def _states(_actor: Actor) -> list[tuple[str, str]]:
    return [(OPEN, _("Zu klären")), (MATCHED, _("Zugeordnet")), (ASIDE, _("Abgelegt")), (ALL, _("Alle"))]


ENTRIES = Listing(
    place="bank",
    title=gettext_lazy("Bewegungen"),
    key="pk",
    sort="-tag",
    columns=(
        Column("wer", gettext_lazy("Von oder an"), lambda row: row.from_whom, order=("counterparty",)),
        Column("tag", gettext_lazy("Gebucht"), lambda row: row.entry.booked_on, kind="date", order=("booked_on", "pk")),
        Column("betrag", gettext_lazy("Betrag CHF"), lambda row: row.entry.amount, kind="money", order=("amount",)),
        Column("rest", gettext_lazy("Nicht zugeordnet CHF"), lambda row: row.entry.rest, kind="money", order=("rest",)),
        Column("wozu", gettext_lazy("Wozu, warum nicht"), lambda row: row.why),
        Column(
            "stand",
            gettext_lazy("Stand"),
            lambda row: row.entry.state_label,
            order=("state",),
            template="bank/entry_state.html",
        ),
    ),
    filters=(Filter("stand", gettext_lazy("Stand"), _by_state, _states, default=OPEN, is_chips=True),),
    prepare=entry_rows,
    address=lambda row: reverse("bank-entry", args=[row.pk]),
)
OF_STATEMENT = replace(ENTRIES, place="bank-statement", filters=())


def _days(one: BankStatement) -> str:
    if one.first_on is None or one.last_on is None:
        return ""
    first, last = f"{one.first_on:%d.%m.%Y}", f"{one.last_on:%d.%m.%Y}"
    return first if first == last else f"{first} – {last}"


STATEMENTS = Listing(
    place="bank-statements",
    title=gettext_lazy("Kontoauszüge"),
    key="pk",
    sort="-eingelesen",
    columns=(
        Column("nummer", gettext_lazy("Auszug"), lambda one: one.number, order=("number",), is_whole=True),
        Column("art", gettext_lazy("Art"), lambda one: one.get_kind_display(), order=("kind",)),
        Column("tage", gettext_lazy("Tage"), _days, order=("first_on",)),
        Column("bewegungen", gettext_lazy("Neue Bewegungen"), lambda one: one.brought, kind="integer"),
        Column("offen", gettext_lazy("Zu klären"), lambda one: one.waiting, kind="integer"),
        Column("eingelesen", gettext_lazy("Eingelesen"), lambda one: one.imported_at.date(), "date", ("imported_at",)),
        Column("von", gettext_lazy("Von"), lambda one: one.imported_by),
    ),
    address=lambda one: reverse("bank-statement", args=[one.pk]),
)


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A payment that came back, and what becomes of it."""

    returned: Any
    outcome: Outcome

    @property
    def pk(self) -> int:
        return int(self.returned.pk)

    @property
    def standing_kind(self) -> str:
        return STANDING_KINDS[self.outcome.standing]

    @property
    def standing_label(self) -> str:
        return standing_words(self.outcome)


def return_rows(returns: Sequence[Any]) -> list[ReturnRow]:
    """The rows of a page, each with how its payment stands."""
    told = outcomes_of([returned.payment for returned in returns])
    return [ReturnRow(returned, outcome) for returned, outcome in zip(returns, told, strict=True)]


RETURNS = Listing(
    place="bank-returns",
    title=gettext_lazy("Zurückgekommene und zurückgewiesene Zahlungen"),
    key="pk",
    sort="-tag",
    columns=(
        Column("zahlung", gettext_lazy("Zahlung"), lambda row: row.returned.payment.reference, is_whole=True),
        Column(
            "gemeinde",
            gettext_lazy("Gemeinde"),
            lambda row: row.returned.payment.payee.name,
            order=("payment__payee__name",),
        ),
        Column("tag", gettext_lazy("Zurück am"), lambda row: row.returned.returned_on, "date", ("returned_on", "pk")),
        Column("betrag", gettext_lazy("Betrag CHF"), lambda row: row.returned.amount, kind="money", order=("amount",)),
        Column("grund", gettext_lazy("Grund der Bank"), lambda row: reason_words(row.returned.code)),
        Column("stand", gettext_lazy("Stand"), lambda row: row.standing_label, template="bank/return_state.html"),
    ),
    prepare=return_rows,
    address=lambda row: reverse("bank-return", args=[row.pk]),
)


def _waiting(reports: QuerySet[Any], value: str) -> QuerySet[Any]:
    return reports.filter(waiting__gt=0) if value == OPEN else reports


def _report_states(_actor: Actor) -> list[tuple[str, str]]:
    return [(ALL, _("Alle")), (OPEN, _("Zu klären"))]


def _whole(one: StatusReport) -> str:
    return " · ".join(filter(None, [status_words(one.status), reason_words(one.code)]))


REPORTS = Listing(
    place="bank-reports",
    title=gettext_lazy("Rückmeldungen der Bank"),
    key="pk",
    sort="-tag",
    columns=(
        Column("datei", gettext_lazy("Zahlungsdatei"), lambda one: one.file.reference, is_whole=True),
        Column("tag", gettext_lazy("Vom"), lambda one: one.made_on, kind="date", order=("made_on", "pk")),
        Column("stand", gettext_lazy("Zur ganzen Datei"), _whole, order=("status",)),
        Column("zurueckgewiesen", gettext_lazy("Zurückgewiesen"), lambda one: one.rejected, kind="integer"),
        Column("offen", gettext_lazy("Zu klären"), lambda one: one.waiting, kind="integer"),
        Column("eingelesen", gettext_lazy("Eingelesen"), lambda one: one.imported_at.date(), "date", ("imported_at",)),
        Column("von", gettext_lazy("Von"), lambda one: one.imported_by),
    ),
    filters=(Filter("stand", gettext_lazy("Stand"), _waiting, _report_states, default=ALL, is_chips=True),),
    address=lambda one: reverse("bank-report", args=[one.pk]),
)


@dataclass(frozen=True, slots=True)
class WordRow:
    """What a report says of a payment."""

    word: StatusWord

    @property
    def pk(self) -> int:
        return self.word.pk

    @property
    def state_kind(self) -> str:
        return WORD_KINDS[WordState(self.word.state)]

    @property
    def why(self) -> str:
        return " · ".join(filter(None, [reason_words(self.word.code), self.word.text, self.word.misfit_label]))


def word_rows(words: Sequence[StatusWord]) -> list[WordRow]:
    """The rows of a page."""
    return [WordRow(word) for word in words]


WORDS = Listing(
    place="bank-report",
    title=gettext_lazy("Zahlungen"),
    key="pk",
    sort="zahlung",
    columns=(
        Column(
            "zahlung",
            gettext_lazy("Zahlung"),
            lambda row: row.word.reference or "–",
            order=("reference", "pk"),
            is_whole=True,
        ),
        Column(
            "gemeinde", gettext_lazy("Gemeinde"), lambda row: row.word.payment.payee.name if row.word.payment else ""
        ),
        Column(
            "betrag",
            gettext_lazy("Betrag CHF"),
            lambda row: row.word.payment.amount if row.word.payment else None,
            "money",
        ),
        Column(
            "status", gettext_lazy("Was die Bank sagt"), lambda row: status_words(row.word.status), order=("status",)
        ),
        Column("grund", gettext_lazy("Grund, was nicht passt"), lambda row: row.why),
        Column(
            "stand",
            gettext_lazy("Stand"),
            lambda row: row.word.state_label,
            order=("state",),
            template="bank/entry_state.html",
        ),
    ),
    prepare=word_rows,
    address=lambda row: reverse("bank-word", args=[row.pk]),
)
