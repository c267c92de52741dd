"""What other rooms show on the page «Sicherheit», and beside the form of the sign-in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: a template, and what it is rendered with."""

    template: str
    context: Mapping[str, Any]


Provider = Callable[[HttpRequest], Section | None]


@dataclass
class Sections:
    """The parts that rooms bring to a page; a provider that returns None has nothing for this person."""

    _providers: list[Provider] = field(default_factory=list)

    def register(self, provider: Provider) -> None:
        self._providers.append(provider)

    def of(self, request: HttpRequest) -> list[Section]:
        return [section for provider in self._providers if (section := provider(request))]


security_sections = Sections()
sign_in_sections = Sections()
