"""One table: every route × method × role × (own or foreign object). What is not in it fails the build.

`own` and `foreign` name the roles that are let through; everybody else is refused with 403 and the
reason, or, where `hidden` says so, is told that there is nothing (404). Routes without an object of
somebody have no `foreign`. Whoever is let through gets `answer`: a page, or the redirect that follows
what was done. What is posted, and the state in which the objects are, is in `permission_ground`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ankunft.domain import roles
from ankunft.domain.roles import APPROVER, CANTONAL, COORDINATION, FINANCE_OFFICER, INTEGRATION_OFFICER, MUNICIPAL
from tests.web import account_changes_ground as accounts
from tests.web import administration_ground as administered
from tests.web import arrivals_ground as arrived
from tests.web import bank_ground as banked
from tests.web import credits_ground as credited
from tests.web import duplicates_ground as paired
from tests.web import funds_ground as planned
from tests.web import grants_ground as applied
from tests.web import interviews_ground as talks
from tests.web import invoices_ground as asked
from tests.web import letters_ground as written
from tests.web import money_ground as paid
from tests.web import permission_ground as ground
from tests.web import persons_ground as persons
from tests.web import questionnaires_ground as sheets
from tests.web import retention_ground as kept
from tests.web import rulings_ground as ruled
from tests.web import scheme_forms_ground as forms
from tests.web import schemes_ground as defined
from tests.web import sem_reports_ground as told
from tests.web import supervision_ground as watched
from tests.web.permission_ground import OWN, Data

ALL = frozenset(role.code for role in roles.ROLES)
NOBODY = frozenset[str]()
PREPARE = frozenset({COORDINATION, FINANCE_OFFICER})
CHECKERS = frozenset({FINANCE_OFFICER})
APPROVERS = frozenset({APPROVER})
KEEPERS = frozenset({COORDINATION})
REPORTERS = frozenset({INTEGRATION_OFFICER})
LEADS = frozenset({roles.STRATEGIC_LEAD})
OWN_RECORDS = frozenset({INTEGRATION_OFFICER, roles.MUNICIPAL_FINANCE})
PAGE, DONE, HIDDEN, CONFLICT, WRONG = 200, 302, 404, 409, 422
BAD_LINK = {"key": "MQ", "token": "wrong"}


@dataclass(frozen=True)
class Rule:
    """One route with one method."""

    route: str
    method: str
    own: frozenset[str]
    foreign: frozenset[str] | None = None
    arguments: dict[str, object] = field(default_factory=dict)
    data: Data = field(default_factory=dict)
    hidden: frozenset[str] = NOBODY
    """Who is told 404 for the foreign object instead of 403."""
    is_open: bool = False
    """Whether it needs no sign-in."""
    answer: int = PAGE
    """What those get who are let through (and, where it is open, are signed in)."""


def page(route: str, own: frozenset[str] = ALL, **more: object) -> Rule:
    return Rule(route, "GET", own, **more)  # type: ignore[arg-type]


def action(route: str, own: frozenset[str], **more: object) -> Rule:
    return Rule(route, "POST", own, **{"answer": DONE, **more})  # type: ignore[arg-type]


def form(route: str, own: frozenset[str], *, data: Data, **more: object) -> tuple[Rule, Rule]:
    """A page with a form, and what happens when it is sent."""
    return page(route, own, **more), action(route, own, data=data, **more)


BFS = {"bfs_number": OWN}
NUMBER = {"number": OWN}
REPORT = {**BFS, "period": ground.DRAFT_PERIOD}
DECLARATION = {**BFS, "year": 2026}
MONTH = {"month": ground.DRAFT_MONTH}
RELEASED = {"month": ground.RELEASED_MONTH}
SEE_REPORTS = CANTONAL | MUNICIPAL
MUNICIPAL_ONLY = frozenset(MUNICIPAL)


def schemes() -> Iterator[Rule]:
    """Schemes besides start.integration: whoever is signed in sees what is confirmed, the canton defines them."""
    confirm, withdraw = KEEPERS | APPROVERS, KEEPERS | APPROVERS | CHECKERS
    yield page("schemes")
    yield page("scheme", arguments=defined.KEY)
    yield page("scheme-json", arguments=defined.KEY)
    yield from form("scheme-new", PREPARE, data=defined.NEW)
    yield from form("scheme-tariff-new", PREPARE, arguments=defined.CONTRIBUTION, data=defined.NEW_TARIFF)
    for step, by in (("bestaetigen", confirm), ("zurueckziehen", withdraw)):
        yield action("scheme-definition-step", by, arguments={"definition": defined.DEFINITION, "step": step})
        yield action("scheme-tariff-step", by, arguments={"tariff": defined.TARIFF, "step": step})
    yield page("scheme-forms", SEE_REPORTS)
    yield page("scheme-forms-missing", SEE_REPORTS)
    yield action("scheme-forms-remind", KEEPERS, data=forms.REMINDED)
    yield from questionnaire(forms.FORMS)


def plans() -> Iterator[Rule]:
    """Financial plans: the coordination office keeps them, structures give figures, bodies are asked and decide."""
    asking, members = frozenset({roles.IIZ_OFFICE}), frozenset({roles.BODY_MEMBER})
    structures = frozenset({roles.STRUCTURE_DELEGATE})
    readers = CANTONAL | asking | members | structures
    done, given = planned.at(planned.DECIDED), planned.at(planned.OPEN, position=planned.GIVEN)
    yield page("plans", readers)
    yield from form("plan-new", KEEPERS, data=planned.NEW)
    yield page("plan", readers, arguments={"plan": planned.DECIDED})
    yield from form("plan-position-new", KEEPERS, arguments={"plan": planned.DECIDED}, data=planned.POSITION)
    position = {"plan": planned.DECIDED, "position": planned.GIVEN}
    yield from form("plan-position-structure", KEEPERS, arguments=position, data={"structure": ""})
    yield from form("plan-position-groups", KEEPERS, arguments=position, data={"serves": "everybody"})
    yield from form("plan-version-new", KEEPERS, arguments={"plan": planned.DECIDED}, data=planned.VERSION)
    for route in ("plan-version", "plan-version-pdf", "plan-version-excel", "plan-inputs", "plan-consultation"):
        yield page(route, readers, arguments=done)
    yield page("plan-comparison", readers, arguments={**done, "other": 1})
    yield from form("plan-input", KEEPERS | structures, foreign=KEEPERS, arguments=given, data=planned.FIGURES)
    yield from form("plan-otherwise", KEEPERS, arguments=given, data=planned.FIGURES)
    yield action("plan-as-before", KEEPERS, arguments=given)
    yield action("plan-as-given", KEEPERS, arguments=planned.at(planned.OPEN, position=planned.OTHERWISE))
    yield page(
        "plan-paper",
        CANTONAL | asking | structures,
        foreign=CANTONAL | asking,
        hidden=structures,
        arguments=planned.at(planned.OPEN, paper=planned.PAPER_KEY),
    )
    asked = planned.at(planned.CONSULTATION, asked=planned.ASKED_KEY)
    yield from form("plan-statement", asking | members, foreign=asking, arguments=asked, data=planned.STATEMENT)
    for step, plan, by in (
        ("konsolidieren", planned.OPEN, KEEPERS),
        ("zurueckziehen", planned.OPEN, KEEPERS),
        ("oeffnen", planned.CONSOLIDATED, KEEPERS),
        ("einladen", planned.CONSOLIDATED, asking),
        ("abschliessen", planned.CONSULTATION, asking),
        ("beschliessen", planned.CONSULTED, members),
    ):
        yield from form("plan-version-step", by, arguments=planned.at(plan, step=step), data=planned.seen(plan))


def sem_reports() -> Iterator[Rule]:
    """Reports on the use of money, and the integration programme: the office prepares, other hands sign and agree."""
    readers = CANTONAL | {roles.IIZ_OFFICE, roles.BODY_MEMBER}
    draft, signed = {"report": told.DRAFT}, {"report": told.SIGNED}
    yield page("sem-reports", readers)
    yield from form("sem-report-quarter", KEEPERS, arguments=told.FREE_QUARTER, data={"reason": ""})
    yield from form("sem-report-yearly", KEEPERS, data=told.YEARLY)
    yield from form("sem-report-areas", KEEPERS, data=told.AREAS)
    yield page("sem-report", readers, arguments=signed)
    yield page("sem-report-file", readers, arguments={**signed, "form": "pdf"})
    yield from form("sem-report-write", KEEPERS, arguments=draft, data=told.seen_report(told.DRAFT))
    yield from form("sem-report-sign", KEEPERS | APPROVERS, arguments=draft, data=told.SIGN)
    yield from form("sem-report-step", KEEPERS, arguments={**signed, "step": "uebermitteln"}, data=told.SENT)
    discarded = {**told.seen_report(told.DRAFT), "reason": "Demo"}
    yield from form("sem-report-step", KEEPERS, arguments={**draft, "step": "verwerfen"}, data=discarded)
    yield page("programmes", readers)
    yield from form("programme-new", KEEPERS, data=told.NEW)
    yield page("programme", readers, arguments=told.version(told.AGREED))
    yield from form("programme-version-new", KEEPERS, arguments={"programme": told.AGREED}, data={"occasion": "Demo"})
    of, goal = told.version(told.WRITTEN), told.version(told.WRITTEN, goal=told.GOAL)
    measure, gone = {**goal, "measure": told.MEASURE}, told.seen_programme(told.WRITTEN)
    yield from form("programme-goal-new", KEEPERS, arguments=of, data=told.GOAL_WRITTEN)
    yield from form("programme-goal", KEEPERS, arguments=goal, data=told.GOAL_WRITTEN)
    yield from form("programme-goal-remove", KEEPERS, arguments=goal, data=gone)
    yield from form("programme-measure-new", KEEPERS, arguments=goal, data=told.MEASURE_WRITTEN)
    yield from form("programme-measure", KEEPERS, arguments=measure, data=told.MEASURE_WRITTEN)
    yield from form("programme-measure-remove", KEEPERS, arguments=measure, data=gone)
    for step, (programme, data) in told.STEPS.items():
        by = KEEPERS | APPROVERS | {roles.IIZ_OFFICE} if step == "vereinbaren" else KEEPERS
        yield from form("programme-step", by, arguments=told.version(programme, step=step), data=data)


def money() -> Iterator[Rule]:
    """Sources and what is booked: whoever reads plans reads it; the coordination office and finances keep the books."""
    readers = CANTONAL | {roles.IIZ_OFFICE, roles.BODY_MEMBER, roles.STRUCTURE_DELEGATE}
    source = {"source": paid.SOURCE}
    for route in ("funding-sources", "person-rates", "matching", "bookings", "costs", "transfers", "refunds"):
        yield page(route, readers)
    yield action("bookings", readers, data={"suche": "Demo"})
    yield page("funding-source", readers, arguments=source)
    yield from form("source-terms-new", KEEPERS, arguments=source, data=paid.TERMS)
    yield from form("person-rate-new", KEEPERS, data=paid.RATE)
    yield from form("tranche-new", PREPARE, arguments=source, data=paid.NEW_TRANCHE)
    tranche = {**source, "tranche": paid.TRANCHE}
    yield from form("tranche-correct", PREPARE, arguments=tranche, data=paid.CORRECTION)
    yield from form("booking-new", PREPARE, data=paid.COST)
    booking: dict[str, object] = {"booking": paid.BOOKING}
    yield page("booking", readers, arguments=booking)
    yield from form("booking-reverse", PREPARE, arguments=booking, data=paid.REASON)
    yield action("costs-take-over", PREPARE)
    yield from form("cost-rule-new", KEEPERS, data=paid.COST_RULE)
    yield from form("transfer-new", PREPARE, data=paid.MOVE)
    yield from form("refund-new", PREPARE, arguments=source, data=paid.REFUNDED)
    yield from form("refund-return", PREPARE, arguments={"refund": paid.REFUNDED_BEFORE}, data=paid.REFUNDED)
    for name, key, seen in (("transfer", paid.TRANSFER, paid.SEEN), ("refund", paid.REFUND, paid.SEEN_REFUND)):
        yield page(name, readers, arguments={name: key})
        for step, by in (("bestaetigen", CHECKERS | APPROVERS), ("zurueckziehen", PREPARE | APPROVERS)):
            yield from form(f"{name}-step", by, arguments={name: key, "step": step}, data=seen)
    for route in ("plan-monitor", "plan-projection", "plan-coverage"):
        yield page(route, readers, arguments=paid.PLAN)
    yield page("plan-projection-kept", readers, arguments={**paid.PLAN, "projection": paid.PROJECTION})
    yield action("plan-projection-run", PREPARE | {roles.IIZ_OFFICE}, arguments=paid.PLAN)
    yield from form("plan-assign", KEEPERS, arguments=paid.PLAN, data=paid.ASSIGNED)
    dropped = {**paid.PLAN, "assignment": paid.ASSIGNMENT}
    yield from form("plan-assign-drop", KEEPERS, arguments=dropped, data=paid.REASON)


def rulings() -> Iterator[Rule]:
    """Reclaims and refusals: a municipality sees its own that are decided, and moves none."""
    decide, both = KEEPERS | APPROVERS, KEEPERS | APPROVERS | CHECKERS
    yield page("rulings", CANTONAL | MUNICIPAL)
    for kind in (ruled.RECLAIMS, ruled.REFUSALS):
        yield from form("ruling-new", PREPARE, arguments={"kind": kind}, data=ruled.NEW)
        seen = {"kind": kind, "ruling": ruled.DECIDED}
        yield page("ruling", CANTONAL | MUNICIPAL, foreign=CANTONAL, hidden=MUNICIPAL_ONLY, arguments=seen)
        steps = [
            ("entscheiden", ruled.PROPOSED, decide),
            ("zurueckziehen", ruled.PROPOSED, both),
            ("einsprache", ruled.DECIDED, PREPARE),
            ("rechtskraft", ruled.DECIDED, decide),
            ("aufheben", ruled.DECIDED, decide),
            ("gutheissen", ruled.CONTESTED, decide),
            ("abweisen", ruled.CONTESTED, decide),
            *([("herabsetzen", ruled.CONTESTED, decide)] if kind == ruled.RECLAIMS else []),
        ]
        for step, key, own in steps:
            arguments = {"kind": kind, "ruling": key, "step": step}
            yield from form("ruling-step", own, foreign=own, arguments=arguments, data=ruled.seen_ruling(kind, key))


def letter(route: str) -> Rule:
    """What a letter says: for the canton and for whoever it is addressed to."""
    own = CANTONAL | OWN_RECORDS
    return page(route, own, foreign=CANTONAL, hidden=OWN_RECORDS, arguments=written.LETTER)


def report_step(step: str, period: str, own: frozenset[str], foreign: frozenset[str], data: Data) -> tuple[Rule, Rule]:
    """A step of the report that is in the fitting state."""
    arguments = {**BFS, "period": period, "step": step}
    return form("report-step", own, foreign=foreign, hidden=MUNICIPAL_ONLY, arguments=arguments, data=data)


def run_step(step: str, month: str, own: frozenset[str]) -> tuple[Rule, Rule]:
    """A step of the run that is in the fitting state."""
    return form("run-step", own, arguments={"month": month, "step": step}, data=ground.step_of_run(month))


def entry_step(step: str, entry: int, data: Data) -> tuple[Rule, Rule]:
    """What somebody says of a movement on the account."""
    return form("bank-entry-step", CHECKERS | APPROVERS, arguments={"entry": entry, "step": step}, data=data)


def word_step(step: str, word: int, data: Data) -> tuple[Rule, Rule]:
    """What somebody says of what the bank says of a payment."""
    return form("bank-word-step", CHECKERS | APPROVERS, arguments={"word": word, "step": step}, data=data)


def return_step(step: str, decision: int, own: frozenset[str], data: Data) -> tuple[Rule, Rule]:
    """A step of what shall become of a payment that came back."""
    return form("bank-return-step", own, arguments={"decision": decision, "step": step}, data=data)


CHANGE: dict[str, object] = {"change": accounts.CHANGE}


def change_step(step: str, own: frozenset[str], foreign: frozenset[str]) -> tuple[Rule, Rule]:
    """A step of an account that waits for confirmation."""
    arguments = {**CHANGE, "step": step}
    return form(
        "account-change-step", own, foreign=foreign, hidden=OWN_RECORDS, arguments=arguments, data=accounts.TOLD
    )


INSPECTORS = frozenset({COORDINATION, FINANCE_OFFICER, roles.AUDITOR})
SAMPLED: dict[str, object] = {"sampled": watched.item_of(watched.REQUESTED)}


def sample_step(step: str, sample: int, own: frozenset[str], data: Data) -> tuple[Rule, Rule]:
    """A step of the sample that is in the fitting state."""
    return form("sample-step", own, arguments={"sample": sample, "step": step}, data=data)


def project_step(step: str, project: int, own: frozenset[str]) -> tuple[Rule, Rule]:
    """A step of the project that is in the fitting state: the canton's for every one, a municipality's for its own."""
    municipal = own <= MUNICIPAL_ONLY
    return form(
        "project-step",
        own,
        foreign=NOBODY if municipal else own,
        hidden=own if municipal else NOBODY,
        arguments={"project": project, "step": step},
        data=applied.seen(project),
    )


RUNNING: dict[str, object] = {"project": applied.RUNNING}
INSTALMENT = {**RUNNING, "instalment": applied.PAID}


def instalment_step(step: str, instalment: int, own: frozenset[str]) -> tuple[Rule, Rule]:
    """A step of the instalment that is in the fitting state."""
    arguments = {**RUNNING, "instalment": instalment, "step": step}
    return form("instalment-step", own, foreign=own, arguments=arguments, data=applied.seen_instalment(instalment))


def report_of_project_step(step: str, project: int, own: frozenset[str]) -> tuple[Rule, Rule]:
    """A step of the report that is in the fitting state: the canton's for every one, a municipality's for its own."""
    municipal = own <= MUNICIPAL_ONLY
    return form(
        "project-report-step",
        own,
        foreign=NOBODY if municipal else own,
        hidden=own if municipal else NOBODY,
        arguments={"project": project, "step": step},
        data=applied.seen_report(project),
    )


PROVED = {**RUNNING, "file": applied.RUNNING}
PROVED_TO_ALL: dict[str, object] = {"project": applied.REPORTED, "file": applied.REPORTED}
SIGNED: dict[str, object] = {"project": applied.REPORTED, "submission": 1}
REVIEWERS = frozenset({INTEGRATION_OFFICER})
AUDITORS = frozenset({roles.AUDITOR})
HANDLERS = REVIEWERS | LEADS


def list_step(step: str, listing: int, own: frozenset[str]) -> tuple[Rule, Rule]:
    """A step of the deletion list that is in the fitting state."""
    arguments = {"listing": listing, "step": step}
    return form(
        "deletion-list-step", own, foreign=NOBODY, hidden=HANDLERS, arguments=arguments, data=kept.seen_list(listing)
    )


def questionnaire(of: sheets.Sheets) -> Iterator[Rule]:
    """The questionnaires on one form: the municipality fills in and signs off, the canton accepts or returns."""
    own, everywhere = {"foreign": NOBODY, "hidden": MUNICIPAL_ONLY}, {"foreign": CANTONAL, "hidden": MUNICIPAL_ONLY}
    draft = of.arguments(of.draft)
    section = {**draft, "section": of.section}
    yield page(f"{of.route}-sheet", SEE_REPORTS, arguments=draft, **everywhere)
    yield action(f"{of.route}-sheet", REPORTERS, arguments=of.arguments(of.none_yet), **own)
    yield page(f"{of.route}-sheet-pdf", SEE_REPORTS, arguments=draft, **everywhere)
    yield from form(f"{of.route}-section", REPORTERS, arguments=section, data=of.answers, **own)
    yield action(f"{of.route}-autosave", REPORTERS, arguments=section, data=of.answers, answer=PAGE, **own)
    for step, period, by, data, foreign in (
        ("vorlegen", of.draft, REPORTERS, sheets.FIRST, NOBODY),
        ("unterzeichnen", of.presented, LEADS, sheets.FIRST, NOBODY),
        ("zuruecknehmen", of.presented, REPORTERS | LEADS, sheets.WITH_REASON, NOBODY),
        ("einreichen", of.signed_off, REPORTERS | LEADS, sheets.FIRST, NOBODY),
        ("annehmen", of.submitted, KEEPERS, sheets.FIRST, KEEPERS),
        ("zurueckgeben", of.submitted, KEEPERS, of.returned, KEEPERS),
        ("korrigieren", of.accepted, REPORTERS, sheets.WITH_REASON, NOBODY),
        ("verwerfen", of.corrected, REPORTERS, sheets.SECOND, NOBODY),
    ):
        arguments = {**of.arguments(period), "step": step}
        yield from form(
            f"{of.route}-sheet-step", by, foreign=foreign, hidden=MUNICIPAL_ONLY, arguments=arguments, data=data
        )


PERSON = {"reference": persons.reference_of(OWN)}
ACCESS = {"access": persons.ACCESS}
WATCHED = REPORTERS | KEEPERS


def of_a_person(route: str, data: Data, **part: object) -> tuple[Rule, Rule]:
    """What officers enter about a person, or a part of it."""
    return form(route, REPORTERS, foreign=NOBODY, hidden=REPORTERS, arguments={**PERSON, **part}, data=data)


ARRIVAL = {"arrival": arrived.reference_of(OWN)}
DELIVERY = {"delivery": arrived.DELIVERY}
WAIVED = {"arrival": arrived.reference_of(OWN, arrived.WAIVED)}


def of_an_arrival(route: str, data: Data) -> tuple[Rule, Rule]:
    """What officers decide about an arrival."""
    return form(route, REPORTERS, foreign=NOBODY, hidden=REPORTERS, arguments=ARRIVAL, data=data)


def talk(route: str, state: str, **more: object) -> Rule:
    """A page of the interview that stands like this."""
    arguments = {"key": talks.reference_of(state), **more.pop("part", {})}  # type: ignore[dict-item]
    return page(route, REPORTERS, foreign=NOBODY, hidden=REPORTERS, arguments=arguments, **more)


def talk_act(route: str, state: str, data: Data | None = None, **more: object) -> Rule:
    """What officers do with the interview that stands like this."""
    arguments = {"key": talks.reference_of(state), **more.pop("part", {})}  # type: ignore[dict-item]
    return action(route, REPORTERS, foreign=NOBODY, hidden=REPORTERS, arguments=arguments, data=data or {}, **more)


def talk_form(route: str, state: str, data: Data, **more: object) -> tuple[Rule, Rule]:
    """A form about the interview that stands like this, and what happens when it is sent."""
    return talk(route, state, **more), talk_act(route, state, data, **more)


ADMINISTRATORS = frozenset({roles.ADMINISTRATOR})
SCENARIO = {"scenario": 1}
ASSUMPTION: Data = {"name": "Demo", "year": "2025", "everybody_declared": "on"}


def administer(route: str, data: Data, arguments: dict[str, object], *, answer: int = DONE) -> tuple[Rule, Rule]:
    """A form of the administration, about somebody or something."""
    return (
        page(route, ADMINISTRATORS, arguments=arguments),
        action(route, ADMINISTRATORS, arguments=arguments, data=data, answer=answer),
    )


SOMEBODY: dict[str, object] = {"account_id": administered.ACCOUNT}
INVITED: dict[str, object] = {"invitation_id": administered.INVITATION}
PLACE: dict[str, object] = {"organisation": administered.PLACE}
MAIL: dict[str, object] = {"mail_id": administered.MAIL}

RULES = (
    # shell
    action("set-language", ALL, is_open=True, data={"language": "en"}),
    page("health", is_open=True),
    # Without its token there is nothing, whoever asks.
    page("metrics", is_open=True, answer=404),
    page("my-day"),
    page("search"),
    action("search", ALL, data={"q": "Demo"}),
    action("choose-organisation", ALL),
    page("rights"),
    page("rights-excel"),
    # access: one's own sign-in; factors of others do not exist
    page("sign-in", is_open=True, answer=DONE),
    action("sign-in", ALL, is_open=True),
    *form("sign-in-factor", ALL, is_open=True, data={}, answer=DONE),
    *form("sign-in-recovery", ALL, is_open=True, data={}, answer=DONE),
    action("sign-in-factor-passkey", ALL, is_open=True),
    action("sign-in-passkey", ALL, is_open=True, answer=WRONG),
    action("sign-in-passkey-options", ALL, is_open=True, answer=PAGE),
    action("sign-out", ALL),
    action("sign-out-everywhere", ALL),
    page("password-forgotten", is_open=True),
    action("password-forgotten", ALL, is_open=True, answer=WRONG),
    page("password-reset", is_open=True, arguments=BAD_LINK, answer=HIDDEN),
    action("password-reset", ALL, is_open=True, arguments=BAD_LINK, answer=HIDDEN),
    page("password-change"),
    action("password-change", ALL, answer=WRONG),
    page("security"),
    page("prove"),
    action("prove", ALL, answer=WRONG),
    action("prove-passkey", ALL, answer=WRONG),
    action("prove-passkey-options", ALL, answer=PAGE),
    page("factor-setup"),
    page("app-setup"),
    action("app-setup", ALL, answer=CONFLICT),
    action("passkey-options", ALL, answer=PAGE),
    action("passkey-add", ALL, answer=WRONG),
    *form("factor-remove", ALL, arguments={"factor": 0}, data={}, answer=HIDDEN),
    *form("recovery-codes", ALL, data={}, answer=CONFLICT),
    # access by an OpenID provider: not configured here; identities of others do not exist
    action("openid-begin", ALL, is_open=True),
    page("openid-return", is_open=True, answer=HIDDEN),
    action("openid-return", ALL, is_open=True, answer=HIDDEN),
    action("openid-link", ALL, answer=HIDDEN),
    action("openid-unlink", ALL, arguments={"pk": 0}, answer=HIDDEN),
    # audit
    *form("trail", AUDITORS, data={"wer": "Demo"}),
    page("trail-head", AUDITORS),
    action("trail-verify", AUDITORS),
    # jobs: one's own, others' do not exist
    page("jobs"),
    page("job", foreign=NOBODY, hidden=ALL, arguments={"pk": 0}),
    page("job-state", foreign=NOBODY, hidden=ALL, arguments={"pk": 0}),
    # That of the table made nothing.
    page("job-file", foreign=NOBODY, hidden=ALL, arguments={"pk": 0}, answer=HIDDEN),
    # territory: the register is public data, contacts and accounts are not
    page("municipalities"),
    page("municipality-table"),
    page("municipality-excel"),
    page("population-series"),
    *form("population-series-new", KEEPERS, data=ground.SERIES),
    *form("population-series-choose", KEEPERS, data=ground.SERIES_CHOICE),
    page("municipality", foreign=ALL, arguments=NUMBER),
    *form(
        "municipality-contact",
        KEEPERS | MUNICIPAL,
        foreign=KEEPERS,
        arguments={**NUMBER, "function": "integration_officer"},
        data=ground.CONTACT,
    ),
    *form("municipality-address", KEEPERS | MUNICIPAL, foreign=KEEPERS, arguments=NUMBER, data=ground.ADDRESS),
    page("municipality-account", KEEPERS | OWN_RECORDS, foreign=KEEPERS, arguments=NUMBER),
    # Another one waits already.
    action(
        "municipality-account",
        KEEPERS | OWN_RECORDS,
        foreign=KEEPERS,
        arguments=NUMBER,
        data=ground.ACCOUNT,
        answer=WRONG,
    ),
    page("account-changes", CANTONAL | OWN_RECORDS),
    page("account-change", CANTONAL | OWN_RECORDS, foreign=CANTONAL, hidden=OWN_RECORDS, arguments=CHANGE),
    *change_step("bestaetigen", CHECKERS | APPROVERS, CHECKERS | APPROVERS),
    *change_step("ablehnen", CHECKERS | APPROVERS, CHECKERS | APPROVERS),
    *change_step("zurueckziehen", KEEPERS | OWN_RECORDS, KEEPERS),
    *form("municipality-membership", KEEPERS, foreign=KEEPERS, arguments=NUMBER, data=ground.MEMBERSHIP),
    *form("municipality-finding", KEEPERS, foreign=KEEPERS, arguments=NUMBER, data=ground.FINDING),
    page("associations"),
    page("social-regions"),
    # reporting
    page("reports", SEE_REPORTS),
    page("reports-excel", SEE_REPORTS),
    page("reports-outstanding", SEE_REPORTS),
    page("reports-outstanding-excel", SEE_REPORTS),
    action("reports-remind", KEEPERS, data={"auswahl": f"report/{OWN}/{ground.DRAFT_PERIOD}"}),
    *form("reports-import", KEEPERS | REPORTERS, data=ground.FILE),
    page("reports-import-template", KEEPERS | REPORTERS, arguments={"what": "berichte"}),
    page("report", SEE_REPORTS, foreign=CANTONAL, hidden=MUNICIPAL_ONLY, arguments=REPORT),
    action("report", REPORTERS, foreign=NOBODY, hidden=MUNICIPAL_ONLY, arguments=REPORT, data=ground.FIGURES),
    page(
        "report-interviews",
        REPORTERS,
        foreign=NOBODY,
        hidden=REPORTERS,
        arguments={**BFS, "period": ground.ACCEPTED_PERIOD, "version": 1},
    ),
    *report_step("uebergeben", ground.DRAFT_PERIOD, REPORTERS, NOBODY, ground.FIRST),
    *report_step("unterzeichnen", ground.OFFERED_PERIOD, LEADS, NOBODY, ground.FIRST),
    *report_step("nachbessern", ground.OFFERED_PERIOD, LEADS, NOBODY, ground.FIRST_RETURNED),
    *report_step("zurueckholen", ground.SIGNED_PERIOD, REPORTERS | LEADS, NOBODY, ground.FIRST_WITH_REASON),
    *report_step("annehmen", ground.SUBMITTED_PERIOD, KEEPERS, KEEPERS, ground.FIRST),
    *report_step("zurueckgeben", ground.SUBMITTED_PERIOD, KEEPERS, KEEPERS, ground.FIRST_RETURNED),
    *report_step("korrigieren", ground.ACCEPTED_PERIOD, KEEPERS | REPORTERS, KEEPERS, ground.FIRST_WITH_REASON),
    *report_step("einreichen", ground.CORRECTED_PERIOD, KEEPERS, KEEPERS, ground.SECOND),
    *report_step("uebergeben", ground.CORRECTED_PERIOD, REPORTERS, NOBODY, ground.SECOND),
    *report_step("verwerfen", ground.CORRECTED_PERIOD, KEEPERS | REPORTERS, KEEPERS, ground.SECOND),
    page("declarations", SEE_REPORTS),
    page("declaration", SEE_REPORTS, foreign=CANTONAL, hidden=MUNICIPAL_ONLY, arguments=DECLARATION),
    action(
        "declaration",
        KEEPERS,
        foreign=KEEPERS,
        hidden=MUNICIPAL_ONLY,
        arguments=DECLARATION,
        data=ground.DECLARED,
    ),
    *questionnaire(sheets.DECLARATIONS),
    page("declarations-evaluation", KEEPERS | AUDITORS),
    page("declarations-evaluation-excel", KEEPERS | AUDITORS),
    # retention: a municipality handles its own lists, the canton sets periods and sees no record
    page("retention", HANDLERS | KEEPERS | AUDITORS | frozenset({roles.ADMINISTRATOR})),
    *form("retention-period", KEEPERS, arguments={"code": kept.CLASS}, data=kept.PERIOD),
    action("retention-propose", REVIEWERS, data=kept.PROPOSAL),
    page("deletion-list", HANDLERS | AUDITORS, foreign=AUDITORS, hidden=HANDLERS, arguments={"listing": kept.PROPOSED}),
    page(
        "deletion-list-state",
        HANDLERS | AUDITORS,
        foreign=AUDITORS,
        hidden=HANDLERS,
        arguments={"listing": kept.RUNNING},
    ),
    *form(
        "deletion-item",
        REVIEWERS,
        foreign=NOBODY,
        hidden=HANDLERS,
        arguments={"listing": kept.PROPOSED, "item": kept.PROPOSED},
        data=kept.seen_list(kept.PROPOSED),
    ),
    *list_step("pruefen", kept.PROPOSED, REVIEWERS),
    *list_step("genehmigen", kept.REVIEWED, LEADS),
    *list_step("zurueckgeben", kept.REVIEWED, LEADS),
    *list_step("verwerfen", kept.PROPOSED, HANDLERS),
    *list_step("ausfuehren", kept.RUNNING, LEADS),
    page("retention-holds", HANDLERS | KEEPERS | AUDITORS),
    *form("retention-hold-new", HANDLERS | KEEPERS, data=kept.NEW_HOLD),
    *form(
        "retention-hold-lift",
        HANDLERS | KEEPERS,
        foreign=KEEPERS,
        hidden=HANDLERS,
        arguments={"hold": kept.HELD},
        data={"reason": "Demo"},
    ),
    # invitations are accepted by whoever has the link
    page("invitation", is_open=True, answer=HIDDEN),
    action("invitation", ALL, is_open=True, answer=HIDDEN),
    page("invitation-link", is_open=True, arguments={"token": "wrong"}, answer=DONE),
    # administration: the table signs in as administrator of the operations, who sees everybody; those of other
    # organisations are tried on the same rows in `tests/web/administration`
    page("admin-accounts", ADMINISTRATORS),
    page("admin-account", ADMINISTRATORS, arguments=SOMEBODY),
    *administer("admin-role-new", administered.ROLE, SOMEBODY),
    *administer("admin-role-end", administered.END, {**SOMEBODY, **PLACE, "role": "coordination"}),
    *administer("admin-account-act", administered.REASON, {**SOMEBODY, "act": "schliessen"}),
    *administer("admin-account-act", administered.REASON, {**SOMEBODY, "act": "abmelden"}),
    *administer("admin-account-act", administered.REASON, {**SOMEBODY, "act": "zweiter-faktor"}),
    *administer("admin-account-act", administered.REASON, {**SOMEBODY, "act": "passwort"}, answer=PAGE),
    *administer("admin-account-act", administered.REASON, {**SOMEBODY, "act": "oeffnen"}, answer=WRONG),
    page("admin-invitations", ADMINISTRATORS),
    *form("admin-invitation-new", ADMINISTRATORS, data=administered.INVITED),
    *administer("admin-invitation-act", {}, {**INVITED, "act": "erneut"}),
    *administer("admin-invitation-act", {}, {**INVITED, "act": "zurueckziehen"}),
    page("admin-organisations", ADMINISTRATORS),
    page("admin-organisation", ADMINISTRATORS, arguments=PLACE),
    *administer("admin-organisation-name", administered.NAMED, PLACE),
    *form("admin-organisation-new", ADMINISTRATORS, data=administered.ADDED),
    page("admin-outbox", ADMINISTRATORS),
    *administer("admin-mail-act", {}, {**MAIL, "act": "erneut"}, answer=WRONG),
    *administer("admin-mail-act", {}, {**MAIL, "act": "zurueckhalten"}),
    page("admin-jobs", ADMINISTRATORS),
    page("admin-health", ADMINISTRATORS),
    page("admin-settings", ADMINISTRATORS),
    # arrivals: those who arrived, as tasks
    page("arrivals", REPORTERS),
    action("arrivals", REPORTERS, data={"suche": "Demo"}),
    *form("arrival-new", REPORTERS, data=arrived.FAMILY),
    *form("register", REPORTERS, data=arrived.FILE),
    page("register-template", REPORTERS),
    page("delivery", REPORTERS, foreign=NOBODY, hidden=REPORTERS, arguments=DELIVERY),
    page("delivery-refusals", REPORTERS, foreign=NOBODY, hidden=REPORTERS, arguments=DELIVERY),
    action(
        "message-nonetheless",
        REPORTERS,
        foreign=NOBODY,
        hidden=REPORTERS,
        arguments={**DELIVERY, "message": arrived.MESSAGE},
    ),
    # Without arrivals to waive in its query there is nothing.
    *form("arrivals-waive", REPORTERS, data=arrived.REASON, answer=HIDDEN),
    page("arrival", REPORTERS, foreign=NOBODY, hidden=REPORTERS, arguments=ARRIVAL),
    *of_an_arrival("arrival-waive", arrived.REASON),
    *of_an_arrival("arrival-change", arrived.CHANGED),
    *of_an_arrival("arrival-recall", arrived.RECALLED),
    action("arrival-undo", REPORTERS, foreign=NOBODY, hidden=REPORTERS, arguments=WAIVED),
    # arrivals: the coordination office sees the person for whom it has an access, which is the own municipality's
    page("persons", REPORTERS),
    action("persons", REPORTERS, data={"suche": "Demo"}),
    *form("person-new", REPORTERS, data=persons.RECORDED),
    page("person", WATCHED, foreign=NOBODY, hidden=WATCHED, arguments=PERSON),
    page("person-history", REPORTERS, foreign=NOBODY, hidden=REPORTERS, arguments=PERSON),
    page("person-reads", REPORTERS, foreign=NOBODY, hidden=REPORTERS, arguments=PERSON),
    *of_a_person("person-change", persons.CHANGED),
    *of_a_person("person-lock", persons.REASON),
    *of_a_person("person-leave", persons.LEFT),
    *of_a_person("person-household", persons.HOME),
    *of_a_person("person-permit", persons.PERMIT),
    *of_a_person("person-permit-remove", persons.REASON, permit=persons.PART),
    *of_a_person("person-language", persons.LANGUAGE),
    action(
        "person-language-remove",
        REPORTERS,
        foreign=NOBODY,
        hidden=REPORTERS,
        arguments={**PERSON, "spoken": persons.PART},
    ),
    *of_a_person("person-relation", persons.RELATED),
    *of_a_person("person-relation-remove", persons.REASON, relation=persons.PART),
    page("person-disclose", REPORTERS, foreign=NOBODY, hidden=REPORTERS, arguments=PERSON),
    action(
        "person-disclose",
        REPORTERS,
        foreign=NOBODY,
        hidden=REPORTERS,
        arguments=PERSON,
        data=persons.REASON,
        answer=PAGE,
    ),
    action("person-ahv-number", REPORTERS, foreign=NOBODY, hidden=WATCHED, arguments=PERSON, answer=PAGE),
    page("duplicates", REPORTERS),
    action("duplicates", REPORTERS, data={"ansicht": "Demo"}, answer=CONFLICT),
    action("duplicates-search", REPORTERS),
    *form(
        "duplicate",
        REPORTERS,
        foreign=NOBODY,
        hidden=REPORTERS,
        arguments={"duplicate": paired.PAIR},
        data=paired.APART,
    ),
    page("accesses", WATCHED),
    *form("access-sample", KEEPERS, data=persons.SAMPLE),
    *form("access-consent", KEEPERS, data=persons.CONSENT),
    *form(
        "access-object",
        REPORTERS,
        foreign=NOBODY,
        hidden=REPORTERS,
        arguments=ACCESS,
        data=persons.OBJECTION,
    ),
    action("access-end", KEEPERS, foreign=NOBODY, hidden=KEEPERS, arguments=ACCESS),
    # interviews
    page("interviews", REPORTERS),
    action("interviews", REPORTERS, data={"suche": "Demo"}),
    page("interview-calendar", REPORTERS),
    page("interview-calendar-file", REPORTERS),
    page("calendar-feed", is_open=True, arguments={"secret": "wrong"}, answer=HIDDEN),
    action("calendar-feed-make", REPORTERS, answer=PAGE),
    # Whoever has no address has none to switch off, whatever their role.
    action("calendar-feed-drop", ALL, answer=CONFLICT),
    # Without somebody in the query there is nobody with whom it could be.
    *form("interview-new", REPORTERS, data=talks.APPOINTMENT, answer=HIDDEN),
    *form("interview-record", REPORTERS, data=talks.CONDUCT, answer=HIDDEN),
    action("interview-record-preview", REPORTERS, data=talks.CONDUCT, answer=HIDDEN),
    *form("interviews-invite", REPORTERS, data=talks.SEVERAL, answer=HIDDEN),
    talk("interview", talks.DOCUMENTED),
    *talk_form("interview-move", talks.PLANNED, talks.APPOINTMENT),
    talk("interview-ics", talks.PLANNED),
    # Nobody has made the letter that could be fetched.
    talk("interview-invitation", talks.PLANNED, answer=CONFLICT),
    talk_act("interview-invitation", talks.PLANNED, talks.LETTER),
    talk("interview-reminder", talks.PLANNED, answer=CONFLICT),
    talk_act("interview-reminder", talks.PLANNED, talks.LETTER),
    *talk_form("interview-again", talks.MISSED, talks.APPOINTMENT),
    *talk_form("interview-cancel", talks.PLANNED, talks.REASON),
    talk_act("interview-missed", talks.OVER),
    *talk_form("interview-hold", talks.PLANNED, talks.CONDUCT),
    *talk_form("interview-hold", talks.HELD, talks.CHANGED),
    talk_act("interview-preview", talks.PLANNED, talks.CONDUCT, answer=PAGE),
    *talk_form("interview-undo", talks.HELD, talks.REASON),
    talk("interview-confirmation", talks.HELD),
    *talk_form("interview-evidence", talks.HELD, talks.SCAN),
    talk_act("interview-evidence-paper", talks.HELD),
    # On paper: there is no file.
    talk("interview-evidence-file", talks.DOCUMENTED, part={"evidence": talks.EVIDENCE}, answer=CONFLICT),
    *talk_form("interview-evidence-remove", talks.DOCUMENTED, talks.REASON, part={"evidence": talks.EVIDENCE}),
    talk_act("interview-step", talks.HELD, part={"agreed": talks.AGREED}),
    talk_act("interview-followed-up", talks.HELD),
    # letters
    page("letters", CANTONAL),
    page("own-letters", OWN_RECORDS),
    page("letterheads", CANTONAL),
    *form("letterhead-new", PREPARE, data=written.LETTERHEAD),
    page("letters-of", CANTONAL, arguments=written.OCCASION),
    action("letters-start", PREPARE, arguments=written.OCCASION),
    page("letters-zip", CANTONAL, arguments=written.OCCASION),
    action("letters-printed", PREPARE, arguments=written.OCCASION),
    letter("letter"),
    letter("letter-pdf"),
    action("letter-send", PREPARE, arguments=written.LETTER),
    *form("letter-anew", PREPARE, data={"reason": "Demo"}, arguments=written.LETTER),
    # There is nobody to whom a mail could be sent.
    action("delivery-again", PREPARE, arguments=written.DELIVERY, answer=CONFLICT),
    # settlement
    page("runs", CANTONAL),
    action("run-start", PREPARE, data=MONTH),
    page("run", CANTONAL, arguments=MONTH),
    page("run-excel", CANTONAL, arguments=MONTH),
    *run_step("pruefen", ground.DRAFT_MONTH, CHECKERS),
    *run_step("genehmigen", ground.CHECKED_MONTH, APPROVERS),
    *run_step("freigeben", ground.APPROVED_MONTH, APPROVERS),
    *run_step("zurueckgeben", ground.CHECKED_MONTH, CHECKERS | APPROVERS),
    *run_step("zurueckgeben", ground.APPROVED_MONTH, CHECKERS | APPROVERS),
    page("run-payments", CANTONAL, arguments=RELEASED),
    page("run-payment-file", CANTONAL, arguments={"month": ground.FILE_MONTH}),
    page("run-payment-file", CANTONAL, arguments={"month": ground.FILE_MONTH, "file_number": 1}),
    action("run-payment-file-start", CHECKERS | APPROVERS, arguments=RELEASED),
    page("payer", CANTONAL),
    *form("payer-new", CHECKERS, data=ground.ACCOUNT),
    *rulings(),
    page("run-statement", CANTONAL, arguments=RELEASED),
    page("run-bookings-csv", CANTONAL, arguments={"month": ground.FILE_MONTH}),
    page("run-bookings-excel", CANTONAL, arguments={"month": ground.FILE_MONTH}),
    page("booking-rules", CANTONAL),
    page("order-bookings-csv", CANTONAL, arguments={"year": applied.PAID_ON.year}),
    page("order-bookings-excel", CANTONAL, arguments={"year": applied.PAID_ON.year}),
    *form("booking-rule-new", CHECKERS, data=credited.NEW_RULE),
    page("credits", CANTONAL),
    *form("credit-new", CHECKERS, data=credited.NEW),
    *(
        action("credit-step", CHECKERS | APPROVERS, arguments={"credit": credited.CREDIT, "step": step})
        for step in ("bestaetigen", "zurueckziehen")
    ),
    page("credit-year", CANTONAL, arguments={"year": credited.YEAR}),
    *form("year-end-new", CHECKERS, arguments={"year": credited.YEAR}, data=credited.NEW_END),
    action(
        "year-end-step",
        CHECKERS | APPROVERS,
        arguments={"end": credited.END, "step": "bestaetigen"},
        answer=CONFLICT,
    ),
    action("year-end-step", CHECKERS | APPROVERS, arguments={"end": credited.END, "step": "zurueckziehen"}),
    action("payer-step", CHECKERS | APPROVERS, arguments={"account": ground.PROPOSED, "step": "bestaetigen"}),
    action("payer-step", CHECKERS | APPROVERS, arguments={"account": ground.PROPOSED, "step": "zurueckziehen"}),
    # bank
    *form("bank", CANTONAL, data={}),
    *form("bank-statements", CANTONAL, data={}),
    *form("bank-statement", CANTONAL, arguments={"statement": banked.STATEMENT}, data={}),
    *form("bank-statement-new", CHECKERS | APPROVERS, data=banked.FILE),
    page("bank-entry", CANTONAL, arguments={"entry": banked.UNMATCHED}),
    *entry_step("zuordnen", banked.UNMATCHED, banked.MATCH),
    *entry_step("ablegen", banked.UNMATCHED, banked.REASON),
    *entry_step("zuruecknehmen", banked.MATCHED, banked.REASON),
    *entry_step("aufnehmen", banked.ASIDE, banked.REASON),
    *form("bank-returns", CANTONAL, data={}),
    page("bank-return", CANTONAL, arguments={"returned": banked.RETURNED}),
    *form("bank-return-new", CHECKERS | APPROVERS, arguments={"returned": banked.RETURNED}, data=banked.PROPOSAL),
    *return_step("bestaetigen", banked.PROPOSED, APPROVERS, banked.SEEN),
    *return_step("zurueckziehen", banked.PROPOSED, CHECKERS | APPROVERS, banked.SEEN),
    *return_step("aufnehmen", banked.GIVEN_UP, CHECKERS | APPROVERS, banked.REASON),
    *form("bank-rejection-new", CHECKERS | APPROVERS, data=banked.REJECTION),
    *form("bank-rejection-undo", CHECKERS | APPROVERS, arguments={"returned": banked.BY_HAND}, data=banked.UNDO),
    *form("bank-reports", CANTONAL, data={}),
    *form("bank-report", CANTONAL, arguments={"report": banked.REPORT}, data={}),
    page("bank-word", CANTONAL, arguments={"word": banked.WAITING}),
    *word_step("zurueckweisen", banked.WAITING, banked.SEEN),
    *word_step("ablegen", banked.WAITING, banked.REASON),
    *word_step("aufnehmen", banked.WORD_ASIDE, banked.REASON),
    *word_step("zuruecknehmen", banked.REJECTED, banked.REASON),
    # invoices: a municipality sees its own and does nothing with them
    page("invoices", CANTONAL | MUNICIPAL),
    action("invoices", CANTONAL | MUNICIPAL, data={"suche": "Demo"}),
    page("invoice", CANTONAL | MUNICIPAL, foreign=CANTONAL, hidden=MUNICIPAL_ONLY, arguments=asked.OPEN),
    action("invoices-remind", CHECKERS),
    *form("invoice-cancel", CHECKERS, arguments=asked.OPEN, data=asked.REASON),
    *form("invoice-reinstate", CHECKERS | APPROVERS, arguments=asked.CANCELLED, data=asked.REASON),
    *(
        action("cancellation-step", CHECKERS | APPROVERS, arguments={"cancellation": asked.PROPOSED, "step": step})
        for step in ("bestaetigen", "zurueckziehen")
    ),
    page("reminder-terms", CANTONAL),
    *form("reminder-terms-new", CHECKERS, data=asked.TERMS),
    page("contributions", MUNICIPAL_ONLY),
    page("tariffs"),
    *schemes(),
    # simulation: everybody's own scenario, and one that somebody shares
    page("scenarios", CANTONAL),
    *form("scenario-new", PREPARE | APPROVERS, data=ASSUMPTION),
    page("scenario-compare", CANTONAL),
    page("scenario", CANTONAL, foreign=CANTONAL, arguments=SCENARIO),
    page("scenario-excel", CANTONAL, foreign=CANTONAL, arguments=SCENARIO),
    *form("scenario-edit", PREPARE | APPROVERS, foreign=NOBODY, arguments=SCENARIO, data=ASSUMPTION),
    *form("scenario-remove", PREPARE | APPROVERS, foreign=NOBODY, arguments=SCENARIO, data={}),
    *(
        action("scenario-act", PREPARE | APPROVERS, foreign=NOBODY, arguments={**SCENARIO, "act": act})
        for act in ("rechnen", "teilen", "zuruecknehmen")
    ),
    # supervision: the canton draws and inspects, the municipality answers
    page("samples", CANTONAL),
    page("sample-new", INSPECTORS),
    # Nothing is there to be drawn.
    action("sample-new", INSPECTORS, data=watched.PERIOD, answer=WRONG),
    page("sample", CANTONAL, arguments={"sample": watched.DRAWN}),
    *sample_step("anfordern", watched.DRAWN, INSPECTORS, watched.TERM),
    *sample_step("verwerfen", watched.DRAWN, INSPECTORS, watched.REASON),
    *sample_step("geprueft", watched.READY, INSPECTORS, {}),
    *sample_step("abschliessen", watched.INSPECTED, CANTONAL, {}),
    *sample_step("zurueckgeben", watched.INSPECTED, CANTONAL, watched.REASON),
    page("sample-item", CANTONAL, foreign=CANTONAL, arguments=SAMPLED),
    *form("sample-item-judge", INSPECTORS, foreign=INSPECTORS, arguments=SAMPLED, data=watched.FINDING),
    # What is in order is not asked back, and what lies on paper has no file.
    action("sample-item-reclaim", PREPARE, foreign=PREPARE, arguments=SAMPLED, answer=CONFLICT),
    page(
        "sample-item-evidence",
        CANTONAL,
        foreign=CANTONAL,
        arguments={**SAMPLED, "evidence": talks.EVIDENCE},
        answer=CONFLICT,
    ),
    page("evidence-requests", REPORTERS),
    *form(
        "evidence-request",
        REPORTERS,
        foreign=NOBODY,
        hidden=REPORTERS,
        arguments=SAMPLED,
        data=watched.ANSWER,
    ),
    page("payment-trace", CANTONAL, arguments={**RELEASED, **BFS}),
    *plans(),
    *sem_reports(),
    *money(),
    # project grants: the municipality applies, two assess, another one decides
    page("projects", SEE_REPORTS),
    action("projects", SEE_REPORTS, data={"suche": "Demo"}),
    *form("project-new", REPORTERS, data=applied.NEW),
    page("project-credit", CANTONAL),
    page(
        "project",
        SEE_REPORTS,
        foreign=CANTONAL,
        hidden=MUNICIPAL_ONLY,
        arguments={"project": applied.SUBMITTED},
    ),
    *form(
        "project-write",
        REPORTERS,
        foreign=NOBODY,
        hidden=REPORTERS,
        arguments={"project": applied.DRAFT},
        data=applied.WRITTEN,
    ),
    *form(
        "project-assess",
        KEEPERS,
        foreign=KEEPERS,
        arguments={"project": applied.COMPLETE},
        data=applied.ASSESSMENT,
    ),
    *form("project-agree", KEEPERS, foreign=KEEPERS, arguments={"project": applied.GRANTED}, data=applied.AGREED),
    *(
        page(route, SEE_REPORTS, foreign=CANTONAL, hidden=MUNICIPAL_ONLY, arguments=arguments)
        for route, arguments in (
            ("project-agreement", RUNNING),
            ("instalment", INSTALMENT),
            ("project-report", RUNNING),
            ("project-report-file", PROVED_TO_ALL),
            ("project-submission", SIGNED),
            ("project-report-submission", SIGNED),
        )
    ),
    page("instalment-file", CANTONAL, foreign=CANTONAL, arguments={**INSTALMENT, "order": 1}),
    *instalment_step("vorschlagen", applied.PLANNED, CHECKERS),
    *instalment_step("zurueckgeben", applied.PROPOSED, CHECKERS | APPROVERS),
    *instalment_step("freigeben", applied.PROPOSED, APPROVERS),
    *(
        rule
        for route, arguments in (
            ("project-report-write", RUNNING),
            ("project-report-file-new", RUNNING),
            ("project-report-file-remove", PROVED),
        )
        for rule in form(
            route,
            REPORTERS,
            foreign=NOBODY,
            hidden=REPORTERS,
            arguments=arguments,
            data=applied.seen_report(applied.RUNNING),
        )
    ),
    *report_of_project_step("uebergeben", applied.RUNNING, REPORTERS),
    *report_of_project_step("unterzeichnen", applied.TO_SIGN, LEADS),
    *report_of_project_step("nachbessern", applied.TO_SIGN, LEADS),
    *report_of_project_step("zurueckholen", applied.REPORTED, REPORTERS | LEADS),
    *report_of_project_step("zurueckgeben", applied.REPORTED, KEEPERS),
    *report_of_project_step("annehmen", applied.REPORTED, KEEPERS),
    *project_step("uebergeben", applied.DRAFT, REPORTERS),
    *project_step("unterzeichnen", applied.OFFERED, LEADS),
    *project_step("nachbessern", applied.OFFERED, LEADS),
    *project_step("zurueckholen", applied.SUBMITTED, REPORTERS | LEADS),
    *project_step("zurueckziehen", applied.SUBMITTED, REPORTERS | LEADS),
    *project_step("zurueckgeben", applied.SUBMITTED, KEEPERS),
    *project_step("vollstaendig", applied.SUBMITTED, KEEPERS),
    *project_step("bewilligen", applied.ASSESSED, APPROVERS),
    *project_step("ablehnen", applied.ASSESSED, APPROVERS),
)
