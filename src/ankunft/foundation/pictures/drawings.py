"""From values to a drawing and its legend, whichever picture it is."""

from __future__ import annotations

from functools import singledispatch

from django.utils.translation import gettext as _

from .bars import INKS, bars_drawing, kinds_of
from .fan import fan_drawing
from .flow import flow_drawing
from .shapes import KEY_HEIGHT, KEY_WIDTH, Drawing, Format, Ink, Key, Line, Rect, Shape, hatched
from .values import Balance, Bars, Fan, Flow, Waterfall
from .waterfall import waterfall_drawing

_MIDDLE = KEY_HEIGHT / 2


@singledispatch
def drawing(values: object, form: Format) -> Drawing:
    """The picture of these values in this format."""
    raise TypeError(f"no picture: {values!r}")


drawing.register(Flow, flow_drawing)
drawing.register(Bars, bars_drawing)
drawing.register(Waterfall, waterfall_drawing)
drawing.register(Fan, fan_drawing)


@singledispatch
def legend(values: object) -> tuple[Key, ...]:
    """What the shapes of the picture stand for; a flow says it itself."""
    return ()


@legend.register
def _of_bars(bars: Bars) -> tuple[Key, ...]:
    names = (_("Plan"), _("Gebucht"), _("Hochgerechnet"))
    return tuple(Key(names[kind], _box(INKS[kind])) for kind in kinds_of(bars))


@legend.register
def _of_waterfall(fall: Waterfall) -> tuple[Key, ...]:
    amounts = [step.rappen for step in fall.movements if step.rappen is not None]
    balances = [step.rappen for step in fall.steps if isinstance(step, Balance)]
    keys = [
        (Key(_("Saldo"), _box(Ink.BALANCE)), any(balance >= 0 for balance in balances)),
        (Key(_("Saldo unter null"), _box(Ink.SHORT)), any(balance < 0 for balance in balances)),
        (Key(_("Eingang"), _box(Ink.GAIN)), any(amount > 0 for amount in amounts)),
        (Key(_("Ausgabe"), _box(Ink.SPENT)), any(amount < 0 for amount in amounts)),
        (Key(_("nicht beziffert"), (_stroke(Ink.OPEN),)), len(amounts) < len(fall.movements)),
    ]
    return tuple(key for key, is_there in keys if is_there)


@legend.register
def _of_fan(fan: Fan) -> tuple[Key, ...]:
    keys = [
        Key(_("Mitte der Rechnungen"), (_stroke(Ink.MEDIAN),)),
        Key(_("jede zweite Rechnung"), _box(Ink.OUTER) + _box(Ink.INNER)),
        Key(_("neun von zehn Rechnungen"), _box(Ink.OUTER)),
    ]
    return (Key(_("Gebucht"), (_stroke(Ink.KNOWN),)), *keys) if fan.known else tuple(keys)


def _box(ink: Ink) -> tuple[Shape, ...]:
    rect = Rect(ink, 1, 1, KEY_WIDTH - 2, KEY_HEIGHT - 2)
    is_hatched = ink in (Ink.PROJECTED, Ink.GAIN, Ink.SHORT)
    return (rect, hatched(rect)) if is_hatched else (rect,)


def _stroke(ink: Ink) -> Line:
    return Line(ink, 0, _MIDDLE, KEY_WIDTH, _MIDDLE)
