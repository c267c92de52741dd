"""How long reading takes (unpacked, parsed, checked against the schema, extracted), against bare lxml parsing.

    python -m tests.benchmarks.register_reading [--messages 20000] [--runs 5]

Bare means: every message of the same archive unpacked by zipfile and parsed by lxml with its default parser, checked
against nothing. All ways take turns within one run, each in a process of its own. CPU is that of the process and of its
reader processes together; memory that of the process, and of the largest reader.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

WAYS = ("bare", "here", "1 process", "2 processes")
TODAY = date(2026, 1, 20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "zuzuege.zip"
        _build(archive, arguments.messages)
        measured: dict[str, list[tuple[float, ...]]] = {way: [] for way in WAYS}
        for _run in range(arguments.runs):
            for way in WAYS:
                measured[way].append(_measured(way, archive, arguments.messages))
    _print(measured, arguments.messages)


def _build(archive: Path, messages: int) -> None:
    from tests.support import ech

    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for number in range(messages):
            relations = [("spouse", ech.invented(number + 1))] if number % ech.LARGEST_FAMILY == 0 else []
            target.writestr(f"{number:06}.xml", ech.message("moveIn", number, relations=relations))


def _measured(way: str, archive: Path, messages: int) -> tuple[float, ...]:
    """Seconds, CPU seconds, MiB of the process, and MiB of its largest reader."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_in_own_process, args=(way, str(archive), messages, there))
    process.start()
    there.close()
    try:
        figures: tuple[float, ...] = here.recv()
    except EOFError:
        raise SystemExit(f"{way}: ended without figures") from None
    process.join()
    return figures


def _in_own_process(way: str, archive: str, messages: int, answer: Connection) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings

    from tests.support.schemas import folder_of

    settings.ECH_SCHEMAS = folder_of("ech")
    work = _work(way, Path(archive))
    work()  # once, so that everything is imported and compiled
    started, cpu = time.perf_counter(), _cpu()
    if (found := work()) != messages:
        raise SystemExit(f"{way}: read {found} of {messages}")
    seconds, cpu = time.perf_counter() - started, _cpu() - cpu
    peaks = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    answer.send((seconds, cpu, *peaks))


def _work(way: str, archive: Path) -> Callable[[], int]:
    from lxml import etree

    from ankunft.foundation.documents.ech.pool import reading
    from ankunft.foundation.documents.ech.sources import opened
    from ankunft.foundation.documents.ech.values import Message

    def bare() -> int:
        with zipfile.ZipFile(archive) as source:
            return sum(etree.fromstring(source.read(name)) is not None for name in source.namelist())

    def ours() -> int:
        processes = 0 if way == "here" else int(way.split()[0])
        places = reading(opened(archive), processes=processes, today=TODAY)
        return sum(isinstance(item, Message) for _place, items in places for item in items)

    return bare if way == "bare" else ours


def _cpu() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _print(measured: dict[str, list[tuple[float, ...]]], messages: int) -> None:
    print(f"{'way':<12} {'s':>6} {'per s':>7} {'rate':>5} {'CPU us':>7} {'CPU':>5} {'MiB':>5} {'reader MiB':>10}")
    bare = [median(column) for column in zip(*measured["bare"], strict=True)]
    for way, figures in measured.items():
        seconds, cpu, peak, reader = (median(column) for column in zip(*figures, strict=True))
        print(
            f"{way:<12} {seconds:>6.2f} {messages / seconds:>7.0f} {bare[0] / seconds:>5.2f} "
            f"{cpu / messages * 1e6:>7.0f} {cpu / bare[1]:>5.2f} {peak:>5.0f} {reader:>10.0f}"
        )


if __name__ == "__main__":
    main()
