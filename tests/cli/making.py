"""Files for the command, made from what the canton's reference data say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from click.testing import CliRunner

from ankunft.cli.main import main
from ankunft.domain.territory.models import Municipality


def solothurn() -> None:
    """What `ankunft load solothurn` loads, as ground to stand on."""
    assert CliRunner().invoke(main, ["load", "solothurn"]).exit_code == 0


def demonstration() -> None:
    """What `ankunft demo` loads, as ground to stand on."""
    assert CliRunner().invoke(main, ["demo", "--no-serve"]).exit_code == 0


def existing_on(day: date) -> list[int]:
    """BFS numbers of the municipalities of that day."""
    found = Municipality.objects.filter(valid_from__lte=day).exclude(valid_to__lt=day)
    return list(found.order_by("bfs_number").values_list("bfs_number", flat=True))


def declarations(folder: Path, year: int, *, without: tuple[int, ...] = ()) -> Path:
    """A self-declaration of every municipality that existed at the end of January."""
    header = "bfs_number,year,submitted_on,officer_named,tasks_organised"
    numbers = [number for number in existing_on(date(year, 1, 31)) if number not in without]
    return written(folder / "declarations.csv", header, [f"{number},{year},{year}-01-20,yes,yes" for number in numbers])


REPORT_HEADER = (
    "bfs_number,period,first_information_interviews,first_information_interpreters,"
    "integration_interviews,integration_interpreters,submitted_on"
)


def reports(folder: Path, rows: list[str]) -> Path:
    """Half-year reports."""
    return written(folder / "reports.csv", REPORT_HEADER, rows)


def written(path: Path, header: str, rows: list[str]) -> Path:
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path
