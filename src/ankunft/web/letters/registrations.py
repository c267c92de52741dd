"""What letters hang into the shell: the place of a municipality, the job, what is due."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ankunft.domain.letters import permissions, selectors
from ankunft.foundation.access.policy import can
from ankunft.foundation.jobs.registry import handler
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.registry import Due, Place, my_day, navigation

from .letter_jobs import LETTERS, make_letters
from .reminder_jobs import REMINDERS, send_reminders


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(gettext_lazy("Briefe"), "own-letters", permissions.RECIPIENTS, 55))
    my_day.register(_due)
    handler(LETTERS, title=gettext_lazy("Briefe erstellen"))(make_letters)
    handler(REMINDERS, title=gettext_lazy("Zahlungserinnerungen versenden"))(send_reminders)


def _due(actor: Actor) -> Iterator[Due]:
    """Mails that did not arrive and letters that wait for the printer, for whoever sends them."""
    if not can(actor, permissions.SEND):
        return
    for occasion, failed, paper in selectors.unfinished(actor):
        told = []
        if failed:
            told.append(
                ngettext("%(count)s nicht zugestellt", "%(count)s nicht zugestellt", failed) % {"count": failed}
            )
        if paper:
            told.append(ngettext("%(count)s zu drucken", "%(count)s zu drucken", paper) % {"count": paper})
        yield Due(
            _("Briefe %(occasion)s") % {"occasion": occasion},
            ", ".join(told),
            None,
            reverse("letters-of", args=[occasion]),
            _("Öffnen"),
        )
