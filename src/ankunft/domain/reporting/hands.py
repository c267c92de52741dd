"""By whose hands a version was handed in, and who may still sign it: read from the steps that were taken on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.permissions import organisation_code
from ankunft.domain.territory.readings import places
from ankunft.domain.territory.rules import acting_for
from ankunft.domain.territory.selectors import lead_of_each
from ankunft.foundation.access.holders import Holder, holders_of
from ankunft.foundation.kernel import clock
from ankunft.foundation.workflow.models import Step
from ankunft.foundation.workflow.selectors import hands_on, steps_of
from ankunft.foundation.workflow.tables import TransitionTable

from .states import REPORT, SIGN, SUBMIT

HAND_INS = (SIGN, SUBMIT, "import")


def last_hand_in(key: str) -> str:
    """By which move the version of that key was handed in the last time; empty if it never was."""
    return steps_of(REPORT.object_type, key).filter(name__in=HAND_INS).values_list("name", flat=True).last() or ""


def signature_of(steps: Collection[Step]) -> Step | None:
    """The signature under a version that is handed in: the last step that handed it in, if somebody signed.

    `steps` are those of the version, in order. What was taken back or returned since carries none.
    """
    for step in reversed(list(steps)):
        if step.name in HAND_INS:
            return step if step.name == SIGN else None
        if step.name in ("withdraw", "return"):
            return None
    return None


def acting_people(roles: Collection[str], municipalities: Collection[int], day: date) -> dict[int, list[Holder]]:
    """Who holds one of these roles for each municipality (record id) on that day: there, or at whoever acts for it.

    That is its lead municipality (KS 3.4.2), or the one it was merged into. Three queries, however many they are.
    """
    known, leads = places(), lead_of_each(day)
    held: dict[str, list[Holder]] = {}
    for holder in holders_of(roles, day):
        held.setdefault(holder.organisation, []).append(holder)
    found = {}
    for municipality in municipalities:
        codes = sorted(organisation_code(known[one].bfs_number) for one in acting_for(known, leads, municipality, day))
        found[municipality] = [holder for code in codes for holder in held.get(code, [])]
    return found


def signatories(municipality: Municipality, key: str, table: TransitionTable = REPORT) -> list[Holder]:
    """Who may sign what has that key today: strategic leads whose hands did not prepare it (four eyes).

    `table` is that of reports, or another one whose municipality signs with a move of the same name.
    """
    hands = hands_on(table.object_type, key)
    prepared = set().union(*(hands.get(name, set()) for name in table[SIGN].other_hands))
    leads = acting_people(table[SIGN].roles, [municipality.pk], clock.today())[municipality.pk]
    return [one for one in leads if one.account_id not in prepared]
