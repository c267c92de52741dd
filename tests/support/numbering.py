"""Every table numbers its rows from a place of its own: whoever takes the number of one thing for another's is found.

Where all begin with 1, the number of a report is also that of its project, and a page that confuses them passes. Long
numbers are also found in no text by chance, as `F-2` is in the name of a circular.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

FIRST = 100_000
APART = 1_009
"""Tables have that many numbers to themselves. A prime: distances of two tables are no round numbers."""


def spread(connection: BaseDatabaseWrapper) -> None:
    """Let the next row of the n-th table have the number `FIRST` + n × `APART`. Once for a fresh database."""
    statements = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(NUMBERED[connection.vendor])
        for place, (table, column) in enumerate(cursor.fetchall()):
            for statement in statements(table, column, FIRST + place * APART):
                cursor.execute(statement)


NUMBERED = {
    "sqlite": "SELECT name, '' FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%' ORDER BY name",
    "postgresql": """SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = current_schema() AND is_identity = 'YES' ORDER BY 1""",
}


def _on_sqlite(table: str, column: str, number: int) -> list[str]:
    return [
        f"DELETE FROM sqlite_sequence WHERE name = '{table}'",
        f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {number - 1})",
    ]


def _on_postgresql(table: str, column: str, number: int) -> list[str]:
    return [f'ALTER TABLE "{table}" ALTER COLUMN "{column}" RESTART WITH {number}']
