"""One table: every route × method × role × (own or foreign object). What is not in it fails the build.

`own` and `foreign` name the roles that are let through; everybody else is refused with 403 and the
reason, or, where `hidden` says so, is told that there is nothing (404). Routes without an object of
somebody have no `foreign`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ankunft.domain import roles
from ankunft.domain.roles import CANTONAL, COORDINATION, FINANCE_OFFICER, INTEGRATION_OFFICER, MUNICIPAL

ALL = frozenset(role.code for role in roles.ROLES)
NOBODY = frozenset[str]()
PREPARE = frozenset({COORDINATION, FINANCE_OFFICER})
KEEPERS = frozenset({COORDINATION})
REPORTERS = frozenset({INTEGRATION_OFFICER})
OWN_RECORDS = frozenset({INTEGRATION_OFFICER, roles.MUNICIPAL_FINANCE})

OWN, FOREIGN = 2601, 2581


@dataclass(frozen=True)
class Rule:
    """One route with one method."""

    route: str
    method: str
    own: frozenset[str]
    foreign: frozenset[str] | None = None
    arguments: dict[str, object] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = NOBODY
    """Who is told 404 for the foreign object instead of 403."""
    is_open: bool = False
    """Whether it needs no sign-in."""


def page(route: str, own: frozenset[str] = ALL, **more: object) -> Rule:
    return Rule(route, "GET", own, **more)  # type: ignore[arg-type]


def action(route: str, own: frozenset[str], **more: object) -> Rule:
    return Rule(route, "POST", own, **more)  # type: ignore[arg-type]


BFS = {"bfs_number": OWN}
NUMBER = {"number": OWN}
REPORT = {**BFS, "period": "2025-H2"}
DECLARATION = {**BFS, "year": 2026}
MONTH = {"month": "2026-03"}
SEE_REPORTS = CANTONAL | MUNICIPAL
MUNICIPAL_ONLY = frozenset(MUNICIPAL)

RULES = (
    # shell
    page("sign-in", is_open=True),
    action("sign-in", ALL, is_open=True),
    action("set-language", ALL, is_open=True, data={"language": "en"}),
    page("health", is_open=True),
    page("my-day"),
    page("search"),
    action("sign-out", ALL),
    action("choose-organisation", ALL),
    # jobs: one's own, others' do not exist
    page("jobs"),
    page("job", foreign=NOBODY, hidden=ALL, arguments={"pk": 0}),
    page("job-state", foreign=NOBODY, hidden=ALL, arguments={"pk": 0}),
    # territory: the register is public data, contacts and accounts are not
    page("municipalities"),
    page("municipality-table"),
    page("municipality-excel"),
    page("population-series"),
    page("population-series-new", KEEPERS),
    action("population-series-new", KEEPERS),
    page("population-series-choose", KEEPERS),
    action("population-series-choose", KEEPERS),
    page("municipality", foreign=ALL, arguments=NUMBER),
    *(
        Rule(route, method, own, KEEPERS, arguments={**NUMBER, **more})
        for route, own, more in (
            ("municipality-contact", KEEPERS | MUNICIPAL, {"function": "integration_officer"}),
            ("municipality-account", KEEPERS | OWN_RECORDS, {}),
            ("municipality-membership", KEEPERS, {}),
            ("municipality-finding", KEEPERS, {}),
        )
        for method in ("GET", "POST")
    ),
    page("associations"),
    page("social-regions"),
    # reporting
    page("reports", SEE_REPORTS),
    page("reports-excel", SEE_REPORTS),
    page("reports-outstanding", SEE_REPORTS),
    page("reports-outstanding-excel", SEE_REPORTS),
    page("reports-import", KEEPERS | REPORTERS),
    action("reports-import", KEEPERS | REPORTERS),
    page("reports-import-template", KEEPERS | REPORTERS, arguments={"what": "berichte"}),
    page("report", SEE_REPORTS, foreign=CANTONAL, hidden=MUNICIPAL_ONLY, arguments=REPORT),
    action("report", REPORTERS, foreign=NOBODY, hidden=MUNICIPAL_ONLY, arguments=REPORT),
    page("report-step", REPORTERS, foreign=NOBODY, hidden=MUNICIPAL_ONLY, arguments={**REPORT, "step": "einreichen"}),
    action("report-step", REPORTERS, foreign=NOBODY, hidden=MUNICIPAL_ONLY, arguments={**REPORT, "step": "einreichen"}),
    page("declarations", SEE_REPORTS),
    page("declaration", SEE_REPORTS, foreign=CANTONAL, hidden=MUNICIPAL_ONLY, arguments=DECLARATION),
    action("declaration", KEEPERS | REPORTERS, foreign=KEEPERS, hidden=MUNICIPAL_ONLY, arguments=DECLARATION),
    # settlement
    page("runs", CANTONAL),
    action("run-start", PREPARE, data={"month": "2026-03"}),
    page("run", CANTONAL, arguments=MONTH),
    page("run-excel", CANTONAL, arguments=MONTH),
    page("run-step", frozenset({FINANCE_OFFICER}), arguments={**MONTH, "step": "pruefen"}),
    action("run-step", frozenset({FINANCE_OFFICER}), arguments={**MONTH, "step": "pruefen"}),
    page("contributions", MUNICIPAL_ONLY),
    page("tariffs"),
)
