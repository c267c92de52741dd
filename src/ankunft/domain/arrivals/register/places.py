"""For which municipality a message is, and whether whoever brings it acts for that one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.readings import places
from ankunft.domain.territory.rules import Place, successor_on
from ankunft.foundation.access.policy import reach
from ankunft.foundation.documents.ech.values import Message
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..permissions import RECORD


class Municipalities:
    """The municipalities of messages, as somebody may work for them today.

    `own` are the ids of those for which messages are taken in; None: of all. `fallback` is where what names no
    municipality is noted, so that whoever brought it can see it; None where everything is seen.
    """

    def __init__(self, actor: Actor, only: frozenset[int] | None = None) -> None:
        reached = reach(actor, RECORD, Municipality)
        self.own = None if reached.everything else reached.ids
        if only is not None:
            self.own = only if self.own is None else self.own & only
        self._places = places()
        self._by_number = {place.bfs_number: place for place in self._places.values()}
        self._today = clock.today()
        present = (key for key in sorted(self.own or ()) if self._places[key].exists_on(self._today))
        self.fallback = next(present, None)
        self._found: dict[int, tuple[Place, str]] = {}

    def named_in(self, message: Message) -> int | None:
        """The municipality that the message names; None where it names none, or one that is somebody else's."""
        residence = getattr(message.event, "residence", None)
        number = residence.bfs_number if residence else getattr(message.event, "bfs_number", None)
        try:
            return self.find(number)[0].id if number else None
        except Refused:
            return None

    def carrier(self, municipality: int) -> int:
        """The municipality that carries today what was recorded for this one (both by id)."""
        return successor_on(self._places, municipality, self._today)

    def find(self, bfs_number: int) -> tuple[Place, str]:
        """The municipality with that number, or the one it was merged into, with a sentence that says so.

        Refused where there is none, and where somebody else works for it.
        """
        if known := self._found.get(bfs_number):
            return known
        named = self._by_number.get(bfs_number)
        if named is None:
            raise Refused(
                _(
                    "Eine Gemeinde mit der BFS-Nummer %(number)d ist im Register nicht bekannt. "
                    "Lassen Sie die Nummer berichtigen und die Meldung noch einmal senden."
                )
                % {"number": bfs_number}
            )
        place = self._places[successor_on(self._places, named.id, self._today)]
        if place.ended_before(self._today):
            raise Refused(
                _(
                    "Die Gemeinde %(name)s gibt es nicht mehr. "
                    "Lassen Sie die Meldung mit der heutigen Gemeinde noch einmal senden."
                )
                % {"name": place.name}
            )
        if self.own is not None and place.id not in self.own:
            raise Refused(
                _(
                    "Für %(name)s (BFS-Nummer %(number)d) sind Sie nicht zuständig. "
                    "Lassen Sie die Meldung an jene Gemeinde senden."
                )
                % {"name": place.name, "number": place.bfs_number}
            )
        hint = ""
        if place.id != named.id:
            hint = _("%(old)s ist in %(new)s aufgegangen; übernommen für %(new)s.") % {
                "old": named.name,
                "new": place.name,
            }
        self._found[bfs_number] = place, hint
        return place, hint
