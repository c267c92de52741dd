"""What a picture says, in a few sentences made of its values: for those who do not see it, and for all others."""

from __future__ import annotations

from functools import singledispatch

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .amounts import NBSP, Unit, in_words, unit_for
from .values import Bars, Fan, Flow, Group, Mark, Waterfall


@singledispatch
def message(values: object) -> str:
    """The message of a picture with these values, in the language of the page."""
    raise TypeError(f"no picture: {values!r}")


@message.register
def _of_flow(flow: Flow) -> str:
    sources = [(node.label, out) for node in flow.nodes if (out := flow.out_of(node.key)) and not flow.into(node.key)]
    ends = [(node.label, into) for node in flow.nodes if (into := flow.into(node.key)) and not flow.out_of(node.key)]
    if not sources:
        return _("Es fliesst kein Geld.")
    total = sum(amount for _label, amount in sources)
    unit = unit_for([total])
    where = ngettext("%(count)s Ziel", "%(count)s Ziele", len(ends)) % {"count": len(ends)}
    first = ngettext(
        "%(total)s fliessen aus %(count)s Quelle in %(ends)s.",
        "%(total)s fliessen aus %(count)s Quellen in %(ends)s.",
        len(sources),
    ) % {"total": in_words(total, unit), "count": len(sources), "ends": where}
    parts = [first]
    if len(sources) > 1:
        parts.append(_("Am meisten gibt «%(name)s»: %(amount)s (%(share)s).") % _largest(sources, total, unit))
    if len(ends) > 1:
        parts.append(_("Am meisten geht an «%(name)s»: %(amount)s (%(share)s).") % _largest(ends, total, unit))
    return " ".join(parts)


def _largest(amounts: list[tuple[str, int]], total: int, unit: Unit) -> dict[str, str]:
    name, amount = max(amounts, key=lambda one: one[1])
    return {"name": plain(name), "amount": in_words(amount, unit), "share": _share(amount, total)}


@message.register
def _of_bars(bars: Bars) -> str:
    unit = unit_for(amount for group in bars.groups for amount in group.amounts if amount is not None)
    parts = [_together(bars, unit)] if bars.has_total else []
    over = [group for group in bars.groups if _beyond(group) > 0]
    if over:
        most = max(over, key=_beyond)
        values = {"count": len(over), "all": len(bars.groups), "name": plain(most.label)}
        parts.append(
            _("Über dem Plan: %(count)s von %(all)s, am weitesten «%(name)s» mit %(amount)s mehr als geplant.")
            % (values | {"amount": in_words(_beyond(most), unit)})
        )
    elif any(_is_compared(group) for group in bars.groups):
        parts.append(_("Keine Zahl liegt über dem Plan."))
    return " ".join(part for part in parts if part) or _("Es gibt nichts zu vergleichen.")


def _together(bars: Bars, unit: Unit) -> str:
    planned, booked, projected = totals(bars)
    said = []
    if planned is not None:
        said.append(_("geplant %(amount)s") % {"amount": in_words(planned, unit)})
    if projected is not None:
        said.append(_("hochgerechnet %(amount)s") % {"amount": in_words(projected, unit)})
    if booked is not None and planned and booked >= 0:
        values = {"amount": in_words(booked, unit), "share": _share(booked, planned)}
        said.append(_("gebucht %(amount)s (%(share)s des Plans)") % values)
    elif booked is not None:
        said.append(_("gebucht %(amount)s") % {"amount": in_words(booked, unit)})
    return _ended(_("Zusammen %(amounts)s") % {"amounts": ", ".join(said)}) if said else ""


def totals(bars: Bars) -> tuple[int | None, int | None, int | None]:
    """Planned, booked and projected of all groups, in Rappen; None where no group has a figure."""
    sums = []
    for kind in range(3):
        known = [amount for group in bars.groups if (amount := group.amounts[kind]) is not None]
        sums.append(sum(known) if known else None)
    return sums[0], sums[1], sums[2]


def _is_compared(group: Group) -> bool:
    return group.planned is not None and (group.projected is not None or group.booked is not None)


def _beyond(group: Group) -> int:
    """By how much what is projected (without a projection: what is booked) goes beyond the plan, in Rappen."""
    reached = group.projected if group.projected is not None else group.booked
    return 0 if group.planned is None or reached is None else reached - group.planned


@message.register
def _of_waterfall(fall: Waterfall) -> str:
    gains = sum(step.rappen for step in fall.movements if step.rappen and step.rappen > 0)
    spent = -sum(step.rappen for step in fall.movements if step.rappen and step.rappen < 0)
    unit = unit_for([fall.opening.rappen, gains, spent])
    values = {"gains": in_words(gains, unit), "spent": in_words(spent, unit)}
    moved = _("Eingängen von %(gains)s und Ausgaben von %(spent)s") if gains else _("Ausgaben von %(spent)s")
    values |= {
        "moved": moved % values,
        "opening": in_words(fall.opening.rappen, unit),
        "closing": in_words(fall.closing.rappen, unit),
    }
    said = [_ended(_("Aus %(opening)s werden mit %(moved)s am Ende %(closing)s") % values)]
    if (dry := _first_below_zero(fall)) and fall.opening.rappen >= 0:
        said.append(_("Unter null fällt der Saldo mit «%(name)s».") % {"name": plain(dry)})
    if unknown := sum(step.rappen is None for step in fall.movements):
        said.append(
            ngettext("%(count)s Posten ist nicht beziffert.", "%(count)s Posten sind nicht beziffert.", unknown)
            % {"count": unknown}
        )
    return " ".join(said)


def _first_below_zero(fall: Waterfall) -> str:
    """The movement with which the balance falls below zero; empty if it never does."""
    running = fall.opening.rappen
    for step in fall.movements:
        running += step.rappen or 0
        if running < 0:
            return step.label
    return ""


@message.register
def _of_fan(fan: Fan) -> str:
    last = fan.spreads[-1]
    unit = unit_for(amount for one in fan.spreads for amount in one.percentiles)
    middle, low, high = (in_words(amount, unit) for amount in (last.p50, last.p5, last.p95))
    values = {"day": f"{last.day:%d.%m.%Y}", "middle": middle, "low": low, "high": high}
    first = _(
        "Am %(day)s liegt der Saldo in der Mitte der Rechnungen bei %(middle)s, "
        "in neun von zehn zwischen %(low)s und %(high)s"
    )
    marked = sorted(fan.markers, key=lambda one: (one.mark is Mark.DEADLINE, one.day))
    return " ".join([_ended(first % values), *(f"{plain(one.label)}: {one.day:%d.%m.%Y}." for one in marked)])


def unit_note(unit: Unit) -> str:
    """In what the figures of a picture count; its table is exact."""
    return _("Zahlen im Bild in %(unit)s, jede für sich gerundet; genau stehen sie in der Tabelle") % {
        "unit": unit.name
    }


def plain(label: str) -> str:
    """A label as it is read out: without the places where it may break."""
    return label.replace("\u00ad", "")


def _ended(text: str) -> str:
    """A sentence with its full stop, once: an amount may end in one already."""
    return text if text.endswith(".") else f"{text}."


def _share(part: int, whole: int) -> str:
    """`54 %` of the whole, halves rounded up; neither is negative, the whole not zero."""
    return f"{(200 * part + whole) // (2 * whole)}{NBSP}%"
