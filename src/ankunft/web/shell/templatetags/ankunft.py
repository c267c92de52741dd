"""Filters for Swiss formats and tags for addresses, tables and blocks. Built in: no template loads it.

Amounts, dates and counts are written the Swiss way in every language of the interface, so they do not
follow Django's localisation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ankunft.foundation.access.roles import all_roles
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell import registry
from ankunft.web.shell.addresses import with_query

register = template.Library()

ORIGINS = {
    "web": gettext_lazy("Webseite"),
    "cli": gettext_lazy("Befehlszeile"),
    "job": gettext_lazy("Auftrag"),
    "worker": gettext_lazy("Hintergrund"),
    "demo": gettext_lazy("Demonstration"),
}
NOTHING = "–"
NBSP = "\u00a0"
ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def _money(value: Any) -> Money | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, Money) else Money(int(value))


@register.filter
def chf(value: Money | int | None) -> str:
    """`1'234.50` from Money or Rappen, for columns that say CHF; `–` for none."""
    amount = _money(value)
    return NOTHING if amount is None else _figure(amount.grouped())


@register.filter
def chf_or_dash(value: Money | int | None) -> str:
    """Like `chf`, but `–` for zero too: for columns in which most rows have nothing."""
    return chf(_money(value) or None)


@register.filter
def chf_long(value: Money | int | None) -> str:
    """`CHF 1'234.50` from Money or Rappen, unbreakable; `–` for none."""
    amount = _money(value)
    return NOTHING if amount is None else _figure(str(amount))


@register.filter
def number(value: int | str | None) -> str:
    """`12'450`: a count; `–` for none."""
    if value is None or value == "":
        return NOTHING
    return _figure(_grouped(f"{int(value):,}"))


@register.filter
def percent(share: float | Decimal | str | None, places: int = 1) -> str:
    """`45.7 %` from a share of one (0.457); `–` for none."""
    if share is None or share == "":
        return NOTHING
    step = Decimal(1).scaleb(-places)
    value = (Decimal(str(share)) * 100).quantize(step, ROUND_HALF_UP)
    return _figure(_grouped(f"{value:,}") + " %")


def _grouped(figure: str) -> str:
    """A figure as Python groups it, the Swiss way: `-1,234.5` becomes `−1'234.5`."""
    return figure.replace(",", "'").replace("-", "−")


def _figure(text: str) -> SafeString:
    """A figure that does not break over lines. It holds nothing that HTML knows: its apostrophes stay apostrophes."""
    return mark_safe(text.replace(" ", NBSP))  # noqa: S308


@register.filter
def day(value: date | datetime | str | None) -> str:
    """`31.12.2025`, from a day, a moment (its day in Zurich) or stored text; `–` for none.

    Stored text that is not an ISO date ("2018", "Anfang 2022") is shown as it is.
    """
    if not value:
        return NOTHING
    if isinstance(value, str) and not ISO_DAY.match(value):
        return value
    return f"{_in_zurich(value):%d.%m.%Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """`16.03.2026, 14:05` in Zurich; `–` for none."""
    return f"{_in_zurich(value):%d.%m.%Y, %H:%M}" if value else NOTHING


@register.filter
def role_names(codes: str) -> str:
    """The names of the roles whose codes an event holds, separated by commas; a code that is no role stays."""
    names = {role.code: str(role.label) for role in all_roles()}
    return ", ".join(names.get(code, code) for code in codes.split(", "))


@register.filter
def origin_name(code: str) -> str:
    """By which way something was done; a way that has no name stays as it is recorded."""
    return str(ORIGINS.get(code, code))


@register.filter
def long_day(value: date) -> str:
    """`Sonntag, 22. November 2026` in the language of the page."""
    # Translators: a date format as Django writes it: weekday, day, month in words, year.
    return date_format(_in_zurich(value), _("l, j. F Y"), use_l10n=False)


@register.filter
def half_year(value: Any) -> str:
    """`2025-H2`, from a half-year or its text."""
    return str(value) if value else NOTHING


@register.filter
def due_words(value: date | None) -> str:
    """How near a day is, in words: `seit 6 Tagen`, `seit gestern`, `heute`, `morgen`, `bis 25.11.`."""
    if value is None:
        return ""
    days = (value - clock.today()).days
    near = {-1: _("seit gestern"), 0: _("heute"), 1: _("morgen")}
    if days in near:
        return near[days]
    if days < 0:
        return ngettext("seit %(days)s Tag", "seit %(days)s Tagen", -days) % {"days": number(-days)}
    text = f"{value:%d.%m.}" if value.year == clock.today().year else f"{value:%d.%m.%Y}"
    return _("bis %(day)s") % {"day": text}


def _in_zurich(value: date | str) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value)
    return value.astimezone(clock.ZURICH) if isinstance(value, datetime) else value


@register.filter
def record_url(source: Any) -> str:
    """Where the record behind a figure (a Source, or its stored data) is shown; empty if nowhere."""
    kind, key = (source["kind"], source["key"]) if isinstance(source, Mapping) else (source.kind, source.key)
    return registry.links.url(kind, key) or ""


@register.filter
def law_url(reference: str) -> str:
    """Where a paragraph is shown; empty if nowhere."""
    return registry.links.url("law", reference) or "" if reference else ""


@register.simple_tag(takes_context=True)
def url_with(context: Context, **changes: Any) -> str:
    """This page's address with some query parameters changed and the other ones kept.

    `{% url_with page=2 %}`; None or an empty text takes a parameter away. Filters that change lead
    back to the first page, unless the page is what changes.
    """
    return "?" + with_query(context["request"].GET, **changes)


@register.inclusion_tag("shell/components/sort_header.html", takes_context=True)
def sort_header(context: Context, key: str, label: str, kind: str = "") -> dict[str, Any]:
    """A table head that sorts: `{% sort_header "amount" _("Auszahlung CHF") "num" %}`.

    It sets `sort` to the key, or to `-key` where it is sorted by the key already.
    """
    current = context["request"].GET.get("sort", "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    return {
        "label": label,
        "kind": kind,
        "direction": direction,
        "url": url_with(context, sort=f"-{key}" if direction == "ascending" else key),
    }


@register.simple_tag(takes_context=True)
def block_text(context: Context, name: str) -> str:
    """The text of a block once more, without markup: the heading of a page is also its title in the browser.

    Django lets a block stand in one place only; the blocks of the page being rendered are in its render context.
    """
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    # The block's text is escaped already; without its tags it stays so.
    return mark_safe(" ".join(strip_tags(block.render(context)).split())) if block else ""  # noqa: S308


@register.simple_tag(takes_context=True)
def render_card(context: Context, card: registry.Card) -> SafeString:
    """A registered card, rendered in the context of the page with the card's own values on top."""
    with context.push(**card.context):
        return _render(card.template, context)


