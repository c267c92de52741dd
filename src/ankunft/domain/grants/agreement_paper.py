"""The agreement about a granted project as a paper that both sides can sign: what was applied for, decided, and when
it is paid. German, whoever makes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ankunft.domain.letters.content.base import CIRCULAR, Block, Written, facts, francs, heading, swiss, table, text
from ankunft.domain.letters.content.material import recipient
from ankunft.domain.territory import readings as territory
from ankunft.foundation.kernel.money import Money

from .models import BudgetLine, Project, Side
from .values import Planned

SIDES: dict[str, str] = {Side.COST: "Kosten", Side.OWN: "Eigenmittel", Side.THIRD: "Mittel Dritter"}
TO_SIGN = "Ort und Datum: ____________________   Unterschrift: ____________________"


def agreement_paper(
    project: Project, lines: Sequence[BudgetLine], plan: Sequence[Planned], report_due: date, day: date
) -> Written:
    """The paper as it is to be signed. It holds nothing but what the project has; no legal remedy is invented."""
    assert project.granted is not None
    assert project.decided_on is not None
    assert project.begins_on is not None
    assert project.ends_on is not None
    addresses = territory.postal_lines_on([project.municipality_id], day)
    blocks = [
        text(
            f"Der Kanton und die Gemeinde {project.municipality.name} vereinbaren, was folgt, über einen Beitrag aus "
            f"dem Kredit für Projekte zur Förderung der sozialen Integration ({CIRCULAR}, Ziffer 4.3.4)."
        ),
        facts(
            [
                ("Projekt", f"{project.reference}, {project.title}"),
                ("Dauer", f"{swiss(project.begins_on)} bis {swiss(project.ends_on)}"),
                ("Bewilligt", str(Money(project.granted))),
                ("Beschluss", f"{project.decision}, {swiss(project.decided_on)}"),
            ]
        ),
        *_words("Ziel", project.goal),
        *_words("Zielgruppe", project.target_group),
        *_words("Massnahmen", project.measures),
        heading("Budget und Finanzierung"),
        _budget(project, lines),
        heading("Auszahlung"),
        _plan(plan),
        *_words("Auflagen", project.conditions),
        heading("Bericht und Abrechnung"),
        text(
            f"Die Gemeinde berichtet bis {swiss(report_due)}, was erreicht wurde, und belegt Kosten und Finanzierung. "
            "Was vom Beitrag nicht verwendet ist, wird nicht ausbezahlt oder zurückgefordert "
            f"({CIRCULAR}, Ziffern 4.3.4 und 4.7)."
        ),
        heading("Unterschriften"),
        facts([("Für den Kanton", TO_SIGN), (f"Für {project.municipality.name}", TO_SIGN)]),
    ]
    title = f"Vereinbarung über den Projektbeitrag {project.reference}"
    return Written(title, recipient(project.municipality, addresses), blocks)


def _words(title: str, words: str) -> list[Block]:
    """What was written, under its title; nothing where nothing was."""
    parts = [part for part in words.splitlines() if part.strip()]
    return [heading(title), *map(text, parts)] if parts else []


def _budget(project: Project, lines: Iterable[BudgetLine]) -> Block:
    rows = [[line.label, SIDES[line.side], francs(line.amount)] for line in lines]
    asked = ["Beim Kanton beantragt", "Projektbeitrag", francs(project.asked)]
    return table(
        "Was das Projekt kostet, und wer es bezahlt",
        (("Wofür", False), ("Art", False), ("Betrag CHF", True)),
        [*rows, asked],
    )


def _plan(plan: Sequence[Planned]) -> Block:
    return table(
        "In welchen Raten der Beitrag ausbezahlt wird",
        (("Rate", False), ("fällig am", False), ("Bedingung", False), ("Betrag CHF", True)),
        [
            [str(number), swiss(one.due_on), one.condition.strip() or "–", francs(one.amount)]
            for number, one in enumerate(plan, start=1)
        ],
        ("Summe", francs(sum(one.amount for one in plan))),
    )
