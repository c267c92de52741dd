"""Answers, findings, four eyes, reclaims, and what is noted of reading."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from ankunft.domain.arrivals.models import Person
from ankunft.domain.interviews.models import Evidence, Interview
from ankunft.domain.interviews.services import evidence_add, evidence_on_paper
from ankunft.domain.settlement.models import Reclaim
from ankunft.domain.supervision import services
from ankunft.domain.supervision.models import Sample, SampleItem
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.audit.models import ReadEvent
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.models import Step
from tests.domain.interviews.making import PDF, arrived, held
from tests.domain.supervision.making import AFTER, CASE, INTERPRETING, item_of, judged, reported, requested, rested
from tests.support.people import actor_with
from tests.support.threads import at_once


class TestAnswering:
    def test_without_evidence_it_takes_an_explanation(
        self, town: Municipality, coordinator: Actor, officer: Actor
    ) -> None:
        reported(town, 1)
        item = item_of(requested(coordinator, 1))
        with wall.open_for(officer):
            with pytest.raises(Refused, match="Es ist kein Beleg abgelegt"):
                services.item_answer(item=item, explanation=" ", actor=officer)
            services.item_answer(item=item, explanation="Formular ging verloren", actor=officer)
        assert (item.answer, item.answered_by) == ("Formular ging verloren", officer.label)

    def test_with_evidence_it_takes_none(self, town: Municipality, coordinator: Actor, officer: Actor) -> None:
        (one,) = reported(town, 1)
        item = item_of(requested(coordinator, 1))
        evidence_on_paper(interview=one, actor=officer)
        services.item_answer(item=item, explanation="", actor=officer)
        assert item.answered_at is not None

    @pytest.mark.parametrize(
        ("role", "at"),
        [("integration_officer", "bfs-2581"), ("strategic_lead", "bfs-2601"), ("coordination", None)],
    )
    def test_nobody_else_answers(self, town: Municipality, coordinator: Actor, role: str, at: str | None) -> None:
        reported(town, 1)
        item = item_of(requested(coordinator, 1))
        with pytest.raises(Forbidden):
            services.item_answer(item=item, explanation="Demo", actor=actor_with(role, at))

    def test_what_is_judged_is_answered_no_more(self, town: Municipality, coordinator: Actor, officer: Actor) -> None:
        reported(town, 1)
        item = item_of(requested(coordinator, 1))
        services.item_answer(item=item, explanation="Verloren", actor=officer)
        services.item_answer(item=item, explanation="Gefunden", actor=officer)
        judged(item.sample, coordinator)
        with pytest.raises(Refused, match="schon geprüft"):
            services.item_answer(item=item, explanation="Doch verloren", actor=officer)
        assert item_of(item.sample).answer == "Gefunden"


class TestJudging:
    def test_the_municipality_has_its_time(self, town: Municipality, coordinator: Actor, officer: Actor) -> None:
        reported(town, 1)
        item = item_of(requested(coordinator, 1))
        with pytest.raises(Refused, match=r"bis 22\.12\.2026 Zeit"):
            services.item_judge(item=item, finding="in_order", reason="", actor=coordinator)
        with clock.moved_to(AFTER):
            services.item_judge(item=item, finding="in_order", reason="", actor=coordinator)
        assert (item.finding, item.paragraph) == ("in_order", "")

    @pytest.mark.parametrize(
        ("finding", "ground", "reason", "sentence"),
        [
            ("", "", "Demo", "Wählen Sie, was festgestellt ist"),
            ("evidence_missing", "", " ", "Begründen Sie die Feststellung"),
            ("does_not_count", "", "Demo", "Wählen Sie, warum es nicht zählt"),
            ("does_not_count", "no_order", "Demo", "Wählen Sie, warum es nicht zählt"),
        ],
    )
    def test_what_cannot_be_found(
        self, town: Municipality, coordinator: Actor, finding: str, ground: str, reason: str, sentence: str
    ) -> None:
        reported(town, 1)
        item = item_of(requested(coordinator, 1))
        with clock.moved_to(AFTER), pytest.raises(Refused, match=sentence):
            services.item_judge(item=item, finding=finding, ground=ground, reason=reason, actor=coordinator)
        assert not item_of(item.sample).finding

    @pytest.mark.parametrize("role", ["approver", "integration_officer"])
    def test_who_does_not_judge(self, town: Municipality, coordinator: Actor, role: str) -> None:
        reported(town, 1)
        sample = requested(coordinator, 1)
        with clock.moved_to(AFTER), pytest.raises(Forbidden):
            judged(sample, actor_with(role))

    def test_the_paragraph_follows_from_the_ground(self, town: Municipality, coordinator: Actor) -> None:
        reported(town, 1)
        sample = requested(coordinator, 1)
        with clock.moved_to(AFTER):
            judged(sample, coordinator, "does_not_count", ground="outsourced")
        assert item_of(sample).paragraph == "3.4.5"


class TestClosing:
    def test_other_hands_close(self, town: Municipality, coordinator: Actor) -> None:
        reported(town, 2)
        sample, second, third = requested(coordinator, 2), actor_with("auditor"), actor_with("approver")
        with clock.moved_to(AFTER):
            services.item_judge(item=item_of(sample, 1), finding="in_order", reason="", actor=coordinator)
            sample.refresh_from_db()
            with pytest.raises(Refused, match="1 Gespräch hat noch keine Feststellung"):
                services.sample_inspect(sample=sample, actor=second)
            sample.refresh_from_db()
            assert sample.state == "requested"
            services.item_judge(item=item_of(sample, 2), finding="in_order", reason="", actor=coordinator)
            sample.refresh_from_db()
            services.sample_inspect(sample=sample, actor=second)
            for hands in (coordinator, second):
                with pytest.raises(Forbidden, match="muss eine andere Person"):
                    services.sample_close(sample=sample, actor=hands)
            services.sample_close(sample=sample, actor=third)
        assert sample.state == "closed"
        for act in (
            lambda: SampleItem.objects.filter(sample=sample).update(finding="evidence_missing"),
            lambda: Sample.objects.filter(pk=sample.pk).update(purpose="anders"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()

    def test_it_goes_back_with_a_reason(self, town: Municipality, coordinator: Actor) -> None:
        reported(town, 1)
        sample, other = requested(coordinator, 1), actor_with("approver")
        with clock.moved_to(AFTER):
            judged(sample, coordinator)
            services.sample_inspect(sample=sample, actor=coordinator)
            services.sample_send_back(sample=sample, reason="Beleg unleserlich", actor=other)
            assert sample.state == "requested"
            judged(sample, coordinator, "evidence_missing")
        assert item_of(sample).paragraph == "6"


class TestReclaiming:
    @pytest.mark.parametrize(
        ("contribution", "deployed", "amount", "named"),
        [(CASE, False, 200_00, CASE), (CASE, True, 360_00, ""), (INTERPRETING, True, 160_00, INTERPRETING)],
    )
    def test_a_finding_is_asked_back_before_the_close(
        self, town: Municipality, coordinator: Actor, contribution: str, deployed: bool, amount: int, named: str
    ) -> None:
        reported(town, 1, deployed=deployed)
        sample, auditor = requested(coordinator, 1, contribution=contribution), actor_with("auditor")
        with clock.moved_to(AFTER):
            judged(sample, auditor, "evidence_missing")
            services.sample_inspect(sample=sample, actor=auditor)
            with pytest.raises(Refused, match=f"Noch ohne Rückforderung: S-{sample.pk}/1"):
                services.sample_close(sample=sample, actor=coordinator)
            with pytest.raises(Forbidden, match="schlagen die Koordinationsstelle und die Finanzen vor"):
                services.item_reclaim(item=item_of(sample), actor=auditor)
            with wall.open_for(coordinator):
                reclaim = services.item_reclaim(item=item_of(sample), actor=coordinator)
            sample.refresh_from_db()
            services.sample_close(sample=sample, actor=coordinator)
        assert (reclaim.amount, reclaim.origin, reclaim.state) == (amount, f"S-{sample.pk}/1", "proposed")
        assert (reclaim.period, reclaim.contribution, reclaim.paragraph) == ("2026-H1", named, "KRS-GEF-2017/01 6")
        assert item_of(sample).interview in reclaim.reason
        assert item_of(sample).reclaim == reclaim

    def test_what_is_in_order_is_not_asked_back(self, town: Municipality, coordinator: Actor) -> None:
        reported(town, 1)
        sample = requested(coordinator, 1)
        with clock.moved_to(AFTER):
            judged(sample, coordinator)
            with pytest.raises(Refused, match="kostet nichts"):
                services.item_reclaim(item=item_of(sample), actor=coordinator)

    def test_what_a_correction_took_back_is_not_asked_back_again(self, town: Municipality, coordinator: Actor) -> None:
        known = reported(town, 2)
        sample, closing = requested(coordinator, 1), actor_with("approver")
        with clock.moved_to(AFTER):
            judged(sample, coordinator, "evidence_missing")
            left = [one for one in known if one.reference != item_of(sample).interview]
            rested(town, *left, number=2)
            with pytest.raises(Refused, match="Der Bericht, der jetzt gilt"):
                services.item_reclaim(item=item_of(sample), actor=coordinator)
            services.sample_inspect(sample=sample, actor=coordinator)
            services.sample_close(sample=sample, actor=closing)
        assert not Reclaim.objects.exists()

    def test_a_finding_that_was_asked_back_stays(self, town: Municipality, coordinator: Actor) -> None:
        reported(town, 1)
        sample = requested(coordinator, 1)
        with clock.moved_to(AFTER):
            judged(sample, coordinator, "evidence_missing")
            services.item_reclaim(item=item_of(sample), actor=coordinator)
            with pytest.raises(Refused, match="ist eine Rückforderung geworden"):
                judged(sample, coordinator)
            with pytest.raises(Refused):
                services.item_reclaim(item=item_of(sample), actor=coordinator)
        assert Reclaim.objects.count() == 1


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def test_two_propose_the_same_reclaim(self, town: Municipality, coordinator: Actor) -> None:
        reported(town, 1)
        sample, other = requested(coordinator, 1), actor_with("finance_officer")
        with clock.moved_to(AFTER):
            judged(sample, coordinator, "evidence_missing")
        outcomes = at_once(
            *(
                lambda actor=actor: services.item_reclaim(item=item_of(sample), actor=actor)
                for actor in (coordinator, other)
            )
        )
        assert sorted(isinstance(one, Refused) for one in outcomes) == [False, True], outcomes
        assert Reclaim.objects.count() == 1
        assert item_of(sample).reclaim == Reclaim.objects.get()

    def test_two_close(self, town: Municipality, coordinator: Actor) -> None:
        reported(town, 1)
        sample = requested(coordinator, 1)
        with clock.moved_to(AFTER):
            judged(sample, coordinator)
            services.sample_inspect(sample=sample, actor=coordinator)
        closing = [actor_with("auditor"), actor_with("approver")]
        outcomes = at_once(
            *(
                lambda actor=actor: services.sample_close(sample=Sample.objects.get(pk=sample.pk), actor=actor)
                for actor in closing
            )
        )
        assert sorted(isinstance(one, Refused) for one in outcomes) == [False, True], outcomes
        assert Step.objects.filter(object_type="supervision.sample", name="close").count() == 1


class TestLooking:
    @pytest.fixture
    def item(self, town: Municipality, coordinator: Actor, officer: Actor) -> SampleItem:
        """A sampled interview with a person, whose signed confirmation lies there as a file."""
        one = held([arrived(town, on=date(2026, 2, 1))], on=date(2026, 3, 3))
        evidence_add(interview=one, file_name="scan.pdf", content=PDF, actor=officer)
        rested(town, one)
        return item_of(requested(coordinator, 1))

    def test_the_file_is_opened_and_noted_with_its_purpose_at_the_person(
        self, item: SampleItem, coordinator: Actor
    ) -> None:
        evidence = _evidence()
        with wall.open_for(coordinator):
            kept, content = services.item_evidence_open(item=item, evidence=evidence, actor=coordinator)
        assert (content, kept.media_type) == (PDF, "application/pdf")
        reads = ReadEvent.objects.order_by("pk")
        assert {read.purpose for read in reads} == {"Stichprobe"}
        assert {read.reason for read in reads} == {"Demo: Aufsicht 2026"}
        assert Person.objects.get().reference in {read.subject_key for read in reads}
        assert {read.owner for read in reads} == {"bfs-2601"}

    def test_before_the_request_nobody_looks(self, item: SampleItem, coordinator: Actor) -> None:
        Sample.objects.update(state="drawn")
        item.sample.refresh_from_db()
        with pytest.raises(Forbidden, match="erst geöffnet, wenn sie bei der Gemeinde verlangt sind"):
            services.item_evidence_open(item=item, evidence=_evidence(), actor=coordinator)
        assert not ReadEvent.objects.exists()

    @pytest.mark.parametrize(("role", "may"), [("auditor", True), ("coordination", False), ("approver", False)])
    def test_after_the_close_only_auditors_look(self, item: SampleItem, role: str, may: bool) -> None:
        Sample.objects.update(state="closed")
        item.sample.refresh_from_db()
        actor = actor_with(role)
        if may:
            services.item_evidence_open(item=item, evidence=_evidence(), actor=actor)
            return
        with pytest.raises(Forbidden, match="öffnet nur noch die Revision"):
            services.item_evidence_open(item=item, evidence=_evidence(), actor=actor)

    def test_a_data_lock_keeps_it_closed(self, item: SampleItem, coordinator: Actor) -> None:
        Person.objects.update(data_lock=True)
        with pytest.raises(Refused, match="Datensperre"):
            services.item_evidence_open(item=item, evidence=_evidence(), actor=coordinator)
        assert not ReadEvent.objects.exists()

    def test_evidence_of_another_interview_is_none(
        self, item: SampleItem, coordinator: Actor, town: Municipality, officer: Actor
    ) -> None:
        other = held([arrived(town, on=date(2026, 2, 1))], on=date(2026, 3, 4), late="Demo")
        foreign = evidence_add(interview=other, file_name="b.pdf", content=PDF + b"b", actor=officer)
        with pytest.raises(Refused, match="gibt es keine Datei"):
            services.item_evidence_open(item=item, evidence=foreign.pk, actor=coordinator)
        assert Interview.objects.count() == 2


def _evidence() -> int:
    return Evidence.objects.order_by("pk").values_list("pk", flat=True)[0]
