"""Whoever neither projects nor asks who bears what does not wait for NumPy and SciPy."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.one_database

ROOM = "ankunft.domain.funds"


def test_services_and_selectors_do_not_load_what_calculates() -> None:
    modules = ("services", "selectors.money", "selectors.coverage", "selectors.projections", "loader")
    code = (
        "import importlib, sys, django; django.setup(); "
        f"[importlib.import_module('{ROOM}.' + name) for name in {modules!r}]; "
        "sys.exit(','.join({'numpy', 'scipy'} & sys.modules.keys()) or None)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
