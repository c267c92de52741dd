"""Whether begin and end are plausible."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.domain.grants.rules import months_between

from .base import Finding, Subject


def check(subject: Subject) -> list[Finding]:
    """A project has a first and a last day in that order, is not over yet, and ends in due time.

    How long it may last is the form's own bound (`data/grant-criteria.json`), not the circular's.
    """
    first, last = subject.begins_on, subject.ends_on
    if first is None or last is None:
        return [Finding("period", _("Beginn und Ende fehlen."), "begins_on" if first is None else "ends_on")]
    if last < first:
        return [Finding("period", _("Das Ende liegt vor dem Beginn."), "ends_on")]
    if last < subject.day:
        return [Finding("period", _("Das Projekt wäre schon zu Ende: Ein Gesuch kommt vor dem Projekt."), "ends_on")]
    if months_between(first, last) > subject.longest_months:
        sentence = _("Ein Projekt dauert höchstens %(months)s Monate.") % {"months": subject.longest_months}
        return [Finding("period", sentence, "ends_on")]
    return []
