"""The command in this process, on the test's database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from ankunft.cli.main import main

Ankunft = Callable[..., Result]


@pytest.fixture
def ankunft() -> Ankunft:
    """`ankunft("settle", "2025-03")`: the result, with `exit_code`, `stdout` and `stderr`."""

    def run(*words: object) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
