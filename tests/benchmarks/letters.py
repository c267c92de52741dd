"""How long all letters of a run take, each with a QR-bill, against bare compilation of the same documents by Typst.

    python -m tests.benchmarks.letters                                       SQLite
    ANKUNFT_TEST_DATABASE=postgresql python -m tests.benchmarks.letters      PostgreSQL

Bare means: the same template with the same data, ready-made with their symbols, the same fonts, standards and moment,
compiled to the same bytes and thrown away. Typst remembers what it has set within a process, and in earnest every
letter is set once: so each measurement has a process of its own, and both sides take turns.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import statistics
import time
from collections.abc import Callable
from datetime import date
from multiprocessing.queues import Queue
from typing import Any

from tests.benchmarks import grounds

MONTH = "2026-03"
Result = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=104)
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    with grounds.database():
        _in_own_process(build, arguments.letters)
        _in_own_process(ours)
        pairs = []
        for _number in range(arguments.runs):
            bare_result, our_result = _in_own_process(bare), _in_own_process(ours)
            pairs.append((bare_result, our_result))
            print(
                f"bare {bare_result['seconds']:.3f} s, letters {our_result['seconds']:.3f} s, "
                f"ratio {our_result['seconds'] / bare_result['seconds']:.2f}; "
                f"CPU {bare_result['cpu']:.3f} and {our_result['cpu']:.3f} s; symbols {our_result['symbols']:.3f} s",
                flush=True,
            )
    _tell(arguments.letters, pairs)


def _tell(letters: int, pairs: list[tuple[Result, Result]]) -> None:
    def median(values: list[float]) -> float:
        return statistics.median(values)

    ratio = median([our["seconds"] / bare["seconds"] for bare, our in pairs])
    with_symbols = median([our["seconds"] / (bare["seconds"] + our["symbols"]) for bare, our in pairs])
    print(
        f"{letters} letters: bare {median([bare['seconds'] for bare, _our in pairs]):.3f} s, "
        f"made and stored {median([our['seconds'] for _bare, our in pairs]):.3f} s, ratio {ratio:.2f} "
        f"(CPU {median([our['cpu'] / bare['cpu'] for bare, our in pairs]):.2f}); "
        f"with symbols on both sides {with_symbols:.2f}"
    )


def _in_own_process(function: Callable[..., None], *arguments: object) -> Result:
    context = multiprocessing.get_context("spawn")
    answers: Queue[Result] = context.Queue()
    process = context.Process(target=function, args=(answers, *arguments))
    process.start()
    answer = answers.get(timeout=300)
    process.join()
    return answer


def build(answers: Queue[Result], count: int) -> None:
    """A released run whose payees all owe something: for each an invoice and some lines."""
    import django

    django.setup()
    from django.core.management import call_command

    from ankunft.domain.letters.services import letterhead_set
    from ankunft.domain.settlement.invoice_rules import creditor_reference, invoice_number
    from ankunft.domain.settlement.models import Invoice, Line, PayeeBalance, Run
    from ankunft.domain.territory.models import Municipality, PostalAddress
    from ankunft.foundation.kernel.actor import Actor
    from ankunft.foundation.kernel.periods import Month

    call_command("migrate", verbosity=0)
    day = date(2017, 1, 1)
    parts = {
        "authority": "Demo-Kanton Solothurn, Demo-Departement", "office": "Demo-Amt für Gesellschaft und Soziales",
        "street": "Demostrasse", "house_number": "1", "postcode": "4509", "town": "Solothurn",
    }  # fmt: skip
    letterhead_set(valid_from=day, parts=parts, actor=Actor.operator())
    run = Run.objects.create(payment_month=MONTH, state="draft")
    canton = {"iban": "CH9300762011623852957", "name": "Demo-Kanton", "street": "Demostrasse", "house_number": "1"}
    for number in range(2401, 2401 + count):
        place = Municipality.objects.create(
            bfs_number=number, name=f"Demo-Gemeinde Äusserdorf {number}", district="Demo", valid_from=day
        )
        PostalAddress.objects.create(
            municipality=place, valid_from=day, street="Dorfstrasse", house_number=str(number), postcode="4600",
            town="Demodorf",
        )  # fmt: skip
        Line.objects.bulk_create(
            Line(
                run=run, municipality=place, payee=place, contribution=contribution, period=period,
                quantity=-(number % 40) - 1, rate=200_00, amount=-(number % 40 + 1) * 200_00,
                legal_reference="KRS-GEF-2017/01 4.3.2", is_correction=True, settled_before=0, explanation={},
            )
            for contribution in ("first_information_interview", "integration_interview")
            for period in ("2025-H1", "2025-H2")
        )  # fmt: skip
        owed = (number % 40 + 1) * 800_00
        PayeeBalance.objects.create(run=run, municipality=place, credit=0, reclaimed=owed, payment=0, invoice=owed)
        Invoice.objects.create(
            run=run, payee=place, state="open", number=invoice_number(MONTH, number),
            reference=creditor_reference(Month.parse(MONTH), number), amount=owed, open=owed,
            issued_on=date(2026, 3, 24), due_on=date(2026, 4, 23), postcode="4509", town="Solothurn",
            debtor_name=f"Einwohnergemeinde Äusserdorf {number}", debtor_street="Dorfstrasse",
            debtor_house_number=str(number), debtor_postcode="4600", debtor_town="Demodorf", **canton,
        )  # fmt: skip
    Run.objects.filter(pk=run.pk).update(state="released")
    answers.put({})


def ours(answers: Queue[Result]) -> None:
    """Every invoice as the job makes it: read, written, its symbol drawn, set, stored with its event."""
    import django

    django.setup()
    from django.db import connection

    from ankunft.domain.letters.models import Letter, LetterKind
    from ankunft.domain.letters.services import drafts_today, letters_make
    from ankunft.foundation.kernel.actor import Actor

    _warm()
    if Letter.objects.exists():
        with connection.cursor() as cursor:
            _forget_letters(cursor)
    actor = Actor.operator()
    started, cpu = time.perf_counter(), time.process_time()
    letterhead, drafts = drafts_today(MONTH)
    invoices = [draft for draft in drafts if draft.kind == LetterKind.INVOICE]
    letters = [made.required() for made in letters_make(drafts=invoices, letterhead=letterhead, actor=actor)]
    result = {"seconds": time.perf_counter() - started, "cpu": time.process_time() - cpu}
    answers.put({**result, "symbols": _symbols([json.loads(letter.data) for letter in letters])})


def bare(answers: Queue[Result]) -> None:
    """The documents that the other side made last, compiled by Typst alone."""
    import django

    django.setup()
    import typst

    from ankunft.domain.letters.models import Letter
    from ankunft.domain.letters.typesetting import ROOT, TEMPLATE
    from ankunft.foundation.documents.letters import FONTS, fonts

    _warm()
    known = list(Letter.objects.order_by("pk").values_list("data", "made_at", "sha256"))
    documents = [({"data": json.dumps(json.loads(data), ensure_ascii=False)}, at) for data, at, _sha256 in known]
    made: list[Any] = []
    started, cpu = time.perf_counter(), time.process_time()
    for inputs, at in documents:
        made.append(
            typst.compile(
                str(TEMPLATE),
                root=str(ROOT),
                font_paths=fonts(FONTS),
                sys_inputs=inputs,
                pdf_standards=["a-2a", "ua-1"],
                timestamp=at,
            )
        )
    result = {"seconds": time.perf_counter() - started, "cpu": time.process_time() - cpu}
    assert [hashlib.sha256(content).hexdigest() for content in made] == [sha256 for _data, _at, sha256 in known]
    answers.put(result)


def _warm() -> None:
    """Fonts and template are read, as in a worker that has set a letter before; this one is nobody's."""
    from datetime import UTC, datetime

    from ankunft.domain.letters.typesetting import set_letter

    sender = {"authority": "Demo", "office": "Demo", "lines": []}
    empty = {"title": "Demo", "reference": "0", "written_on": "", "sender": sender, "recipient": [], "copies": []}
    set_letter({**empty, "blocks": [], "bill": None}, made_at=datetime(2026, 1, 1, tzinfo=UTC))


def _symbols(data: list[dict[str, Any]]) -> float:
    from ankunft.foundation.documents.qrbill import symbol

    started = time.perf_counter()
    for one in data:
        symbol(one["bill"]["payload"])
    return time.perf_counter() - started


def _forget_letters(cursor: Any) -> None:
    """The letters of the run before: they never go in earnest, so the guard is taken away for it."""
    from django.db import connection

    if connection.vendor == "postgresql":
        cursor.execute("ALTER TABLE letters_letter DISABLE TRIGGER USER")
    else:
        cursor.execute("DROP TRIGGER IF EXISTS letters_letter_refuses_delete")
    cursor.execute("DELETE FROM letters_letter")
    if connection.vendor == "postgresql":
        cursor.execute("ALTER TABLE letters_letter ENABLE TRIGGER USER")


if __name__ == "__main__":
    main()
