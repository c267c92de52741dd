"""What the rooms hang into the shell: places, things due, cards, search, and where a record is shown.

The shell knows no room. Each room's `AppConfig.ready` registers what it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise

from ankunft.foundation.kernel.actor import Actor

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation, shown to whoever holds one of `roles` (none named: to everyone).

    `order_for`: where it stands instead for whoever holds that role.
    """

    label: Text
    url_name: str
    roles: frozenset[str]
    order: int
    order_for: Mapping[str, int] = field(default_factory=dict, compare=False)

    def order_among(self, roles: frozenset[str]) -> int:
        """Where it stands for somebody with these roles: as far in front as one of them needs it."""
        return min((self.order_for.get(role, self.order) for role in roles), default=self.order)


@dataclass(frozen=True, slots=True)
class Due:
    """Something the person has to do: one line and one button on "Mein Tag"."""

    title: Text
    detail: Text
    due_on: date | None
    url: str
    button: Text
    late: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A card beside the due list: a template and what it is rendered with."""

    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is called, what to tell it by, where it is shown, and its kind ("Gemeinde")."""

    title: Text
    detail: Text
    url: str
    kind: Text


DueProvider = Callable[[Actor], Iterable[Due]]
CardProvider = Callable[[Actor], Iterable[Card]]
SearchProvider = Callable[[Actor, str], Iterable[Hit]]
AddressOf = Callable[[str], str | None]


@dataclass
class Navigation:
    """The places of all rooms."""

    _places: dict[str, Place] = field(default_factory=dict)

    def register(self, place: Place) -> None:
        self._places[place.url_name] = place

    def places_for(self, roles: frozenset[str]) -> list[Place]:
        """The places somebody with these roles sees, in order."""
        seen = (place for place in self._places.values() if not place.roles or place.roles & roles)
        return sorted(seen, key=lambda place: place.order_among(roles))


@dataclass
class MyDay:
    """What each room brings to the first page."""

    _providers: list[DueProvider] = field(default_factory=list)
    _card_providers: list[CardProvider] = field(default_factory=list)

    def register(self, provider: DueProvider) -> None:
        self._providers.append(provider)

    def register_card(self, provider: CardProvider) -> None:
        self._card_providers.append(provider)

    def due_for(self, actor: Actor) -> list[Due]:
        """Everything due, late first, then by day; what has no day comes last."""
        found = [due for provider in self._providers for due in provider(actor)]
        return sorted(found, key=lambda due: (not due.late, due.due_on or date.max, str(due.title), str(due.detail)))

    def cards_for(self, actor: Actor) -> list[Card]:
        return [card for provider in self._card_providers for card in provider(actor)]


@dataclass
class Search:
    """The searches of all rooms. Each finds only what the actor may see."""

    _providers: list[SearchProvider] = field(default_factory=list)

    def register(self, provider: SearchProvider) -> None:
        self._providers.append(provider)

    def hits_for(self, actor: Actor, query: str) -> list[Hit]:
        return [hit for provider in self._providers for hit in provider(actor, query)]


@dataclass
class Links:
    """Where a record behind a figure, or a paragraph (kind `law`), is shown.

    An explanation names records by kind and key and knows no addresses; the room that shows that kind does.
    """

    _addresses: dict[str, AddressOf] = field(default_factory=dict)

    def register(self, kind: str, address_of: AddressOf) -> None:
        self._addresses[kind] = address_of

    def url(self, kind: str, key: str) -> str | None:
        """The address, or None where no room shows that kind or that key."""
        address_of = self._addresses.get(kind)
        return address_of(key) if address_of else None


navigation = Navigation()
my_day = MyDay()
search = Search()
links = Links()
