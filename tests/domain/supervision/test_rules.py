"""How a sample is drawn and what a finding takes with it: pure rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.interviews.rules import Verdict
from ankunft.domain.settlement.rules import TariffEntry
from ankunft.domain.supervision import rules
from ankunft.domain.supervision.rules import Candidate, Finding, Stratum
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.legal import LegalReference
from ankunft.foundation.kernel.money import Money

REFERENCES = st.lists(st.from_regex(r"G-[0-9A-Z]{4}-[0-9A-Z]{4}", fullmatch=True), unique=True, max_size=40)
SEEDS = st.from_regex(r"[0-9a-f]{32}", fullmatch=True)
COUNTS = st.integers(0, 60)
DAY = date(2026, 3, 1)
SEED = "00112233445566778899aabbccddeeff"


class TestTheDraw:
    def test_a_draw_that_was_worked_out_elsewhere(self) -> None:
        """By `printf '%s\\n%s' SEED REFERENCE | sha256sum` and `printf 'G-A\\nG-B' | sha256sum`."""
        assert rules.rank(SEED, "G-A") == "bcaa92a3d29fde7fc38d1172703c33d265615ba6cf7439ee86aada4612003ab8"
        assert rules.draw(["G-D", "G-B", "G-A", "G-C"], 3, SEED) == ["G-C", "G-D", "G-A"]
        assert rules.digest(["G-B", "G-A"]) == "6fb45704dd89fa782680df4ddaccdf6763502e7324972b0e9a0275c68d459666"

    @given(REFERENCES, COUNTS, SEEDS, st.randoms())
    def test_the_order_in_which_they_are_given_is_nothing(
        self, known: list[str], count: int, seed: str, chance: object
    ) -> None:
        mixed = list(known)
        chance.shuffle(mixed)  # type: ignore[attr-defined]
        assert rules.draw(mixed, count, seed) == rules.draw(known, count, seed)
        assert rules.digest(mixed) == rules.digest(known)

    @given(REFERENCES, COUNTS, SEEDS)
    def test_so_many_each_once_and_none_from_elsewhere(self, known: list[str], count: int, seed: str) -> None:
        drawn = rules.draw(known, count, seed)
        assert len(drawn) == len(set(drawn)) == min(count, len(known))
        assert set(drawn) <= set(known)

    @given(REFERENCES, COUNTS, SEEDS)
    def test_a_larger_draw_begins_with_the_smaller_one(self, known: list[str], count: int, seed: str) -> None:
        assert rules.draw(known, count + 1, seed)[:count] == rules.draw(known, count, seed)

    @given(REFERENCES.filter(bool), COUNTS, SEEDS, st.data())
    def test_who_is_not_drawn_does_not_decide_who_is(
        self, known: list[str], count: int, seed: str, data: st.DataObject
    ) -> None:
        drawn = rules.draw(known, count, seed)
        others = sorted(set(known) - set(drawn))
        gone = data.draw(st.sets(st.sampled_from(others))) if others else set()
        assert rules.draw(set(known) - gone, count, seed) == drawn

    @given(REFERENCES.filter(lambda known: len(known) > 1), SEEDS)
    def test_a_population_from_which_one_was_taken_has_another_fingerprint(self, known: list[str], seed: str) -> None:
        assert rules.digest(known[1:]) != rules.digest(known)
        assert rules.digest([*known[1:], "G-SWAP-0001"]) != rules.digest(known)

    def test_every_reference_has_the_same_chance(self) -> None:
        known = [f"G-{number:04}-AAAA" for number in range(20)]
        hits = dict.fromkeys(known, 0)
        for number in range(2000):
            for one in rules.draw(known, 5, f"{number:032x}"):
                hits[one] += 1
        # 500 expected each, standard deviation about 19.
        assert all(400 < count < 600 for count in hits.values()), hits

    def test_nothing_and_less_than_nothing(self) -> None:
        assert rules.draw([], 3, SEED) == []
        assert rules.draw(["G-A"], -1, SEED) == []


def candidate(**values: object) -> Candidate:
    known: dict[str, object] = {
        "reference": "G-A",
        "municipality": 1,
        "held_on": DAY,
        "recorded_on": DAY,
        "by_lead": False,
        "on_paper": False,
        "has_deployment": False,
    }
    return Candidate(**{**known, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "strata"),
    [
        ({}, set()),
        ({"on_paper": True}, {Stratum.ON_PAPER}),
        ({"by_lead": True}, {Stratum.BY_LEAD}),
        ({"recorded_on": DAY + timedelta(days=60)}, set()),
        ({"recorded_on": DAY + timedelta(days=61)}, {Stratum.LATE}),
        ({"on_paper": True, "by_lead": True}, {Stratum.ON_PAPER, Stratum.BY_LEAD}),
    ],
)
def test_strata(values: dict[str, object], strata: set[Stratum]) -> None:
    one = candidate(**values)
    assert {stratum for stratum in Stratum if rules.belongs(one, stratum)} == strata | {Stratum.ALL}


@pytest.mark.parametrize(
    ("finding", "ground", "kind", "paragraph"),
    [
        (Finding.IN_ORDER, "", "first_information", ""),
        (Finding.EVIDENCE_MISSING, "", "first_information", "6"),
        (Finding.EVIDENCE_MISSING, "", "integration", "4.3.1"),
        (Finding.DOES_NOT_COUNT, Verdict.OUTSOURCED, "first_information", "3.4.5"),
        (Finding.DOES_NOT_COUNT, Verdict.SECOND, "first_information", "4.3.2"),
        (Finding.DOES_NOT_COUNT, Verdict.STATUS_S, "integration", "2"),
        (Finding.DOES_NOT_COUNT, Verdict.SWISS, "integration", "3.1"),
        (Finding.DOES_NOT_COUNT, Verdict.NOT_BY_PARTNER, "integration", "4.3.1"),
    ],
)
def test_the_paragraph_of_a_finding(finding: str, ground: str, kind: str, paragraph: str) -> None:
    assert rules.paragraph(finding, ground, kind) == paragraph


def test_an_interview_is_not_refused_for_what_only_concerns_its_interpreter() -> None:
    for contribution in rules.KINDS:
        of_interpreter = {Verdict.NOT_BY_PARTNER, Verdict.NO_ORDER, Verdict.NO_INTERPRETER}
        assert (set(rules.grounds(contribution)) <= of_interpreter) is (contribution not in rules.INTERPRETING)


def tariff(francs: int | None, *, subsidised: bool = True) -> TariffEntry:
    rate = None if francs is None else Money(francs * 100)
    return TariffEntry(rate, subsidised, LegalReference("KRS-GEF-2017/01", "4.3.2", date(2024, 1, 1)))


TARIFFS = {
    "first_information_interview": Dated([(date(2017, 1, 1), tariff(200))]),
    "first_information_interpreting": Dated([(date(2017, 1, 1), tariff(None)), (date(2018, 7, 1), tariff(160))]),
    "integration_interview": Dated([(date(2022, 1, 1), tariff(200))]),
    "integration_interpreting": Dated([(date(2022, 1, 1), tariff(160))]),
}


@pytest.mark.parametrize(
    ("contribution", "held_on", "has_deployment", "rappen"),
    [
        ("first_information_interview", date(2026, 3, 1), False, 200_00),
        # Interpreting is paid only for what counts (KS 4.3.1): it falls with the interview.
        ("first_information_interview", date(2026, 3, 1), True, 360_00),
        ("first_information_interpreting", date(2026, 3, 1), True, 160_00),
        ("integration_interview", date(2026, 3, 1), True, 360_00),
        # The tariff of the day, not of today: that of 2017 is in no document, and before 2022 none was paid.
        ("first_information_interview", date(2018, 6, 30), True, 200_00),
        ("first_information_interview", date(2018, 7, 1), True, 360_00),
        ("integration_interview", date(2021, 12, 31), False, 0),
    ],
)
def test_what_is_owed_back(contribution: str, held_on: date, has_deployment: bool, rappen: int) -> None:
    assert rules.owed_back(TARIFFS, contribution, held_on, has_deployment) == rappen


def test_what_is_in_order_costs_nothing() -> None:
    assert [rules.costs(finding) for finding in Finding] == [False, True, True]
