"""Two that may be one, side by side: merged, taken apart, or confirmed as two."""

from __future__ import annotations

import pytest

from ankunft.domain.arrivals.models import Duplicate, Person
from ankunft.domain.arrivals.services.duplicates import duplicates_propose
from ankunft.domain.arrivals.services.rows import updated
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.audit.models import Event, ReadEvent
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.web.arrivals.duplicate_jobs import search
from tests.domain.arrivals.making import AHV, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client_for, town):
    return client_for("integration_officer", "bfs-2601")


@pytest.fixture
def pair(town) -> Duplicate:
    person(town, family_name="Demo-Haile", given_name="Selam", ahv_number=AHV)
    person(town, family_name="Demo-Hayle", given_name="Selam", phone="062 111 22 33")
    duplicates_propose(municipality=town)
    return Duplicate.objects.select_related("person", "other").get()


def text(answer) -> str:
    return answer.content.decode()


def page_of(pair: Duplicate) -> str:
    return f"/personen/dubletten/{pair.pk}/"


def seen(pair: Duplicate) -> str:
    return f"{pair.person.version}.{pair.other.version}"


def searched(officer) -> str:
    """What comes of «Jetzt suchen», once the worker has done the job to which it leads."""
    answer = officer.post("/personen/dubletten/suchen/")
    job = Job.objects.latest("pk")
    assert answer["Location"] == f"/auftraege/{job.pk}/"
    Job.objects.update(state=JobState.RUNNING)
    outcome = search(JobContext(job=job, actor=actor_of(officer.account, "job")))
    job.refresh_from_db()
    assert (job.done, job.total, outcome.link) == (1, 1, "/personen/dubletten/")
    return outcome.sentence


def test_what_is_to_do_stands_on_my_day_and_in_the_list(officer, pair):
    assert "1 mögliche Dublette prüfen" in text(officer.get("/"))
    page = officer.get("/personen/dubletten/")
    assert [row.name for row in page.context["shown"].rows] == ["Demo-Haile Selam / Demo-Hayle Selam"]
    assert "Ähnlicher Name, anders geschrieben." in text(page)
    assert ReadEvent.objects.latest("pk").what == "Mögliche Dubletten: 2 Personen"
    assert not officer.get("/personen/dubletten/?stand=zwei").context["shown"].rows


def test_both_stand_side_by_side_with_what_must_be_chosen(officer, pair):
    page = officer.get(page_of(pair))
    choices = {row.name for row in page.context["rows"] if row.is_choice}
    assert choices == {"family_name"}
    assert "7569217" not in text(page).replace(".", "")
    assert {read.subject_key for read in ReadEvent.objects.filter(what="Vergleich möglicher Dubletten")} == {
        pair.person.reference,
        pair.other.reference,
    }


def test_they_are_merged_as_chosen_and_taken_apart_again(officer, pair):
    one, other = pair.person, pair.other
    answers = {"entscheid": "zusammenfuehren", "bleibt": other.reference, "family_name": "one", "seen": seen(pair)}
    page = text(officer.post(page_of(pair), answers, follow=True))
    assert f"Beide Referenzen führen jetzt zu {other.reference}" in page
    merged = Person.objects.get(pk=other.pk)
    assert (merged.family_name, merged.phone, bool(merged.ahv_index)) == ("Demo-Haile", "062 111 22 33", True)
    for reference in (one.reference, other.reference):
        assert other.reference in text(officer.get(f"/personen/{reference}/"))
    assert [row.key for row in officer.get("/personen/").context["shown"].rows] == [other.reference]
    officer.post(page_of(pair), {"entscheid": "rueckgaengig"})
    assert Person.objects.get(pk=other.pk).family_name == "Demo-Hayle"
    assert len(officer.get("/personen/").context["shown"].rows) == 2
    assert "Haile" not in str(list(Event.objects.values()))


def test_what_changed_meanwhile_is_looked_at_again(officer, pair):
    was = seen(pair)
    updated(pair.other, {"phone": ""})
    for told in (was, "", "x.y"):
        refused = officer.post(page_of(pair), {"entscheid": "zusammenfuehren", "seen": told})
        assert refused.status_code == 409
    assert not Person.objects.exclude(merged_into=None)


def test_two_persons_stay_two(officer, pair, town):
    page = text(officer.post(page_of(pair), {"entscheid": "zwei"}, follow=True))
    assert "Sie werden nicht mehr vorgeschlagen." in page
    assert searched(officer) == "Keine möglichen Dubletten."
    officer.post(page_of(pair), {"entscheid": "wieder-pruefen"})
    assert searched(officer) == "1 mögliche Dublette zu prüfen."
    assert officer.post(page_of(pair), {"entscheid": "alles"}).status_code == 404


def test_many_pairs_cost_no_more_statements(officer, pair, town, queries):
    address = "/personen/dubletten/"
    few = queries(officer, address)
    for _number in range(5):
        person(town, family_name="Demo-Haile", given_name="Selam")
    duplicates_propose(municipality=town)
    assert queries(officer, address) == few
