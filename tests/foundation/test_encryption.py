"""Values that lie encrypted: opened by every key of the installation, by no other, and by nobody who altered them."""

from __future__ import annotations

import base64
import hmac

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.encryption import Undecipherable, decrypt, decrypt_bytes, encrypt, encrypt_bytes, reencrypt


@pytest.fixture(autouse=True)
def _keys(settings) -> None:
    settings.DATA_KEYS = ["new", "old"]


def sealed_before(text: str, key: str) -> str:
    """As an earlier version sealed it."""
    derived = hmac.digest(key.encode(), b"ankunft encryption", "sha256")
    return Fernet(base64.urlsafe_b64encode(derived)).encrypt(text.encode()).decode()


@given(st.text())
def test_what_is_sealed_is_opened(text: str) -> None:
    token = encrypt(text)
    assert decrypt(token) == text
    assert encrypt(text) != token


def test_every_key_opens_and_the_first_seals(settings) -> None:
    settings.DATA_KEYS = ["old"]
    token = encrypt("756.9217.0769.85")
    settings.DATA_KEYS = ["new", "old"]
    assert decrypt(token) == "756.9217.0769.85"
    anew = reencrypt(token)
    settings.DATA_KEYS = ["new"]
    assert decrypt(anew) == "756.9217.0769.85"
    with pytest.raises(Undecipherable):
        decrypt(token)


@pytest.mark.parametrize("key", ["new", "old"])
def test_what_an_earlier_version_sealed_is_still_opened(key: str) -> None:
    token = sealed_before("756.9217.0769.85", key)
    assert decrypt(token) == "756.9217.0769.85"
    assert not reencrypt(token).startswith("gAAAA")


STRANGE = {
    "nothing": "",
    "a letter": "x",
    "a beginning": "gAAAA",
    "an umlaut": "ä",
    "of a foreign key": sealed_before("a", "foreign"),
    "long": "A" * 40,
    "short": base64.b64encode(b"short").decode(),
}


@pytest.mark.parametrize("name", STRANGE)
def test_anything_else_is_not(name: str) -> None:
    with pytest.raises(Undecipherable):
        decrypt(STRANGE[name])


@given(st.binary(max_size=200), st.data())
def test_a_changed_byte_is_found(content: bytes, data: st.DataObject) -> None:
    sealed = bytearray(encrypt_bytes(content))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Undecipherable):
        decrypt_bytes(bytes(sealed))
