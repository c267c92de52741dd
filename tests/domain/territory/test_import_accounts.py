"""Accounts from files, and what the imports cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ankunft.domain.territory import imports
from ankunft.domain.territory.models import (
    PaymentAccount,
)
from ankunft.foundation.audit.models import Event
from tests.domain.territory.making import (
    ACCOUNTS,
    IBAN,
    POPULATION,
    REGISTER,
    Problems,
    Run,
)


@pytest.mark.usefixtures("canton")
class TestAccounts:
    content = f"{ACCOUNTS}2601,CH93 0076 2011 6238 5295 7,Stadt Solothurn,Baselstrasse,7,4502,Solothurn,2024-01-01\n"

    def test_taken_over(self, run: Run) -> None:
        assert run(imports.import_accounts, self.content).created == 1
        account = PaymentAccount.objects.get()
        assert (account.iban, account.house_number, account.is_demo) == (IBAN, "7", False)

    def test_the_same_file_again_changes_nothing(self, run: Run) -> None:
        run(imports.import_accounts, self.content)
        events = Event.objects.count()
        assert run(imports.import_accounts, self.content).unchanged == 1
        assert Event.objects.count() == events

    def test_another_account_from_a_later_day(self, run: Run) -> None:
        run(imports.import_accounts, self.content)
        assert run(imports.import_accounts, self.content.replace("2024-01-01", "2025-01-01")).created == 1
        assert PaymentAccount.objects.count() == 2

    @pytest.mark.parametrize(
        ("replaced", "by", "sentence"),
        [
            ("5295 7", "5295 8", "Spalte «iban»: Die Prüfziffer der IBAN stimmt nicht."),
            ("CH93 0076 2011 6238 5295 7", "CH4431999123000889012", "Spalte «iban»: Das ist eine QR-IBAN."),
            ("CH93 0076 2011 6238 5295 7", "DE62007620110623852957", "Spalte «iban»: Bezahlt wird nur auf Konten in"),
            ("CH93 0076 2011 6238 5295 7", "45-123-9", "Spalte «iban»: Das ist keine IBAN."),
            ("4502", "D-79761", "Spalte «postcode»: Eine Postleitzahl hat vier Ziffern."),
            ("4502", "450", "Spalte «postcode»: Eine Postleitzahl hat vier Ziffern."),
            ("Stadt Solothurn", "S" * 71, "Spalte «name»: Der Text ist länger als 70 Zeichen."),
            ("Stadt Solothurn", "Солотурн", "Spalte «name»: Der Text enthält Zeichen, die in einer Zahlung"),
            ("Stadt Solothurn", "", "Spalte «name»: Der Wert fehlt."),
            ("2601", "9998", "Spalte «bfs_number»: Eine Gemeinde mit der BFS-Nummer 9998 gibt es nicht."),
            ("2601", "2456", "Spalte «valid_from»: Lüterswil-Gächliwil besteht am 01.01.2024 nicht mehr."),
        ],
    )
    def test_bad_rows(self, problems: Problems, replaced: str, by: str, sentence: str) -> None:
        (problem,) = problems(imports.import_accounts, self.content.replace(replaced, by))
        assert problem.startswith(f"Zeile 2, {sentence}")

    def test_all_problems_at_once(self, problems: Problems) -> None:
        rows = "2601,x,,Weg,,4502,Solothurn,2024-01-01\n9998,x,S,Weg,,45,Solothurn,2024\n"
        places = [problem.split(":")[0] for problem in problems(imports.import_accounts, ACCOUNTS + rows)]
        assert places == [
            "Zeile 2, Spalte «iban»",
            "Zeile 2, Spalte «name»",
            "Zeile 3, Spalte «bfs_number»",
            "Zeile 3, Spalte «iban»",
            "Zeile 3, Spalte «postcode»",
            "Zeile 3, Spalte «valid_from»",
        ]


@pytest.mark.parametrize("size", [1, 60])
def test_statements_do_not_grow_with_the_rows(
    run: Run, size: int, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    numbers = range(3001, 3001 + size)
    register = REGISTER + "".join(f"{number},G{number},B,1960-01-01,,\n" for number in numbers)
    figures = POPULATION + "".join(f"{number},2024-12-31,100,10\n" for number in numbers)
    accounts = ACCOUNTS + "".join(f"{number},{IBAN},G,Weg,1,4500,Ort,2024-01-01\n" for number in numbers)
    with django_assert_max_num_queries(60):
        run(imports.import_municipalities, register)
        run(imports.import_population, figures)
        run(imports.import_accounts, accounts)
