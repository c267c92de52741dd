"""Every sentence that a person sees has its English form."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.skipif(
    shutil.which("xgettext") is None, reason="GNU gettext is not installed: the English catalogue is not checked"
)
def test_is_complete():
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "catalogue", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"make catalogue, then translate:\n{done.stdout}{done.stderr}"
