"""The page of a scheme: its calendar, contributions, conditions, tariffs and form in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.questionnaires import permissions as questionnaires
from ankunft.domain.schemes import states, words
from ankunft.domain.schemes.models import SchemeDefinition, SchemeTariff
from ankunft.domain.schemes.permissions import defining
from ankunft.domain.schemes.selectors import Version
from ankunft.domain.schemes.values import Contribution, Cycle, Scheme, contribution_name
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.tables import TransitionTable

STATE_KINDS: dict[str, str] = {
    ProposalState.PROPOSED: "info",
    ProposalState.CONFIRMED: "ok",
    ProposalState.WITHDRAWN: "neutral",
}


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """A contribution with what its quantity is, what the law says of the rate, and its tariffs."""

    contribution: Contribution
    quantity: str
    limits: str
    tariffs: list[dict[str, Any]]
    may_propose: bool


def scheme_context(
    versions: list[Version], shown: Version, tariffs: list[SchemeTariff], actor: Actor
) -> dict[str, Any]:
    """Everything that the page of a scheme shows."""
    scheme = shown.scheme
    return {
        "shown": shown,
        "scheme": scheme,
        "has_forms": shown.record.state == ProposalState.CONFIRMED and bool(can(actor, questionnaires.SEE)),
        "moves": moves_of(shown.record, states.DEFINITION, actor),
        "facts": _facts(scheme),
        "conditions": [(words.of_condition(scheme, one), one.paragraph) for one in scheme.conditions],
        "contributions": [_contribution(scheme, one, tariffs, actor) for one in scheme.contributions],
        "versions": [(one, STATE_KINDS[one.record.state]) for one in versions],
        "sections": scheme.form.sections,
    }


def moves_of(one: SchemeDefinition | SchemeTariff, table: TransitionTable, actor: Actor) -> dict[str, Any]:
    """Where a proposal stands, what may be done with it, and why not."""
    is_open = one.state == ProposalState.PROPOSED
    confirming = can(actor, defining(table, states.CONFIRM), one) if is_open else None
    waits = confirming is not None and not confirming and can(actor, defining(table, states.CONFIRM))
    return {
        "one": one,
        "state": one.state_label,
        "kind": STATE_KINDS[one.state],
        "may_confirm": bool(confirming),
        "why_not": confirming.reason if waits and confirming is not None else "",
        "may_withdraw": is_open and bool(can(actor, defining(table, states.WITHDRAW), one)),
    }


def _facts(scheme: Scheme) -> list[tuple[str, str]]:
    by_residents = any(one.by_residents for one in scheme.contributions) or any(
        one.test.startswith("residents") for one in scheme.conditions
    )
    facts = [
        (_("Rechtsgrundlage"), str(scheme.reference)),
        (_("Kürzel der Läufe"), scheme.sign),
        (_("Periode"), str(words.CYCLES[Cycle(scheme.cycle)])),
        (_("Frist des Formulars"), _after(scheme.due_after)),
        (_("Ausbezahlt"), _after(scheme.paid_after)),
        (_("Formular"), _("schuldet jede Gemeinde") if scheme.is_owed else _("reicht ein, wer den Beitrag will")),
    ]
    if by_residents:
        years = scheme.residents_years_before
        counted = ngettext("am 31.12. im Jahr vor der Periode", "am 31.12., %(years)s Jahre vor der Periode", years) % {
            "years": years
        }
        facts.append((_("Einwohnerzahl"), counted if years else _("am 31.12. im Jahr der Periode")))
    return facts


def _after(months: int) -> str:
    if not months:
        return _("Ende des ersten Monats der Periode")
    return ngettext(
        "Ende des %(number)s. Monats vom Beginn der Periode an",
        "Ende des %(number)s. Monats vom Beginn der Periode an",
        months + 1,
    ) % {"number": months + 1}


def _contribution(scheme: Scheme, one: Contribution, tariffs: list[SchemeTariff], actor: Actor) -> ContributionRow:
    name = contribution_name(scheme.key, one.code)
    question = scheme.form.fed_by(one.field) if one.field else None
    return ContributionRow(
        one,
        question.label if question else _("einmal je Gemeinde und Periode"),
        _limits(one),
        [
            {**moves_of(tariff, states.TARIFF, actor), "rows": _rows(tariff)}
            for tariff in tariffs
            if tariff.contribution == name
        ],
        bool(can(actor, defining(states.TARIFF, states.PROPOSE))),
    )


def _limits(one: Contribution) -> str:
    limits = {"least": Money(one.least or 0), "most": Money(one.most or 0)}
    if one.least is not None and one.most is not None:
        return _("%(least)s bis %(most)s") % limits
    if one.least is not None:
        return _("mindestens %(least)s") % limits
    return _("höchstens %(most)s") % limits if one.most is not None else ""


def _rows(tariff: SchemeTariff) -> list[str]:
    """The tiers in words; a flat rate is one without a bound."""
    if not tariff.rows:
        return [_("wird nicht mehr ausgerichtet")]
    if len(tariff.rows) == 1:
        return [str(Money(tariff.rows[0][1]))]
    return [
        _("ab %(bound)s Einwohnerinnen und Einwohnern: %(rate)s")
        % {"bound": f"{bound:,}".replace(",", "'"), "rate": Money(rate)}
        for bound, rate in tariff.rows
    ]
