"""What this room makes known: its rules, whose interviews are whose, and what opens the wall around them."""

from __future__ import annotations

from functools import partial

from django.db.models import Model

from ankunft.domain.arrivals.forgetting import register_forgetting
from ankunft.domain.arrivals.permissions import owners_of
from ankunft.domain.arrivals.registrations import MUNICIPALITY
from ankunft.domain.arrivals.services import register_disclosure, register_watcher
from ankunft.foundation import fitness
from ankunft.foundation.access import policy, wall
from ankunft.foundation.jobs import chores
from ankunft.foundation.jobs.chores import Chore
from ankunft.foundation.mail.selectors import register_private

from . import disclosure, forgetting, retention, selectors
from .fitness import CHECKS
from .letters.fitness import CHECKS as LETTER_CHECKS
from .models import AgreedStep, Evidence, Interview, Invitation, Need, Participant, Reminder, Topic
from .permissions import RULES
from .services import evidence_tidy, persons_changed, reminders_send
from .services.reminding import MAIL_KIND

HOUR, DAY = 3600.0, 24 * 3600.0
PARTS: tuple[type[Model], ...] = (Participant, Topic, Need, AgreedStep, Invitation, Reminder, Evidence)


def register() -> None:
    """Called once when the application starts."""
    policy.register(RULES)
    policy.register_visible(Interview, selectors.visible_to)
    for model in PARTS:
        policy.register_visible(model, partial(selectors.parts_visible_to, model=model))
    everything: tuple[type[Model], ...] = (Interview, *PARTS)
    for model in everything:
        policy.register_owner(model, owners_of)
        wall.protect(model._meta.db_table, write=[MUNICIPALITY])
    register_disclosure("interviews", disclosure.sheets)
    for check in (*CHECKS, *LETTER_CHECKS):
        fitness.register(check)
    register_forgetting(forgetting.forget)
    retention.register()
    register_private(MAIL_KIND)
    register_watcher("interviews", persons_changed)
    chores.register(Chore("interviews.evidence", DAY, evidence_tidy))
    chores.register(Chore("interviews.reminders", HOUR, reminders_send))
