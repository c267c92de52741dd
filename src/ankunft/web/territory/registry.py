"""What other rooms hang into the pages of the municipalities: figures on the map, columns, sections.

Registered in the `AppConfig.ready` of the room that brings them:

    figures.register(Figure("berichte", _("Stand der Berichte"), view, order=50, roles=PLACES_FOR))
    columns.register(provider)   # provider(actor, day) -> ExtraColumn | None
    sections.register(provider)  # provider(actor, municipality) -> Section | None
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.components import LegendStep
from ankunft.web.shell.registry import Text

Kind = Literal["text", "number", "percent", "chf", "tag"]


@dataclass(frozen=True, slots=True)
class TagValue:
    """A value of a column of kind `tag`: words, and the kind of the shell's tag."""

    text: Text
    kind: str = "neutral"

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, slots=True)
class Column:
    """A column beside the municipality. `chf` holds Rappen, `percent` a share of one."""

    label: Text
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality under a figure: its class of the legend, a value for each column, and the value in words."""

    css: str
    values: tuple[Any, ...]
    words: Text


@dataclass(frozen=True, slots=True)
class Cluster:
    """Municipalities that belong together under a figure without an order: a row beside the map."""

    label: Text
    css: str
    members: tuple[int, ...]
    mark: str = ""
    url: str = ""
    values: tuple[Any, ...] = ()

    def cells(self, columns: tuple[Column, ...]) -> list[tuple[Column, Any]]:
        """Each value with its column."""
        return list(zip(columns, self.values, strict=True))


@dataclass(frozen=True, slots=True)
class View:
    """A figure for all municipalities (by BFS number) that exist on a day.

    The table beside the map ranks `columns`; a figure without an order gives `clusters` instead, and `columns`
    name their values.
    `choices` are the stands (years, series) to choose from; `source` says whose figures they are and of when.
    """

    heading: Text
    columns: tuple[Column, ...]
    areas: Mapping[int, Area]
    legend: tuple[LegendStep, ...]
    source: Text
    clusters: tuple[Cluster, ...] | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    choice: str = ""

    @property
    def cluster_rows(self) -> list[tuple[Cluster, list[tuple[Column, Any]]]]:
        """The clusters with their values under their columns."""
        return [(cluster, cluster.cells(self.columns)) for cluster in self.clusters or ()]


@dataclass(frozen=True, slots=True)
class Question:
    """What a figure is asked: by whom, as of which day, and which of its `choices` (empty: the usual one)."""

    actor: Actor
    day: date
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that colours the map: its name in the address, what it is called, who may choose it (none: all)."""

    code: str
    label: Text
    view: Callable[[Question], View]
    order: int
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ExtraColumn:
    """A further column of every table of municipalities, values by BFS number."""

    column: Column
    values: Mapping[int, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page of one municipality: a template with its context. `side` puts it into the narrow column."""

    template: str
    context: Mapping[str, Any]
    order: int = 50
    side: bool = False


@dataclass
class Figures:
    """The figures of all rooms."""

    _figures: dict[str, Figure] = field(default_factory=dict)

    def register(self, figure: Figure) -> None:
        self._figures[figure.code] = figure

    def figures_for(self, actor: Actor) -> list[Figure]:
        """The figures the actor may choose, in order."""
        seen = (one for one in self._figures.values() if not one.roles or actor.is_operator or one.roles & actor.roles)
        return sorted(seen, key=lambda figure: figure.order)


ColumnProvider = Callable[[Actor, date], ExtraColumn | None]
SectionProvider = Callable[[Actor, Municipality], Section | None]


@dataclass
class Columns:
    """The further columns of all rooms."""

    _providers: list[ColumnProvider] = field(default_factory=list)

    def register(self, provider: ColumnProvider) -> None:
        self._providers.append(provider)

    def columns_for(self, actor: Actor, day: date) -> list[ExtraColumn]:
        return [column for provider in self._providers if (column := provider(actor, day)) is not None]


@dataclass
class Sections:
    """The sections of all rooms on the page of a municipality."""

    _providers: list[SectionProvider] = field(default_factory=list)

    def register(self, provider: SectionProvider) -> None:
        self._providers.append(provider)

    def sections_for(self, actor: Actor, municipality: Municipality) -> list[Section]:
        return sorted(self._found(actor, municipality), key=lambda section: section.order)

    def _found(self, actor: Actor, municipality: Municipality) -> Iterator[Section]:
        for provider in self._providers:
            if (section := provider(actor, municipality)) is not None:
                yield section


figures = Figures()
columns = Columns()
sections = Sections()
