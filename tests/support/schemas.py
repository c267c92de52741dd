"""The official schemas beside the project, which are not ours to commit."""

from __future__ import annotations

from pathlib import Path

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "xsd"


def folder_of(name: str) -> Path | None:
    """`folder_of("iso20022")`; None where they are not there."""
    folder = BESIDE / name
    return folder if any(folder.glob("*.xsd")) else None
