"""What "Mein Tag" shows of schemes: forms that are due or wait for somebody, proposals that this person may confirm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.questionnaires import permissions
from ankunft.domain.questionnaires.models import AnswerSheet
from ankunft.domain.questionnaires.values import OF_SCHEME
from ankunft.domain.schemes import selectors
from ankunft.domain.schemes.forms import Form, FormStanding, forms_missing, open_forms
from ankunft.domain.schemes.readings import all_definitions, definition_of
from ankunft.domain.schemes.values import Scheme
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can, reach
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.dated import Dated
from ankunft.web.questionnaires.my_day import SHOWN, Lines
from ankunft.web.shell.registry import Due

from .filing import forms_address
from .form_list import sheet_address


class FormLines(Lines):
    """Forms of schemes that are begun."""

    def sheets(self, actor: Actor, *states: str) -> Iterable[AnswerSheet]:
        return open_forms(actor, *states)

    def title(self, sheet: AnswerSheet) -> str:
        return self._form(sheet).title

    def due_on(self, sheet: AnswerSheet) -> date:
        return self._form(sheet).due_on

    def address(self, sheet: AnswerSheet) -> str:
        return reverse("scheme-sheet", args=[_key(sheet), sheet.municipality.bfs_number, sheet.period])

    def many(self, sheets: Sequence[AnswerSheet]) -> tuple[str, str]:
        title = ngettext("%(count)s Formular prüfen", "%(count)s Formulare prüfen", len(sheets))
        return title % {"count": len(sheets)}, forms_address(self._form(sheets[0]), "eingereicht")

    @cached_property
    def _definitions(self) -> dict[str, Dated[Scheme]]:
        """Read once, where there is anything to tell."""
        return all_definitions()

    def _form(self, sheet: AnswerSheet) -> Form:
        key = _key(sheet)
        return Form(*definition_of(self._definitions[key], key, sheet.period))


def begun(actor: Actor) -> Iterator[Due]:
    """The forms that are begun, for whoever goes on with them: officers, strategic leads, the coordination office."""
    lines = FormLines()
    yield from lines.officer(actor)
    yield from lines.lead(actor)
    yield from lines.coordination(actor)


def owed(actor: Actor) -> Iterator[Due]:
    """The forms that nobody has begun for the officer, and what is overdue for strategic leads and for the canton."""
    writes, signs, accepts = (
        bool(can(actor, one)) for one in (permissions.WRITE, permissions.SIGN_OFF, permissions.ACCEPT)
    )
    if not (writes or signs or accepts):
        return
    missing = forms_missing(actor, clock.today())
    late = [one for one in missing if one.late]
    if writes:
        own = reach(actor, permissions.WRITE, Municipality)
        yield from _to_begin([one for one in missing if not one.state and one.municipality_id in own])
    if signs:
        own = reach(actor, permissions.SIGN_OFF, Municipality)
        yield from _together([one for one in late if one.municipality_id in own], _("Überfällige Formulare"))
    if accepts:
        yield from _together(late, _("Überfällige Formulare nachfragen"))


def waiting(actor: Actor) -> Iterator[Due]:
    """Definitions and tariffs that somebody else proposed."""
    for definition in selectors.definitions_waiting(actor):
        address = f"{reverse('scheme', args=[definition.key])}?fassung={definition.pk}"
        yield Due(_("Programm bestätigen"), str(definition), None, address, _("Öffnen"))
    for tariff in selectors.tariffs_waiting(actor):
        address = f"{reverse('scheme', args=[tariff.contribution.partition('.')[0]])}#tarife"
        yield Due(_("Tarif bestätigen"), str(tariff), None, address, _("Öffnen"))


def _to_begin(standings: Sequence[FormStanding]) -> Iterator[Due]:
    if len(standings) > SHOWN:
        yield from _together(standings, _("Formulare ausfüllen"))
        return
    for one in standings:
        title = _("%(form)s ausfüllen") % {"form": one.form.title}
        yield Due(title, one.name, one.form.due_on, sheet_address(one), _("Ausfüllen"), late=one.late)


def _together(standings: Sequence[FormStanding], title: str) -> Iterator[Due]:
    """One line for many, with the oldest deadline."""
    if not standings:
        return
    places = len({one.municipality_id for one in standings})
    detail = ngettext("%(places)s Gemeinde, %(count)s ausstehend", "%(places)s Gemeinden, %(count)s ausstehend", places)
    first = min(standings, key=lambda one: one.form.due_on)
    counted = detail % {"places": places, "count": len(standings)}
    yield Due(title, counted, first.form.due_on, reverse("scheme-forms-missing"), _("Ansehen"), late=first.late)


def _key(sheet: AnswerSheet) -> str:
    """The key of the scheme whose form it is."""
    return sheet.kind.removeprefix(OF_SCHEME)
