"""Words that somebody searches or filters by. They may be a name, so they stand in no address (decision 0051).

They are posted and kept with the session, encrypted, so that the page can be reloaded and leafed through.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.http import HttpRequest

from ankunft.foundation.encryption import Undecipherable, decrypt, encrypt

LONGEST = 100


def keep(request: HttpRequest, place: str, words: Mapping[str, str]) -> None:
    """Keep what was asked for at that place instead of what was asked for before."""
    request.session[place] = encrypt(json.dumps({name: _plain(text) for name, text in words.items()}))


def kept(request: HttpRequest, place: str) -> dict[str, str]:
    """What was asked for there last; nothing if nothing was, or under a key that is no longer in use."""
    stored = request.session.get(place)
    try:
        words: dict[str, str] = json.loads(decrypt(stored)) if stored else {}
    except Undecipherable:
        return {}
    return words


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isprintable()).strip()[:LONGEST]
