"""How long the first hits of a search for a person take among 500'000, against the bare indexed query in the same run.

    python -m tests.benchmarks.person_search                                    SQLite
    ANKUNFT_TEST_DATABASE=postgresql python -m tests.benchmarks.person_search   PostgreSQL, behind the wall

Bare means: the driver alone, one statement that an index answers, for the same persons with the same columns in the
same order. Before anything is timed, both are compared. Municipalities are of very different size, as in the canton.
Then how long it takes to look for duplicates everywhere.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.benchmarks.grounds import database

FAMILIES = ("Muster", "Haile", "Ahmadi", "Yilmaz", "Petrenko", "Da Silva", "Kovačević", "Nguyen", "Müller", "Berisha")
GIVEN = ("Selam", "Ali", "Zoë", "Ana Maria", "Oleksandr", "Fatma", "Jovan", "Thi", "Arta", "Luís")
SYLLABLES = ("ba", "de", "ki", "lo", "mu", "na", "ro", "sa", "ti", "ve", "xa", "zu", "fe", "go", "hi")
HEADER = f"{'reach':<34} {'typed':<14} {'hits':>4} {'bare ms':>8} {'ours ms':>8} {'ratio':>6}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=500_000)
    parser.add_argument("--municipalities", type=int, default=106)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--duplicates", action="store_true", help="also look for duplicates everywhere")
    arguments = parser.parse_args()
    with database():
        measure(arguments.persons, arguments.municipalities, arguments.runs, arguments.duplicates)


def measure(persons: int, municipalities: int, runs: int, duplicates: bool) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from ankunft.foundation.access import wall
    from ankunft.foundation.kernel.actor import Actor

    call_command("migrate", verbosity=0)
    with wall.open_for(Actor.operator()):
        places = build(persons, municipalities)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    print(HEADER, flush=True)
    for label, reach in (
        ("a municipality in the middle", [places[len(places) // 2]]),
        ("the largest municipality", [places[0]]),
        ("an association of twenty", places[5:25]),
        ("all municipalities", places),
    ):
        for typed in ("muster ba", "ha", "müller", "selam ki", "silva"):
            search(f"{label} ({sizes(reach)})", reach, typed, runs)
    if duplicates:
        look_for_duplicates()


def build(persons: int, municipalities: int) -> list[int]:
    """Their record ids, the largest first."""
    from ankunft.domain.arrivals.models import Person
    from ankunft.domain.arrivals.names import search_keys
    from ankunft.domain.territory.models import Municipality
    from ankunft.foundation.bulk import insert_rows
    from ankunft.foundation.kernel import clock

    for number in range(municipalities):
        Municipality.objects.create(bfs_number=3000 + number, name=f"Demo {number}", valid_from=date(2000, 1, 1))
    places = list(Municipality.objects.filter(bfs_number__gte=3000).order_by("pk").values_list("pk", flat=True))
    draw = random.Random(7)
    chosen = draw.choices(places, [1 / (rank + 1) for rank in range(len(places))], k=persons)
    now = Person._meta.get_field("created_at").get_db_prep_value(clock.now(), _connection())
    first = date(1940, 1, 1)

    def row(number: int) -> tuple[Any, ...]:
        place, reference = chosen[number], f"P-{number // 10_000:04}-{number % 10_000:04}"
        family = draw.choice(FAMILIES) + " " + "".join(draw.choices(SYLLABLES, k=2))
        given = draw.choice(GIVEN) + " " + "".join(draw.choices(SYLLABLES, k=2))
        born = first + timedelta(days=draw.randrange(29_000))
        keys = search_keys(family, given)
        plain = (reference, place, family, given, *keys.values(), born, born.year, "female", "ER")
        return (*plain, "", "", "", "", "", "", "", "", False, True, now, 1)

    names = (
        "reference", "municipality", "family_name", "given_name", "family_key", "given_key", "birth_date",
        "birth_year", "sex", "nationality", "further_nationalities", "language", "interpreter_need", "phone", "email",
        "register_key", "ahv_number_encrypted", "ahv_index", "data_lock", "is_demo", "created_at", "version",
    )  # fmt: skip
    started = time.perf_counter()
    for start in range(0, persons, 20_000):
        insert_rows(Person, names, [row(number) for number in range(start, min(start + 20_000, persons))], walled=True)
    print(f"{persons} persons built in {time.perf_counter() - started:.0f} s", flush=True)
    return places


def search(label: str, reach: list[int], typed: str, runs: int) -> None:
    from ankunft.domain.arrivals.searching import first_found
    from ankunft.foundation.access import wall

    actor = officer_of(reach)
    with wall.open_for(actor):

        def ours() -> list[int]:
            return [person.pk for person in first_found(actor, typed, 10)]

        bare = bare_query(reach, typed)
        expected = ours()
        assert bare() == expected[: len(bare())], (label, typed)
        times = [(timed(bare), timed(ours)) for _ in range(runs)]
    theirs, own = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = statistics.median(two / one for one, two in times)
    print(f"{label:<34} {typed:<14} {len(expected):>4} {theirs:>8.3f} {own:>8.3f} {ratio:>6.1f}", flush=True)


def bare_query(reach: list[int], typed: str) -> Callable[[], list[int]]:
    """The same rows by the driver alone: by family name, or where that finds nobody by given name."""
    from django.db import connection

    from ankunft.domain.arrivals.names import TOP, folded

    connection.ensure_connection()
    mark = "%s" if connection.vendor == "postgresql" else "?"
    columns = "p.id, p.reference, p.family_name, p.given_name, p.data_lock, p.municipality_id, m.bfs_number, m.name"
    marks = ", ".join([mark] * len(reach))
    key = folded(typed)

    def statement(column: str) -> str:
        return (
            f"SELECT {columns} FROM arrivals_person p JOIN territory_municipality m ON m.id = p.municipality_id "
            f"WHERE p.municipality_id IN ({marks}) AND p.anonymised_at IS NULL AND p.merged_into_id IS NULL "
            f"AND p.{column} >= {mark} AND p.{column} < {mark} ORDER BY p.{column}, p.id LIMIT 10"
        )

    parameters = (*reach, key, key + TOP)
    cursor = connection.connection.cursor()
    by_family = cursor.execute(statement("family_key"), parameters).fetchone() is not None
    chosen = statement("family_key" if by_family else "given_key")
    return lambda: [row[0] for row in cursor.execute(chosen, parameters).fetchall()]


def officer_of(reach: list[int]) -> Any:
    """Somebody whose persons are those of these municipalities, without asking the database again."""
    from ankunft.domain.arrivals import permissions, searching, selectors
    from ankunft.foundation.kernel.actor import Actor, Grant

    mine = frozenset(reach)
    for module in (permissions, searching, selectors):
        module.officer_municipalities = lambda _actor: mine
    return Actor(
        account_id=1, label="Demo", grants=frozenset({Grant("integration_officer", "bfs-3000")}), origin="benchmark"
    )


def look_for_duplicates() -> None:
    from ankunft.domain.arrivals.models import Duplicate
    from ankunft.domain.arrivals.services.duplicates import duplicates_propose_everywhere
    from ankunft.foundation.access import wall
    from ankunft.foundation.kernel.actor import Actor

    started = time.perf_counter()
    duplicates_propose_everywhere()
    with wall.open_for(Actor.operator()):
        count = Duplicate.objects.count()
    print(f"duplicates everywhere: {count} pairs in {time.perf_counter() - started:.0f} s", flush=True)


def sizes(reach: list[int]) -> int:
    from ankunft.domain.arrivals.models import Person
    from ankunft.foundation.access import wall
    from ankunft.foundation.kernel.actor import Actor

    with wall.open_for(Actor.operator()):
        return Person.objects.filter(municipality__in=reach).count()


def timed(function: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    function()
    return (time.perf_counter() - started) * 1000


def _connection() -> Any:
    from django.db import connection

    return connection


if __name__ == "__main__":
    main()
