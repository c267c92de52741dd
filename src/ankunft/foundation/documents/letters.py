"""Letters as PDF, set by Typst: tagged and made to last (PDF/UA-1, PDF/A-2a); same content, same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused

FONTS = Path(__file__).parent / "vendor"
"""Where scripts/vendor puts the fonts; no font of the machine is used, so that a letter looks the same everywhere."""

INSTEAD = "\ufffd"
"""What stands on paper for a character for which there is no font, where that must keep nothing from being printed."""

_NO_FONT = re.compile(r"the text `\"(.+?)\"` could not be displayed|disallowed codepoint `\"(.+?)\"`")

_NAMED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")


def typeset(
    template: Path, data: Mapping[str, Any], *, made_at: datetime, root: Path | None = None, instead: str = ""
) -> bytes:
    """The template with this data as PDF. `made_at` (aware, to the second) is when the file says that it was made.

    The template reads `json(bytes(sys.inputs.data))`: what stands in the data is text and never markup. It reads no
    file outside its own folder, or outside `root` where it shares parts with others. Where the text has a character
    for which there is no font, `instead` stands for it; without it that is Refused: no name is written otherwise.
    """
    try:
        return _compiled(template, data, made_at, root)
    except typst.TypstError as error:
        unknown = _characters_without_font(error)
        if unknown and instead and (shown := _without(data, unknown, instead)) != data:
            return typeset(template, shown, made_at=made_at, root=root, instead=instead)
        if unknown:
            raise Refused(
                _(
                    "Für diese Zeichen gibt es keine Schrift: %(characters)s. "
                    "Schreiben Sie den Text oder den Namen mit anderen Zeichen."
                )
                % {"characters": ", ".join(f"«{text}»" for text in unknown)}
            ) from error
        raise


def without_font(template: Path, data: Mapping[str, Any], *, made_at: datetime, root: Path | None = None) -> list[str]:
    """The characters for which there is no font: for what `typeset` would write something else, or refuse."""
    try:
        _compiled(template, data, made_at, root)
    except typst.TypstError as error:
        if unknown := _characters_without_font(error):
            return unknown
        raise
    return []


@cache
def fonts(folder: Path) -> typst.Fonts:
    """The fonts of that folder, read once per process; none of the machine, none that Typst brings along."""
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
    if not found.families():
        raise RuntimeError(f"no fonts in {folder}: scripts/setup fetches them")
    return found


def _compiled(template: Path, data: Mapping[str, Any], made_at: datetime, root: Path | None) -> bytes:
    pdf = typst.compile(
        str(template),
        root=str(root or template.parent),
        font_paths=fonts(FONTS),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=made_at.astimezone(UTC).replace(microsecond=0),
    )
    assert isinstance(pdf, bytes)
    return pdf


def _characters_without_font(error: typst.TypstError) -> list[str]:
    found = (match[1] or match[2] for match in _NO_FONT.finditer(str(error.diagnostic)))
    return list(dict.fromkeys(found))


def _without(data: Any, unknown: Sequence[str], instead: str) -> Any:
    """The data with `instead` for each of these characters, as Typst names them (`\\u{8}` for what has no shape)."""
    if isinstance(data, str):
        for text in unknown:
            data = data.replace(_NAMED.sub(lambda found: chr(int(found[1], 16)), text), instead)
        return data
    if isinstance(data, Mapping):
        return {key: _without(one, unknown, instead) for key, one in data.items()}
    if isinstance(data, list | tuple):
        return [_without(one, unknown, instead) for one in data]
    return data