@register.simple_block_tag(takes_context=True)
def card(context: Context, content: str, title: str = "", kind: str = "") -> SafeString:
    """A framed block: `{% card "Fällig" %} … {% endcard %}`; `kind` adds the class `card--<kind>`."""
    # The content is what this template has rendered, escaped where it had to be.
    with context.push(title=title, kind=kind, content=mark_safe(content)):  # noqa: S308
        return _render("shell/components/card.html", context)


@register.simple_block_tag(takes_context=True)
def listed(context: Context, content: str, caption: str, page: Page[Any] | None = None) -> SafeString:
    """A table in its frame, and the pages of it: `{% listed _("Konten, nach Namen") page %} … {% endlisted %}`.

    Between the tags stand head and body. Only people who hear the page are told the caption.
    """
    # The content is what this template has rendered, escaped where it had to be.
    with context.push(caption=caption, page=page, content=mark_safe(content)):  # noqa: S308
        return _render("shell/components/table.html", context)


def _render(name: str, context: Context) -> SafeString:
    """Another template in this context, found by the engine that renders the page."""
    assert context.template is not None
    return context.template.engine.get_template(name).render(context)


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """First, last and neighbouring pages; None where some are left out."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else None for number in elided]


@register.filter
def field_errors(form: Any) -> list[tuple[str, str]]:
    """Every error of a form, with the id of the control to mend (empty for the form as a whole).

    A form in which several fields have the same label says with `summary_label(field)` which one is meant.
    """
    label_of = getattr(form, "summary_label", lambda field: str(field.label))
    found = [("", error) for error in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
        label = label_of(field)
        name = label if label.endswith(("?", "!", ".", ":")) else f"{label}:"
        found += [(target, f"{name} {error}") for error in field.errors]
    return found
