"""What a person reads on a page, without its markup."""

from __future__ import annotations

import html
import re
from typing import Any


def text_of(response: Any) -> str:
    """The text of an answer; what does not break on the page is an ordinary blank here."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", text)
