"""Letters as PDF, set by Typst: tagged and made to last (PDF/UA-1, PDF/A-2a); same content, same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused

FONTS = Path(__file__).parent / "vendor"
"""Where scripts/vendor puts the fonts; no font of the machine is used, so that a letter looks the same everywhere."""

_NO_FONT = re.compile(r"the text `\"(.+?)\"` could not be displayed|disallowed codepoint `\"(.+?)\"`")


def typeset(template: Path, data: Mapping[str, Any], *, made_at: datetime, root: Path | None = None) -> bytes:
    """The template with this data as PDF. `made_at` (aware, to the second) is when the file says that it was made.

    The template reads `json(bytes(sys.inputs.data))`: what stands in the data is text and never markup. It reads no
    file outside its own folder, or outside `root` where it shares parts with others. Raises Refused where the text has
    a character for which there is no font.
    """
    try:
        pdf = typst.compile(
            str(template),
            root=str(root or template.parent),
            font_paths=fonts(FONTS),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=made_at.astimezone(UTC).replace(microsecond=0),
        )
    except typst.TypstError as error:
        if unknown := _characters_without_font(error):
            raise Refused(
                _(
                    "Für diese Zeichen gibt es keine Schrift: %(characters)s. "
                    "Schreiben Sie den Text oder den Namen mit anderen Zeichen."
                )
                % {"characters": ", ".join(unknown)}
            ) from error
        raise
    assert isinstance(pdf, bytes)
    return pdf


@cache
def fonts(folder: Path) -> typst.Fonts:
    """The fonts of that folder, read once per process; none of the machine, none that Typst brings along."""
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
    if not found.families():
        raise RuntimeError(f"no fonts in {folder}: scripts/setup fetches them")
    return found


def _characters_without_font(error: typst.TypstError) -> list[str]:
    found = (match[1] or match[2] for match in _NO_FONT.finditer(str(error.diagnostic)))
    return [f"«{text}»" for text in dict.fromkeys(found)]
