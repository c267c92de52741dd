"""How long the first hits of a search for a person take among 500'000, against the bare indexed query in the same run.

    python -m tests.benchmarks.person_search                                    SQLite
    ANKUNFT_TEST_DATABASE=postgresql python -m tests.benchmarks.person_search   PostgreSQL, behind the wall

Bare means: the driver alone, for the same persons with the same columns in the same order, by the same index: ten keys
of the stretch, and the rows of their persons. Of several words typed it asks only for what brings the hits: who has
them one after the other, where they are enough, else who has them at all, or both where the order needs it. Before
anything is timed, both are compared. Both sides take turns; given is within what time the faster quarter of the runs
was done, which a busy machine disturbs less than the median. Municipalities are of very different size, as in the
canton. `--duplicates`: then how long it takes to compare one person, and to look everywhere.
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
HEADER = f"{'reach':<36} {'typed':<40} {'hits':>4} {'bare ms':>8} {'ours ms':>8} {'ratio':>6}"
TYPED = {
    "muster ba": "two words, together",
    "ha": "a short beginning",
    "müller": "a family name",
    "oleksandr": "a given name",
    "silva": "a word within a name",
    "mar rosa": "two words within names",
    "ki muster": "two words, apart",
    "berisha kixaba": "few",
    "selam qu": "nobody, many begin so",
    "quirin": "nobody",
}


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
        for typed in TYPED:
            search(f"{label} ({sizes(reach)})", reach, typed, runs)
    if duplicates:
        compare_one(places[0])
        look_for_duplicates()


def build(persons: int, municipalities: int) -> list[int]:
    """Their record ids, the largest first."""
    from ankunft.domain.arrivals.models import NameKey, Person
    from ankunft.domain.arrivals.names import name_keys
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
        plain = (number + 1, reference, place, family, given, born, born.year, "female", "ER")
        return (*plain, "", "", "", "", "", "", "", "", False, True, now, 1)

    names = (
        "id", "reference", "municipality", "family_name", "given_name", "birth_date", "birth_year",
        "sex", "nationality", "further_nationalities", "language", "interpreter_need", "phone", "email",
        "register_key", "ahv_number_encrypted", "ahv_index", "data_lock", "is_demo", "created_at", "version",
    )  # fmt: skip
    started = time.perf_counter()
    for start in range(0, persons, 20_000):
        rows = [row(number) for number in range(start, min(start + 20_000, persons))]
        insert_rows(Person, names, rows, walled=True)
        keys = [(one[0], one[2], key) for one in rows for key in name_keys(one[3], one[4])]
        insert_rows(NameKey, ("person", "municipality", "key"), keys, walled=True)
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
        assert bare() == expected, (label, typed)
        times = [(timed(bare), timed(ours)) for _ in range(runs)]
    theirs, own = (statistics.quantiles(column, n=4)[0] for column in zip(*times, strict=True))
    ratio = own / theirs
    what = f"{typed} ({TYPED[typed]})" if reach and label.startswith("a municipality") else typed
    print(f"{label:<36} {what:<40} {len(expected):>4} {theirs:>8.3f} {own:>8.3f} {ratio:>6.1f}", flush=True)


def bare_query(reach: list[int], typed: str) -> Callable[[], list[int]]:
    """The same persons by the driver alone, by as little as brings them."""
    from django.db import connection

    from ankunft.domain.arrivals.names import TOP, sought

    connection.ensure_connection()
    mark = "%s" if connection.vendor == "postgresql" else "?"
    what = sought(typed)
    assert what is not None
    marks = ", ".join([mark] * len(reach))
    place = f"= {mark}" if len(reach) == 1 else f"IN ({marks})"

    def statement(beside: str, limit: int) -> str:
        return (
            "SELECT p.id, p.reference, p.family_name, p.given_name, p.data_lock, p.municipality_id, m.bfs_number, "
            "m.name FROM (SELECT key, person_id FROM arrivals_namekey "
            f"WHERE municipality_id {place} AND key >= {mark} AND key < {mark}{beside} "
            f"ORDER BY key, person_id LIMIT {limit}) k JOIN arrivals_person p ON p.id = k.person_id "
            "JOIN territory_municipality m ON m.id = p.municipality_id ORDER BY k.key, k.person_id"
        )

    def asked(limit: int) -> list[tuple[str, tuple[Any, ...]]]:
        together = (statement("", limit), (*reach, what.phrase, what.phrase + TOP))
        patterns = [f"% {other}%" for other in what.others]
        apart = statement(f" AND key LIKE {mark}" * len(patterns), limit)
        return [together, (apart, (*reach, what.word, what.word + TOP, *patterns))] if patterns else [together]

    driver = connection.connection

    def hits(chosen: list[tuple[str, tuple[Any, ...]]]) -> list[int]:
        # As the driver is asked most plainly: each question by a cursor of its own.
        rows = [row[0] for one in chosen for row in driver.execute(*one).fetchall()]
        return list(dict.fromkeys(rows))[:10]

    everything = hits(asked(100))
    # That nobody has the words is known only once it was asked who has them at all. Who has two words that begin so
    # is read twice, and more than ten have to be read.
    ways = [way for limit in (10, 20, 100) for way in (asked(limit)[:1], asked(limit)[-1:], asked(limit))]
    enough = next(way for way in ways if hits(way) == everything and (everything or way == asked(10)[-1:]))
    return lambda: hits(enough)


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


def compare_one(municipality: int) -> None:
    """Somebody is recorded in the largest municipality: how long to look for who may be the same."""
    from ankunft.domain.arrivals.models import Person
    from ankunft.domain.arrivals.services.duplicates import duplicates_seek
    from ankunft.foundation.access import wall
    from ankunft.foundation.kernel.actor import Actor

    with wall.open_for(Actor.operator()):
        persons = list(Person.objects.filter(municipality=municipality).order_by("pk")[:100])
        times = [timed(lambda one=person: duplicates_seek(persons=[one])) for person in persons]
    print(f"one person compared in {statistics.median(times):.1f} ms (longest {max(times):.1f} ms)", flush=True)


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
