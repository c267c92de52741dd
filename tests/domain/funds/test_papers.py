"""Papers come with an input, are kept encrypted, and are read by whoever gave them and whoever makes the plan."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from ankunft.domain.funds import services
from ankunft.domain.funds.models import InputPaper, PositionInput
from ankunft.domain.funds.values import NewPaper
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.funds.making import People, answered, asked, consolidated, filled, francs, opened, position

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 Demo-Budget"


def with_paper(people: People) -> InputPaper:
    version = opened(people)
    services.input_give(
        version=version,
        position=position(version, "workplace"),
        given=francs(y2026=1),
        paper=NewPaper("Demo-Budget", PDF),
        actor=people.awa,
    )
    return InputPaper.objects.get()


def test_it_is_kept_encrypted_and_read_as_it_came() -> None:
    people = People()
    paper = with_paper(people)
    assert PDF not in bytes(paper.content)
    for who in (people.awa, people.office, people.iiz):
        assert services.input_paper_open(paper=paper, actor=who) == PDF


def test_others_do_not_read_it_even_once_they_are_asked() -> None:
    people = People()
    paper = with_paper(people)
    assert not visible_to(people.abmh, InputPaper).exists()
    with pytest.raises(Forbidden, match="Beilagen sehen"):
        services.input_paper_open(paper=paper, actor=people.abmh)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no paper", b"%PDF" + b"x" * 30_000_000])
def test_what_is_no_paper_is_refused_with_its_input(content: bytes) -> None:
    people = People()
    version = opened(people)
    with pytest.raises(Refused, match="Beilage"):
        services.input_give(
            version=version,
            position=position(version, "workplace"),
            given=francs(y2026=1),
            paper=NewPaper("Demo", content),
            actor=people.awa,
        )
    assert not PositionInput.objects.exists()


def test_it_stays_and_none_comes_later() -> None:
    people = People()
    with_paper(people)
    for act in (lambda rows: rows.update(label="x"), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            act(InputPaper.objects.all())


def test_none_is_added_once_the_version_takes_no_inputs() -> None:
    people = People()
    version = answered(asked(consolidated(people), people), people)
    given = PositionInput.objects.filter(version=version).first()
    assert given is not None
    with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
        InputPaper.objects.create(
            input=given, label="x", media_type="x", content=b"x", sha256="x", added_at=version.opened_at
        )


def test_unchanged_is_what_the_version_in_force_plans() -> None:
    people = People()
    version = filled(people)
    with pytest.raises(Refused, match="keine geltende Fassung"):
        services.position_plan_as_before(version=version, position=position(version, "workplace"), actor=people.office)


def test_who_takes_a_position_over_does_not_read_papers_of_others() -> None:
    people = People()
    paper = with_paper(people)
    services.structure_name(position=paper.input.position, structure="abmh", actor=people.office)
    assert not visible_to(people.abmh, InputPaper).exists()
    assert services.input_paper_open(paper=paper, actor=people.awa) == PDF
    for who in (people.awa, people.abmh):
        assert visible_to(who, PositionInput).get() == paper.input
