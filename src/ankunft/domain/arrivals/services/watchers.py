"""Later rooms keep something that rests on persons: they are told when that changes, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ankunft.foundation.kernel.actor import Actor

Watcher = Callable[[Collection[int], Actor], None]
_watchers: dict[str, Watcher] = {}


def register_watcher(room: str, watcher: Watcher) -> None:
    """Let a room be told of which persons (record ids) something changed that others rest on.

    Told are changes of nationality, permits, family, household and arrivals. Called once when the application starts.
    """
    _watchers[room] = watcher


def tell_watchers(persons: Collection[int], actor: Actor) -> None:
    """Of these persons something has changed."""
    if not persons:
        return
    for watcher in _watchers.values():
        watcher(persons, actor)
