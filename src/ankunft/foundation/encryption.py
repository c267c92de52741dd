"""Values that lie encrypted in the database: AHV numbers, secrets of second factors.

The keys come from `settings.DATA_KEYS`: the first one encrypts, all of them decrypt, so that a key can be replaced
while the application runs. A value that must be found again is looked up by its blind index, a keyed digest.
"""

from __future__ import annotations

import base64
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Undecipherable(Exception):
    """None of the installation's keys opens this value."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key, "encryption")) for key in keys])


def _derived(key: str, use: str) -> bytes:
    """A key for one use alone, 32 bytes in base64."""
    return base64.urlsafe_b64encode(hmac.digest(key.encode(), f"ankunft {use}".encode(), "sha256"))


def encrypt(text: str) -> str:
    """The text, encrypted and authenticated; another result at every call."""
    return _box(tuple(settings.DATA_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """What was encrypted; Undecipherable if it was altered or belongs to a key that the installation does not have."""
    try:
        return _box(tuple(settings.DATA_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Undecipherable from error


def reencrypt(token: str) -> str:
    """The same value under the first key; Undecipherable as `decrypt`."""
    try:
        return _box(tuple(settings.DATA_KEYS)).rotate(token.encode()).decode()
    except InvalidToken as error:
        raise Undecipherable from error


def blind_index(text: str, *, purpose: str) -> str:
    """A digest by which an encrypted value is found again; without the installation's index key nobody can guess it.

    The key of the index is of its own (`settings.INDEX_KEY`): it stays when the keys of encryption are replaced.
    """
    return hmac.digest(_index_key(settings.INDEX_KEY, purpose), text.encode(), "sha256").hex()


@lru_cache(maxsize=32)
def _index_key(key: str, purpose: str) -> bytes:
    """The key of one index: numbers come by the hundred thousand, and each would derive it anew."""
    return _derived(key, f"index {purpose}")


def encrypt_bytes(content: bytes) -> bytes:
    """The content of a file, encrypted and authenticated; another result at every call."""
    return _box(tuple(settings.DATA_KEYS)).encrypt(content)


def decrypt_bytes(token: bytes) -> bytes:
    """What was encrypted by `encrypt_bytes`; Undecipherable as `decrypt`."""
    try:
        return _box(tuple(settings.DATA_KEYS)).decrypt(token)
    except InvalidToken as error:
        raise Undecipherable from error
