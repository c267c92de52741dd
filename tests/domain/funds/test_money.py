"""What sources may bear and get, what is booked and moved: services, on both databases (FP 1, 2.3; Art. 58 AIG)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, models, transaction

from ankunft.domain.funds import services
from ankunft.domain.funds.models import (
    Assignment,
    Booking,
    CostRule,
    PersonRate,
    Projection,
    Refund,
    SourceTerms,
    Tranche,
    Transfer,
)
from ankunft.domain.funds.money_readings import accounts, terms_on
from ankunft.domain.funds.selectors.money import matching_of, source_standings
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.errors import Refused
from tests.domain.funds.making import MILLION, source
from tests.domain.funds.money_making import TERMS, Ground
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db
TENTH = MILLION // 10


@pytest.fixture
def ground() -> Ground:
    return Ground()


def left(ground: Ground, year: int = 2027) -> int:
    return accounts()[ground.source.pk].balance_before(year + 1)


def test_terms_hold_from_their_day_on_and_an_extension_is_new_terms(ground: Ground) -> None:
    later = replace(
        TERMS,
        valid_from=date(2026, 6, 1),
        refund_due=date(2028, 12, 31),
        condition="Demo: vierteljährlich berichten",
        decision="Demo-Entscheid",
    )
    services.terms_set(source=ground.source, terms=later, actor=ground.people.office)
    assert terms_on(ground.source, date(2026, 5, 31)) == TERMS
    assert terms_on(ground.source) == later
    assert Event.objects.filter(action="funds.source.terms_set", object_key=ground.source.code).count() == 2


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (replace(TERMS, valid_from=date(2025, 1, 1)), "späteren Tag"),
        (replace(TERMS, valid_from=date(2026, 1, 1), refund_due=date(2028, 12, 31)), "Entscheid"),
        (replace(TERMS, valid_from=date(2026, 1, 1), purposes=frozenset({"ski"})), "ski"),
        (replace(TERMS, valid_from=date(2026, 1, 1), groups=frozenset({"all"})), "all"),
        (replace(TERMS, valid_from=date(2026, 1, 1), legal_basis=" "), "Grundlage"),
    ],
    ids=["same day", "no decision", "purpose", "group", "basis"],
)
def test_terms_that_do_not_hold_are_refused(ground: Ground, terms: object, words: str) -> None:
    with pytest.raises(Refused, match=words):
        services.terms_set(source=ground.source, terms=terms, actor=ground.people.office)  # type: ignore[arg-type]
    assert SourceTerms.objects.filter(source=ground.source).count() == 1


def test_a_tranche_keeps_what_was_to_be_expected(ground: Ground) -> None:
    for kind, day, rate in (("lump_sum", date(2026, 1, 1), 1_900_000), ("programme_s", date(2025, 1, 1), 25_000)):
        services.rate_record(kind=kind, valid_from=day, rate=rate, document="Demo", actor=ground.people.office)
    expected = 10 * 1_900_000 - 4 * 25_000
    stored = services.tranche_record(
        source=ground.source,
        new=ground.tranche(expected, half_year="2026-H1", persons=10, months=4),
        actor=ground.finance,
    )
    assert (stored.amount, stored.expected) == (expected, expected)
    assert stored.explanation["children"][1]["amount"] == -100_000
    assert left(ground) == 3 * MILLION + expected
    with pytest.raises(Refused, match="schon eine Tranche"):
        services.tranche_record(
            source=ground.source, new=ground.tranche(1, "Demo 2", half_year="2026-H1"), actor=ground.finance
        )
    services.tranche_correct(
        tranche=stored, amount=-1_000, document="Demo 3", comment="Demo: zu viel", actor=ground.finance
    )
    assert left(ground) == 3 * MILLION + expected - 1_000
    with pytest.raises(Refused, match="höchstens"):
        services.tranche_correct(
            tranche=stored, amount=-expected, document="Demo 4", comment="Demo", actor=ground.finance
        )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": 0}, "über null"),
        ({"amount": -5}, "über null"),
        ({"document": " "}, "Beleg"),
        ({"half_year": "2026-H3"}, "2024-H1"),
        ({"persons": 3}, "Halbjahr"),
        ({"persons": 3, "half_year": "2026-H1"}, "nicht erfasst"),
        ({"kind": "gift"}, "Saldovortrag"),
        ({"kind": "carried"}, "nennt ihr Finanzplan"),
        ({"received_on": date(2028, 1, 1), "kind": "granted"}, "zurückzuerstatten"),
    ],
    ids=str,
)
def test_a_tranche_that_cannot_be_is_refused(ground: Ground, change: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        services.tranche_record(source=ground.source, new=ground.tranche()._replace(**change), actor=ground.finance)
    assert not Tranche.objects.exists()


def test_another_amount_than_expected_needs_a_word(ground: Ground) -> None:
    services.rate_record(
        kind="lump_sum", valid_from=date(2026, 1, 1), rate=1_900_000, document="Demo", actor=ground.people.office
    )
    new = ground.tranche(1_000_000, half_year="2026-H1", persons=10)
    with pytest.raises(Refused, match="190'000"):
        services.tranche_record(source=ground.source, new=new, actor=ground.finance)
    stored = services.tranche_record(
        source=ground.source, new=new._replace(comment="Demo: Rest folgt"), actor=ground.finance
    )
    assert (stored.amount, stored.expected) == (1_000_000, 19_000_000)


def test_a_rate_is_never_guessed_and_follows_the_one_before(ground: Ground) -> None:
    office = ground.people.office
    with pytest.raises(Refused, match="Dokument"):
        services.rate_record(kind="lump_sum", valid_from=date(2026, 1, 1), rate=1, document="", actor=office)
    services.rate_record(kind="lump_sum", valid_from=date(2026, 1, 1), rate=1, document="x", actor=office)
    with pytest.raises(Refused, match="späteren Tag"):
        services.rate_record(kind="lump_sum", valid_from=date(2026, 1, 1), rate=2, document="x", actor=office)


def test_a_booking_is_borne_by_its_source(ground: Ground) -> None:
    booking = ground.book()
    assert (booking.flags, left(ground)) == ([], 3 * MILLION - TENTH)
    event = Event.objects.get(action="funds.booking.recorded")
    assert (event.object_key, event.after["amount"]) == (booking.number, TENTH)
    with pytest.raises(Refused, match="schon gebucht"):
        ground.book()


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"day": date(2025, 12, 31)}, "umfasst 2026 bis 2027"),
        ({"day": date(2026, 11, 23)}, "Zukunft"),
        ({"amount": 0}, "über null"),
        ({"code": "language"}, "Summe"),
        ({"reference": " "}, "Beleg"),
    ],
    ids=str,
)
def test_what_cannot_be_booked_is_refused(ground: Ground, how: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        ground.book(**how)  # type: ignore[arg-type]
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"purposes": frozenset({"interpreting"})}, "Zweck"),
        ({"first_year": 2027}, "erst ab 2027"),
        ({"last_year": 2025}, "nur bis 2025"),
        ({"refund_due": date(2026, 6, 30)}, "zurückzuerstatten"),
    ],
    ids=str,
)
def test_earmark_period_and_deadline_are_never_broken(ground: Ground, terms: dict[str, object], words: str) -> None:
    new = replace(TERMS, valid_from=date(2026, 1, 1), **terms)
    services.terms_set(source=ground.source, terms=new, actor=ground.people.office)
    with pytest.raises(Refused, match=words):
        ground.book(reason="trotzdem")
    assert not Booking.objects.exists()


def test_what_serves_others_than_the_earmark_says_is_not_booked(ground: Ground) -> None:
    narrow = replace(TERMS, valid_from=date(2026, 1, 1), groups=frozenset({"refugees", "provisionally_admitted"}))
    services.terms_set(source=ground.source, terms=narrow, actor=ground.people.office)
    work = ground.position("workplace")
    ground.book()
    for groups, fits in (({"refugees"}, True), ({"refugees", "residents"}, False), (set(), False), (None, True)):
        chosen = None if groups is None else frozenset(groups)
        services.position_groups_set(position=work, groups=chosen, actor=ground.people.office)
        if fits:
            ground.book(reference=f"Demo {groups}")
        else:
            with pytest.raises(Refused, match="Zielgruppe"):
                ground.book(reference=f"Demo {groups}")
    with pytest.raises(Refused, match="all"):
        services.position_groups_set(position=work, groups=frozenset({"all"}), actor=ground.people.office)
    with pytest.raises(Refused):
        services.position_groups_set(position=work, groups=None, actor=ground.finance)


def test_a_position_whose_source_has_no_terms_is_refused(ground: Ground) -> None:
    with pytest.raises(Refused, match="keine Bedingungen"):
        ground.book(source=source("ip-bare"), reason="trotzdem")


@pytest.mark.parametrize(
    ("how", "flags"),
    [
        ({"amount": 10 * TENTH + 1}, ["over_committed"]),
        ({"code": "language.early", "amount": 31 * TENTH}, ["over_committed", "source_dry"]),
        ({"code": "language.courses", "day": date(2026, 1, 5), "amount": 4 * TENTH + 1}, ["over_committed"]),
    ],
    ids=str,
)
def test_over_commitment_is_flagged_and_needs_a_reason(
    ground: Ground, how: dict[str, object], flags: list[str]
) -> None:
    with pytest.raises(Refused, match="begründen"):
        ground.book(**how)  # type: ignore[arg-type]
    assert ground.book(**how, reason="Demo: mehr Kurse").flags == flags  # type: ignore[arg-type]


def test_what_was_spent_in_a_later_year_is_not_there_for_an_earlier_one(
    ground: Ground, on_day: Callable[[date], None]
) -> None:
    on_day(date(2027, 11, 22))
    ground.book(amount=3 * MILLION - TENTH, day=date(2027, 3, 31), reason="Demo: so beschlossen")
    with pytest.raises(Refused, match="Die Quelle hat nicht mehr so viel"):
        ground.book(amount=TENTH + 1, day=date(2026, 12, 31), reference="Demo-Rechnung 2")
    ground.book(amount=TENTH, day=date(2026, 12, 31), reference="Demo-Rechnung 2")
    assert left(ground) == 0


def test_a_booking_is_booked_back_once_and_as_a_whole(ground: Ground) -> None:
    booking = ground.book()
    back = services.booking_reverse(booking=booking, reason="Demo: falsche Position", actor=ground.finance)
    assert (back.amount, back.booked_on, left(ground)) == (-TENTH, booking.booked_on, 3 * MILLION)
    for one in (booking, back):
        with pytest.raises(Refused, match="schon zurückgebucht"):
            services.booking_reverse(booking=one, reason="x", actor=ground.finance)
    with pytest.raises(Refused, match="schon gebucht"):
        ground.book()


def test_money_moves_between_sources_by_two_people(ground: Ground) -> None:
    how = {
        "giving": ground.source,
        "taking": ground.other,
        "moved_on": date(2026, 11, 1),
        "amount": MILLION,
        "decision": "Demo-Beschluss",
        "reason": "Demo",
    }
    transfer = services.transfer_propose(**how, actor=ground.finance)
    assert left(ground) == 3 * MILLION
    with pytest.raises(Refused):
        services.transfer_confirm(transfer=transfer, actor=ground.finance)
    services.transfer_confirm(transfer=transfer, actor=ground.approver)
    assert left(ground) == 2 * MILLION
    assert accounts()[ground.other.pk].balance_before(2027) == MILLION
    for wrong, words in (
        ({"amount": 2 * MILLION + 1}, "lassen sich nicht umbuchen"),
        ({"taking": ground.source}, "auf eine andere"),
        ({"giving": source("ip-bare")}, "nicht erfasst"),
        ({"decision": " "}, "Beschluss"),
        ({"amount": 0}, "über null"),
    ):
        with pytest.raises(Refused, match=words):
            services.transfer_propose(**(how | wrong), actor=ground.finance)


def test_a_transfer_is_withdrawn_with_a_reason_and_moves_nothing(ground: Ground) -> None:
    transfer = services.transfer_propose(
        giving=ground.source,
        taking=ground.other,
        moved_on=date(2026, 11, 1),
        amount=1,
        decision="x",
        reason="x",
        actor=ground.finance,
    )
    with pytest.raises(Refused, match="Begründung"):
        services.transfer_withdraw(transfer=transfer, reason=" ", actor=ground.finance)
    services.transfer_withdraw(transfer=transfer, reason="Demo", actor=ground.finance)
    assert left(ground) == 3 * MILLION


def test_what_was_confirmed_meanwhile_is_not_there_twice(ground: Ground) -> None:
    how = {"giving": ground.source, "taking": ground.other, "moved_on": date(2026, 11, 1), "decision": "x"}
    first, second = (
        services.transfer_propose(**how, amount=2 * MILLION, reason="x", actor=ground.finance) for _ in range(2)
    )
    services.transfer_confirm(transfer=first, actor=ground.approver)
    with pytest.raises(Refused, match=r"hat am 01\.11\.2026 noch"):
        services.transfer_confirm(transfer=second, actor=ground.approver)


def test_assignments_by_hand_keep_to_the_law_and_the_newest_counts(ground: Ground) -> None:
    office = ground.people.office
    how = {"position": ground.position("workplace"), "source": ground.other, "year": 2026, "actor": office}
    services.assignment_set(**how, amount=5, reason="Demo")
    services.assignment_set(**how, amount=0, reason="Demo: doch nicht")
    assert list(Assignment.objects.values_list("number", "amount")) == [(1, 5), (2, 0)]
    for wrong, words in (
        ({"reason": " "}, "warum"),
        ({"year": 2030}, "keine eigenen Zahlen"),
        ({"amount": -1}, "von null"),
        ({"source": source("ip-bare")}, "keine Bedingungen"),
        ({"position": ground.position("language")}, "keine eigenen Zahlen"),
    ):
        with pytest.raises(Refused, match=words):
            services.assignment_set(**(how | {"amount": 5, "reason": "x"} | wrong))


def test_who_may_not_is_told_so(ground: Ground) -> None:
    for actor in (actor_with("auditor"), ground.people.awa, ground.people.lead):
        with pytest.raises(Refused):
            ground.book(actor=actor)
        with pytest.raises(Refused):
            services.terms_set(source=ground.source, terms=TERMS, actor=actor)
    ground.book()
    assert visible_to(actor_with("auditor"), Booking).count() == 1
    assert not visible_to(actor_with("integration_officer", "bfs-2422"), Booking).exists()
    assert not visible_to(actor_with("integration_officer", "bfs-2422"), SourceTerms).exists()


CHANGES: dict[type[models.Model], dict[str, object]] = {
    SourceTerms: {"legal_basis": "x"},
    PersonRate: {"rate": 1},
    Tranche: {"amount": 1},
    Booking: {"amount": 1},
    CostRule: {"costs": "x"},
    Assignment: {"amount": 1},
    Projection: {"seed": 1},
    Transfer: {"amount": 1},
    Refund: {"amount": 1},
}


@pytest.mark.parametrize("model", CHANGES, ids=lambda model: model.__name__)
def test_what_was_said_of_money_never_changes(ground: Ground, model: type[models.Model]) -> None:
    office = ground.people.office
    services.rate_record(kind="lump_sum", valid_from=date(2026, 1, 1), rate=5, document="x", actor=office)
    services.tranche_record(source=ground.source, new=ground.tranche(), actor=ground.finance)
    ground.book()
    work = ground.position("workplace")
    services.cost_rule_set(
        costs="grants", valid_from=date(2026, 1, 1), position=work, source=ground.source, actor=office
    )
    services.assignment_set(position=work, source=ground.other, year=2026, amount=5, reason="x", actor=office)
    services.projection_run(version=ground.version, seed=5, actor=office)
    transfer = services.transfer_propose(
        giving=ground.source,
        taking=ground.other,
        moved_on=date(2026, 11, 1),
        amount=5,
        decision="x",
        reason="x",
        actor=office,
    )
    services.transfer_confirm(transfer=transfer, actor=ground.approver)
    ground.refund(5)
    for change in (lambda rows: rows.update(**CHANGES[model]), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            change(model._default_manager.all())


def test_what_is_proposed_keeps_its_amount(ground: Ground) -> None:
    services.transfer_propose(
        giving=ground.source,
        taking=ground.other,
        moved_on=date(2026, 11, 1),
        amount=5,
        decision="x",
        reason="x",
        actor=ground.finance,
    )
    services.refund_propose(source=ground.source, paper=ground.paper(5), actor=ground.finance)
    for model in (Transfer, Refund):
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            model._default_manager.update(amount=6)


def test_how_sources_stand(ground: Ground) -> None:
    services.tranche_record(source=ground.source, new=ground.tranche(), actor=ground.finance)
    ground.book()
    found = {one.source.code: one for one in source_standings(ground.people.office)}
    ours = found[ground.source.code]
    assert (ours.left, ours.terms) == (4 * MILLION - TENTH, TERMS)
    assert found["ip-other"].left is None


def test_the_federation_is_matched_by_canton_and_municipalities(ground: Ground) -> None:
    from ankunft.domain.funds.values import NewSource
    from ankunft.foundation.kernel.actor import Actor

    new = [NewSource("ifk-demo", "Demo-Kredit", "credit"), NewSource("canton-demo", "Demo: Kanton", "canton")]
    services.sources_ensure(sources=new, actor=Actor.operator())
    credit, canton = source("ifk-demo"), source("canton-demo")
    for one in (credit, canton):
        services.terms_set(source=one, terms=TERMS, actor=ground.people.office)
    services.tranche_record(source=credit, new=ground.tranche(100), actor=ground.finance)
    ground.book(source=canton, amount=60)
    assert matching_of(2026, ground.finance).lacking == 40
