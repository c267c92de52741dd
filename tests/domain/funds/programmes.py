"""An invented programme and who writes it."""

from __future__ import annotations

from datetime import date

from ankunft.domain.funds import services
from ankunft.domain.funds.models import ProgrammeVersion
from ankunft.domain.funds.values import GoalEntry, MeasureEntry, NewProgramme, NewSource, Ruling, Share
from ankunft.foundation.kernel.actor import Actor
from tests.support.people import actor_with

NEW = NewProgramme("DEMO-KIP", "Demo-Programm", 2024, 2027, date(2023, 4, 30), date(2023, 11, 30), "Demo")
RULING = Ruling("Demo-RRB 1", "Regierungsrat", date(2023, 12, 1))


class Office:
    """Two people of the coordination office, and one who approves at the finances."""

    def __init__(self) -> None:
        self.delegate = actor_with("coordination")
        self.colleague = actor_with("coordination")
        self.approver = actor_with("approver")
        self.finance = actor_with("finance_officer")


def sources() -> None:
    new = [
        NewSource("ip-demo", "Demo-Pauschale ip-demo", "lump_sum", "Demo"),
        NewSource("ifk-demo", "Demo-Förderkredit", "credit"),
    ]
    services.sources_ensure(sources=new, actor=Actor.operator())


def begun(office: Office) -> ProgrammeVersion:
    sources()
    programme = services.programme_begin(new=NEW, actor=office.delegate)
    return services.version_begin(programme=programme, actor=office.delegate)


def written(office: Office) -> ProgrammeVersion:
    """A goal for language with one measure: 100 and 50 francs of the lump sum, 20 of the credit."""
    version = begun(office)
    entry = GoalEntry(2, "Demo: Alle lernen die Sprache", "Demo: Anteil mit Niveau A2")
    goal = services.goal_write(version=version, entry=entry, actor=office.delegate)
    services.measure_write(version=version, goal=goal, entry=courses(), actor=office.delegate)
    return version


def courses() -> MeasureEntry:
    funding = (Share("ip-demo", 2024, 100_00), Share("ip-demo", 2025, 50_00), Share("ifk-demo", 2024, 20_00))
    return MeasureEntry("Demo: Kurse", "Demo-Stelle", "Demo: Plätze", None, funding)


def submitted(office: Office) -> ProgrammeVersion:
    version = written(office)
    services.programme_submit(
        version=version, submitted_on=date(2023, 4, 28), receipt="Demo-ELSI 1", actor=office.delegate
    )
    return version


def agreed(office: Office) -> ProgrammeVersion:
    version = submitted(office)
    services.programme_agree(version=version, ruling=RULING, actor=office.approver)
    return version
