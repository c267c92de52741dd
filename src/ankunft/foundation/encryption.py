"""Values that lie encrypted in the database: AHV numbers, secrets of second factors.

The keys come from `settings.DATA_KEYS`: the first one encrypts, all of them decrypt, so that a key can be replaced
while the application runs. Each value is sealed by AES-256-GCM behind a random nonce of 96 bits, which is good for four
thousand million values under one key; it is one call of the library, for registers send them by the hundred thousand.
What an earlier version sealed with Fernet is still opened. A value that must be found again is looked up by its blind
index, a keyed digest.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12
"""Bytes, as GCM wants them."""
_OLD = "gAAAA"
"""How every token of Fernet begins."""


class Undecipherable(Exception):
    """None of the installation's keys opens this value."""


def encrypt(text: str) -> str:
    """The text, encrypted and authenticated; another result at every call."""
    return base64.urlsafe_b64encode(encrypt_bytes(text.encode())).decode()


def decrypt(token: str) -> str:
    """What was encrypted; Undecipherable if it was altered or belongs to a key that the installation does not have."""
    try:
        return decrypt_bytes(base64.urlsafe_b64decode(token)).decode()
    except (binascii.Error, ValueError) as error:
        raise Undecipherable from error
    except Undecipherable:
        if token.startswith(_OLD):
            return _decrypt_old(token)
        raise


def _decrypt_old(token: str) -> str:
    boxes = [Fernet(base64.urlsafe_b64encode(_derived(key, "encryption"))) for key in settings.DATA_KEYS]
    try:
        return MultiFernet(boxes).decrypt(token).decode()
    except InvalidToken as error:
        raise Undecipherable from error


def reencrypt(token: str) -> str:
    """The same value under the first key; Undecipherable as `decrypt`."""
    return encrypt(decrypt(token))


def encrypt_bytes(content: bytes) -> bytes:
    """The content of a file, encrypted and authenticated; another result at every call."""
    nonce = os.urandom(_NONCE)
    return nonce + _box(settings.DATA_KEYS[0]).encrypt(nonce, content, None)


def decrypt_bytes(sealed: bytes) -> bytes:
    """What was encrypted by `encrypt_bytes`; Undecipherable as `decrypt`."""
    for key in settings.DATA_KEYS:
        try:
            return _box(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
        except (InvalidTag, ValueError):
            # Of another key, altered, or too short to be sealed at all.
            continue
    raise Undecipherable


@lru_cache(maxsize=8)
def _box(key: str) -> AESGCM:
    return AESGCM(_derived(key, "encryption"))


def _derived(key: str, use: str) -> bytes:
    """A key of 32 bytes for one use alone."""
    return hmac.digest(key.encode(), f"ankunft {use}".encode(), "sha256")


def blind_index(text: str, *, purpose: str) -> str:
    """A digest by which an encrypted value is found again; without the installation's index key nobody can guess it.

    The key of the index is of its own (`settings.INDEX_KEY`): it stays when the keys of encryption are replaced.
    """
    return hmac.digest(_index_key(settings.INDEX_KEY, purpose), text.encode(), "sha256").hex()


@lru_cache(maxsize=32)
def _index_key(key: str, purpose: str) -> bytes:
    """The key of one index: numbers come by the hundred thousand, and each would derive it anew."""
    return base64.urlsafe_b64encode(_derived(key, f"index {purpose}"))
