"""What a payment month of another scheme than start.integration owes to whom, and why: one pure function.

1. Every accepted form of a period that is paid by this month gives a claim to each contribution of the definition in
   force when the period begins: what the form says × the tariff of the period.
2. A claim of a municipality that does not meet every condition of the entitlement rule is worth nothing.
3. What is paid once is a claim in one period only.
4. From each claim is taken what released runs of the scheme settled of it; what differs is a line (decision 0012).
5. What this month would have paid and does not is withheld with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from ankunft.domain.schemes.rules import Period, Use, Verdict, is_one, is_open_to_anybody, judge, uses_paid
from ankunft.domain.schemes.values import Contribution, Residents, Scheme, Sheet, Test, contribution_name

from . import explanations
from . import scheme_explanations as words
from .entries import NOTHING, Entries, Rates
from .rules import NoTariff, NotSubsidised, Price, Priced, population_date_before
from .scheme_ground import SchemeGround, quantity_of
from .scheme_values import SchemeInputs
from .values import Result


@dataclass
class _Claim:
    """What a form claims of one contribution. `reason` and `message` say why it is worth nothing.

    Where nothing can be known (no tariff, no residents), what was settled stays settled: `is_unknown`.
    """

    scheme: Scheme
    period: Period
    sheet: Sheet
    one: Contribution
    quantity: int
    verdicts: list[Verdict]
    residents: int
    cost: Price | None = None
    reason: str = ""
    message: str = ""
    is_unknown: bool = False
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = contribution_name(self.scheme.key, self.one.code)

    @property
    def entitled(self) -> Rates:
        """Quantity by rate, as far as known now."""
        if self.reason or not isinstance(self.cost, Priced):
            return NOTHING
        return {self.cost.rate.rappen: self.quantity}

    def lose(self, reason: str, message: str, *, is_unknown: bool = False) -> None:
        self.reason, self.message, self.is_unknown = reason, message, is_unknown


def calculate_scheme(inputs: SchemeInputs) -> Result:
    """The lines and withholdings of a payment month. The same inputs give the same result, in the same order."""
    ground, entries = SchemeGround(inputs), Entries(inputs.held_open)
    sheets = sorted(inputs.sheets, key=lambda sheet: (inputs.places[sheet.municipality].bfs_number, sheet.period))
    claims = [claim for sheet in sheets for claim in _claims(ground, sheet)]
    _pay_once(ground, claims)
    for claim in claims:
        _enter(ground, entries, claim)
    _take_back_dropped(ground, entries, claims)
    _missing_forms(ground, entries)
    return entries.result()


def _claims(ground: SchemeGround, sheet: Sheet) -> Iterable[_Claim]:
    """What a form claims, if its period is paid by now."""
    found = ground.period(sheet.period)
    if found is None:
        return
    scheme, period = found
    facts = ground.facts(scheme, sheet, period)
    verdicts = judge(scheme, facts)
    for one in scheme.contributions:
        claim = _Claim(scheme, period, sheet, one, quantity_of(one, sheet), verdicts, facts.residents or 0)
        claim.cost = ground.price(scheme, one, period, claim.residents)
        if unmet := [verdict for verdict in verdicts if not verdict.is_met]:
            unknown = all(verdict.is_unknown for verdict in unmet)
            claim.lose(_reason(unmet, unknown), words.unmet(unmet), is_unknown=unknown)
        elif one.field and one.field not in sheet.said:
            claim.lose("form_incomplete", words.not_asked(one), is_unknown=True)
        elif one.by_residents and facts.residents is None:
            claim.lose("population_missing", words.no_residents(facts.counted_on, one), is_unknown=True)
        elif isinstance(claim.cost, NoTariff):
            claim.lose("no_tariff", words.no_tariff(one, str(period), claim.cost.reason), is_unknown=True)
        yield claim


def _reason(unmet: list[Verdict], unknown: bool) -> str:
    """Why nothing is paid: the rule says no, or what it asks for is not known."""
    if not unknown:
        return "not_entitled"
    return (
        "form_incomplete" if any(verdict.condition.test == Test.DECLARED for verdict in unmet) else "population_missing"
    )


def _pay_once(ground: SchemeGround, claims: list[_Claim]) -> None:
    """What each municipality gets once is left as a claim in one period; it got what those merged into it got."""
    groups: dict[tuple[int, str], list[_Claim]] = {}
    for claim in claims:
        if claim.one.once:
            groups.setdefault((ground.heir(claim.sheet.municipality), claim.name), []).append(claim)
    for (heir, name), theirs in groups.items():
        settled = ground.settled_uses(heir, name)
        # What a later month settled is no claim of this one, and is the one all the same.
        worth = [use for use in settled if ground.period(use.period) is None]
        # What was settled and cannot be judged now stays settled, and is the one. A rate of nothing uses up nothing.
        worth += [
            use
            for claim, use in _uses(ground, theirs)
            if any(rate and quantity for rate, quantity in claim.entitled.items())
            or (claim.is_unknown and use in settled)
        ]
        paid = uses_paid(ground.inputs.places, worth, settled)
        for claim, use in _uses(ground, theirs):
            if not claim.entitled or use in paid:
                continue
            by = next((one for one in paid if is_one(ground.inputs.places, use, one)), None)
            if by is not None:
                other = "" if by.municipality == use.municipality else ground.inputs.places[by.municipality].name
                claim.lose("not_entitled", words.paid_once(claim.one, by.period, other))


def _uses(ground: SchemeGround, claims: list[_Claim]) -> list[tuple[_Claim, Use]]:
    return [(claim, ground.use(claim.sheet.municipality, claim.sheet.period)) for claim in claims]


def _enter(ground: SchemeGround, entries: Entries, claim: _Claim) -> None:
    sheet = claim.sheet
    held = ground.settled(sheet.municipality, sheet.period).get(claim.name, NOTHING)
    if claim.reason and (claim.quantity or claim.reason == "form_incomplete") and claim.period in ground.due:
        entries.withhold(sheet.municipality, sheet.period, claim.name, claim.reason, claim.message)
    if claim.is_unknown:
        return
    payee = ground.payee(sheet.municipality, claim.period)
    if not claim.reason and isinstance(claim.cost, Priced):
        explain = partial(
            words.of_claim,
            claim.scheme,
            claim.one,
            ground.inputs.places[sheet.municipality].bfs_number,
            sheet,
            claim.verdicts,
            _counted(ground, claim),
            claim.cost,
            claim.quantity,
            held,
        )
        reference = str(claim.cost.reference)
        entries.enter(sheet.municipality, payee, claim.name, sheet.period, claim.entitled, held, reference, explain)
    elif claim.reason or isinstance(claim.cost, NotSubsidised):
        named = (claim.name, claim.one.label)
        _take_back(entries, claim.scheme, sheet.municipality, payee, named, claim.period, held, claim.message)


def _counted(ground: SchemeGround, claim: _Claim) -> tuple[date, list[tuple[str, Residents]]] | None:
    """The residents by which the rate goes, each with the name of its municipality; None where it is flat."""
    if not claim.one.by_residents:
        return None
    places = ground.inputs.places
    figures = ground.residents(claim.scheme, claim.sheet.municipality, claim.period)
    day = population_date_before(claim.period.start, claim.scheme.residents_years_before)
    return day, [(places[part].name, figure) for part, figure in figures.items()]


def _take_back(
    entries: Entries,
    scheme: Scheme,
    municipality: int,
    payee: int,
    named: tuple[str, str],
    period: Period,
    held: Rates,
    reason: str,
) -> None:
    """A claim that is worth nothing as known now: what was settled of it comes back."""
    name, label = named
    reference = str(scheme.reference)
    explain = partial(explanations.of_withdrawal, label, str(period), reason or None, reference=reference)
    entries.enter(municipality, payee, name, str(period), NOTHING, held, reference, explain)


def _take_back_dropped(ground: SchemeGround, entries: Entries, claims: list[_Claim]) -> None:
    """What was settled of a contribution that the definition does not have (any more)."""
    known = {(claim.sheet.municipality, claim.sheet.period, claim.name) for claim in claims}
    for municipality, text in sorted(ground.settled_pairs()):
        found = ground.period(text)
        if found is None:
            continue
        scheme, period = found
        for name, held in sorted(ground.settled(municipality, text).items()):
            if (municipality, text, name) not in known:
                payee = ground.payee(municipality, period)
                reason = words.dropped(scheme, text)
                _take_back(entries, scheme, municipality, payee, (name, scheme.name), period, held, reason)


def _missing_forms(ground: SchemeGround, entries: Entries) -> None:
    """Who has to hand in the form of a period that falls due and has not, or is still at it.

    Of a period for which the conditions on days entitle nobody, no form is asked for: nothing is missing.
    """
    accepted = {(sheet.municipality, sheet.period) for sheet in ground.inputs.sheets}
    for period in ground.due:
        scheme = ground.inputs.definitions.at(period.start)
        assert scheme is not None
        if not is_open_to_anybody(scheme, period.start):
            continue
        for municipality in ground.reporting(period):
            state = ground.inputs.open_sheets.get((municipality, str(period)))
            if (municipality, str(period)) in accepted or not (scheme.is_owed or state):
                continue
            reason = "form_incomplete" if state else "form_missing"
            entries.withhold(municipality, str(period), "", reason, words.missing_form(scheme, period, state))
