"""Which mail server an installation sends by, as one address says it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server. `tls` is `starttls`, `implicit` (smtps) or `none`; without a user nobody signs in there."""

    host: str
    port: int
    user: str
    password: str
    tls: str


def parse(url: str) -> Server:
    """`smtp://user:password@host:587?tls=starttls` or `smtps://host`; ValueError, without the password, if it is none.

    What goes by `smtp` is encrypted by STARTTLS unless the address says `tls=none`.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("the address of the mail server begins with smtp:// or smtps:// and names a host")
    asked = parse_qs(parts.query)
    tls = "implicit" if parts.scheme == "smtps" else asked.pop("tls", ["starttls"])[-1]
    if asked or tls not in {"starttls", "none", "implicit"} or parts.path not in {"", "/"}:
        raise ValueError("the address of the mail server ends with ?tls=starttls, ?tls=none or the port")
    return Server(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
    )
