"""What is told of interviews: history, disclosure, explanations, the guide, and what `ankunft check` finds."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.interviews import disclosure, fitness, services
from ankunft.domain.interviews.explain import explanation
from ankunft.domain.interviews.guide import guide_on, label_of
from ankunft.domain.interviews.history import history_of
from ankunft.domain.interviews.models import Interview
from ankunft.domain.interviews.rules import MENDABLE, Verdict
from ankunft.domain.interviews.values import StepEntry
from tests.domain.interviews.making import PDF, again, arrived, conduct, held, planned


def test_the_history_tells_why(town, officer):
    interview = planned([arrived(town)], officer)
    services.interview_hold(interview=interview, entry=conduct(), actor=officer)
    services.interview_change(
        interview=interview,
        entry=services.entry_of(interview)._replace(outsourced=True),
        reason="Demo-Grund",
        actor=officer,
    )
    told = history_of(again(interview))
    assert [one.summary for one in reversed(told)] == [
        "Termin vereinbart.",
        "Gespräch durchgeführt.",
        "Gespräch geändert.",
        "Neu beurteilt. Das Gespräch wurde durch Dritte geführt; diese Aufgabe kann nicht ausgelagert werden.",
    ]
    assert "Demo-Grund" in {one.reason for one in told}


def test_a_person_is_handed_out_everything(town, officer):
    one = arrived(town)
    interview = held(
        [one], officer, notes="Demo-Notiz", topics=("german",), needs=("health",), steps=(StepEntry("Demo-Schritt"),)
    )
    services.evidence_add(interview=interview, file_name="demo.pdf", content=PDF, actor=officer)
    cells = " ".join(str(cell) for sheet in disclosure.sheets(one) for row in sheet.rows for cell in row)
    for word in (interview.reference, "Demo-Notiz", "Deutsch lernen", "Gesundheit", "Demo-Schritt", "demo.pdf"):
        assert word in cells
    assert list(disclosure.sheets(arrived(town))) == []


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("kind", ["first_information", "integration"])
@pytest.mark.parametrize("subject", ["case", "interpreting"])
def test_every_verdict_has_its_sentence_and_paragraph(kind, subject, verdict):
    said = explanation(kind, subject, verdict, participants=2)
    assert said.sentence.endswith(".")
    assert said.paragraph
    assert (said.tone == "ok") == (verdict == "counts")
    assert (said.tone == "warning") == bool(said.mend) == (verdict in MENDABLE)


def test_the_guide(settings):
    guide = guide_on(date(2026, 11, 22))
    assert "KS 3.2" in guide.source
    assert "consequences" in {one.code for one in guide.topics_of("integration")}
    assert "consequences" not in {one.code for one in guide.topics_of("first_information")}
    codes = [one.code for one in (*guide.topics, *guide.needs)]
    assert all(len(code) <= 40 for code in codes)
    assert len({one.code for one in guide.topics}) == len(guide.topics)
    assert guide_on(date(2016, 1, 1)) == guide
    assert label_of("german") == "Deutsch lernen"
    assert label_of("unheard_of") == "unheard_of"


def test_the_check_recomputes_and_names_what_differs(town, officer, files):
    interviews = [held([arrived(town)], officer, evidence=True) for _ in range(3)]
    assert [finding.level for finding in fitness.verdicts()] == ["ok"]
    Interview.objects.filter(pk=interviews[1].pk).update(case_verdict="second")
    (finding,) = fitness.verdicts()
    assert finding.level == "fault"
    assert interviews[1].reference in finding.sentence
    assert interviews[0].reference not in finding.sentence


def test_the_check_misses_lost_files(town, officer, files):
    interview = held([arrived(town)], officer)
    services.evidence_add(interview=interview, file_name="a.pdf", content=PDF, actor=officer)
    assert [finding.level for finding in fitness.evidence()] == ["ok"]
    for path in files.rglob("*"):
        if path.is_file():
            path.unlink()
    (finding,) = fitness.evidence()
    assert interview.reference in finding.sentence
