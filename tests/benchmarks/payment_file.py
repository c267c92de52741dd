"""How long the payment file of the whole country takes, against lxml alone writing and validating the same tree.

    ANKUNFT_ISO20022_SCHEMAS=… python -m tests.benchmarks.payment_file

Ours is what a release does with its payments: from plain values to the bytes of a pain.001.001.09, checked as the Swiss
payment standards want it and validated against the official schema. Bare is the same tree, which is there already,
written and validated by lxml. Before anything is timed both must give the same bytes. The schema is compiled once, as a
process does.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from ankunft.foundation.documents.iso20022.pain001 import Order


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--payments", type=int, nargs="*", default=[104, 2110])
    parser.add_argument("--runs", type=int, default=25)
    arguments = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "ankunft.config.settings"
    import django

    django.setup()
    print(f"{'payments':>8} {'KiB':>5} {'bare CPU s':>10} {'ours CPU s':>10} {'by the clock s':>14} {'CPU ratio':>9}")
    for payments in arguments.payments:
        _measure(_order(payments), arguments.runs)


def _measure(order: Order, runs: int) -> None:
    from django.conf import settings
    from lxml import etree

    from ankunft.foundation.documents.iso20022 import pain001, schemas
    from ankunft.foundation.documents.xml import compiled, parsed

    if settings.ISO20022_SCHEMAS is None:
        raise SystemExit("ANKUNFT_ISO20022_SCHEMAS names no folder: without the official schema nothing is validated.")
    schema = compiled(Path(settings.ISO20022_SCHEMAS), pain001.SCHEMA)
    tree = parsed(pain001.document(order))

    def ours() -> bytes:
        content = pain001.document(order)
        schemas.require_valid(content, pain001.SCHEMA)
        return content

    def bare() -> bytes:
        content = etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
        if not schema.validate(tree):
            raise SystemExit("the tree is not valid")
        return content

    content = ours()
    if content.split() != bare().split():
        raise SystemExit("both sides write different documents")
    theirs, us, clock = _in_turn(bare, ours, runs)
    ratio = statistics.median(a / b for a, b in zip(us, theirs, strict=True))
    print(
        f"{len(order.transfers):>8} {len(content) // 1024:>5} {statistics.median(theirs):>10.3f} "
        f"{statistics.median(us):>10.3f} {statistics.median(clock):>14.3f} {ratio:>9.2f}",
        flush=True,
    )


def _in_turn(
    bare: Callable[[], bytes], ours: Callable[[], bytes], runs: int
) -> tuple[list[float], list[float], list[float]]:
    """Both timed alternately, so that a machine that slows down slows both: CPU of each, and ours by the clock."""
    theirs, us, clock = [], [], []
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        bare()
        theirs.append(time.process_time() - start)
        gc.collect()
        start, began = time.process_time(), time.perf_counter()
        ours()
        us.append(time.process_time() - start)
        clock.append(time.perf_counter() - began)
    return theirs, us, clock


def _order(payments: int) -> Order:
    from ankunft.foundation.documents.iso20022.pain001 import Order, Transfer
    from ankunft.foundation.documents.iso20022.parties import Address, Party

    def party(number: int) -> Party:
        address = Address("Bahnhofstrasse", str(number), "4500", "Solothurn")
        return Party(f"Einwohnergemeinde Nr. {number}", address, "CH9300762011623852957")

    message = "start.integration, Beiträge 2025-H2, Zahlungslauf 2026-03"
    return Order(
        reference="ANKUNFT-2026-03",
        made_at=datetime(2026, 3, 24, 9, 0, tzinfo=ZoneInfo("Europe/Zurich")),
        pay_on=date(2026, 3, 31),
        payer=party(0),
        transfers=[Transfer(f"2026-03-{n}", n * 100, party(n), message) for n in range(1, payments + 1)],
    )


if __name__ == "__main__":
    main()
