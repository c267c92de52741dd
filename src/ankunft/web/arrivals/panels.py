"""What other rooms hang into the page of an arrival and of a person, registered in their `AppConfig.ready`.

arrival_panels.register(provider)  # provider(actor, family) -> Panel | None
person_panels.register(provider)   # provider(actor, person) -> Panel | None
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ankunft.domain.arrivals.models import Person
from ankunft.domain.arrivals.tasks import Family
from ankunft.foundation.kernel.actor import Actor

Whose = TypeVar("Whose")


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page: a template with its context. `side` puts it into the narrow column."""

    template: str
    context: Mapping[str, Any]
    order: int = 50
    side: bool = False


@dataclass
class Panels(Generic[Whose]):
    """The panels of all rooms on one kind of page."""

    _providers: list[Callable[[Actor, Whose], Panel | None]] = field(default_factory=list)

    def register(self, provider: Callable[[Actor, Whose], Panel | None]) -> None:
        self._providers.append(provider)

    def panels_for(self, actor: Actor, whose: Whose) -> list[Panel]:
        found = (provider(actor, whose) for provider in self._providers)
        return sorted((panel for panel in found if panel is not None), key=lambda panel: panel.order)


arrival_panels: Panels[Family] = Panels()
person_panels: Panels[Person] = Panels()
