"""The page «Wer darf was»: the whole table of rules, for everybody who is signed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.foundation.access.permissions import SEE_RIGHTS
from ankunft.foundation.access.policy import Rule, can
from ankunft.foundation.access.roles import Role, all_roles
from ankunft.foundation.access.table import roles_by_scope, rooms, scope_of, widest
from ankunft.foundation.documents.spreadsheet import Sheet, workbook
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.addresses import with_query
from ankunft.web.shell.components import Chip
from ankunft.web.shell.files import xlsx

WIDTHS = (18, 52)
ROLE_WIDTH = 16


@dataclass(frozen=True, slots=True)
class Row:
    """One action: how far it reaches for the person (empty: not at all), and which roles may, by scope."""

    rule: Rule
    mine: str
    roles: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Section:
    """The actions of a room that the filter leaves."""

    code: str
    label: str
    rows: list[Row]


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Who may do what, room by room; `rolle` leaves what one role may."""
    can(request.actor, SEE_RIGHTS).require()
    roles = _mine_first(request.actor)
    chosen = _chosen(request, roles)
    sections = _sections(request.actor, chosen)
    context = {
        "sections": sections,
        "chips": _chips(request, roles, chosen),
        "role": next((role for role in roles if role.code == chosen), None),
        "own_roles": [role for role in roles if role.code in request.actor.roles],
    }
    return render(request, "access/rights.html", context)


@require_safe
def rights_excel(request: HttpRequest) -> HttpResponse:
    """The same as a workbook: one row for each action, one column for each role."""
    can(request.actor, SEE_RIGHTS).require()
    roles = _mine_first(request.actor)
    header = [
        _("Bereich"),
        _("Handlung"),
        *(str(role.label) for role in roles),
        _("Betrieb (Befehlszeile)"),
        _("Bedingung"),
        _("Grundlage"),
    ]
    rows = [
        [
            room.label,
            str(rule.label),
            *(scope.label if (scope := scope_of(rule, role.code)) else "" for role in roles),
            _("alle") if rule.operator else "",
            str(rule.proviso),
            rule.source,
        ]
        for room in rooms()
        for rule in room.rules
    ]
    widths = [*WIDTHS, *[ROLE_WIDTH] * (len(roles) + 1), 40, 20]
    return xlsx(workbook([Sheet(_("Wer darf was"), header, rows, widths=widths)]), "wer-darf-was.xlsx")


def _mine_first(actor: Actor) -> list[Role]:
    """Every role, the person's own first."""
    return sorted(all_roles(), key=lambda role: role.code not in actor.roles)


def _chosen(request: HttpRequest, roles: list[Role]) -> str:
    asked = request.GET.get("rolle", "")
    return asked if asked in {role.code for role in roles} else ""


def _sections(actor: Actor, chosen: str) -> list[Section]:
    found = [
        Section(
            room.code, room.label, [_row(rule, actor) for rule in room.rules if not chosen or scope_of(rule, chosen)]
        )
        for room in rooms()
    ]
    return [section for section in found if section.rows]


def _row(rule: Rule, actor: Actor) -> Row:
    mine = widest(rule, actor.roles)
    if rule.anyone:
        return Row(rule, mine.label if mine else _("alle"), [])
    roles = [(scope.label, [str(role.label) for role in held]) for scope, held in roles_by_scope(rule).items()]
    return Row(rule, mine.label if mine else "", roles)


def _chips(request: HttpRequest, roles: list[Role], chosen: str) -> list[Chip]:
    every = [rule for room in rooms() for rule in room.rules]
    chips = [Chip(_("Alle Rollen"), f"?{with_query(request.GET, rolle='')}", not chosen, len(every))]
    for role in roles:
        count = sum(1 for rule in every if scope_of(rule, role.code))
        chips.append(Chip(role.label, f"?{with_query(request.GET, rolle=role.code)}", role.code == chosen, count))
    return chips
