"""Files of the territory for the tests of its imports."""

from __future__ import annotations

from collections.abc import Callable

from ankunft.foundation.documents.results import ImportResult

REGISTER = "bfs_number,name,district,valid_from,valid_to,successor_bfs_number\n"
POPULATION = "bfs_number,reference_date,residents,foreign_residents\n"
ASSOCIATIONS = "lead_bfs_number,member_bfs_number,valid_from,valid_to,payee\n"
ACCOUNTS = "bfs_number,iban,name,street,house_number,postcode,town,valid_from\n"
IBAN = "CH9300762011623852957"

Import = Callable[..., ImportResult]
Run = Callable[..., ImportResult]
Problems = Callable[[Import, str], list[str]]
MERGED = REGISTER + "2520,Halten,Wasseramt,1960-01-01,31.12.2025,2525\n2525,Kriegstetten,Wasseramt,01.01.1960,,\n"


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.read, result.created, result.changed, result.unchanged
