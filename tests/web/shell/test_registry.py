"""What rooms register is shown to those it is for, in order."""

from datetime import date

from ankunft.foundation.kernel.actor import Actor, Grant
from ankunft.web.shell.context import current_place
from ankunft.web.shell.registry import Due, Links, MyDay, Navigation, Place

ACTOR = Actor(1, "Demo-Keller", "test", frozenset({Grant("coordination", "ags")}))


def due(title, day=None, *, late=False):
    return Due(title, "", day, "/", "Öffnen", late)


def test_late_comes_first_then_the_nearest_day_and_what_has_none_last():
    day = MyDay()
    day.register(lambda actor: [due("ohne Frist"), due("bald", date(2026, 3, 20))])
    day.register(lambda actor: [due("spät", date(2026, 1, 31), late=True), due("heute", date(2026, 3, 16))])
    day.register(lambda actor: [due("noch später", date(2025, 7, 31), late=True)])
    titles = [each.title for each in day.due_for(ACTOR)]
    assert titles == ["noch später", "spät", "heute", "bald", "ohne Frist"]


def test_places_are_shown_by_role_in_order():
    navigation = Navigation()
    navigation.register(Place("Läufe", "runs", frozenset({"coordination", "approver"}), 20))
    navigation.register(Place("Konten", "accounts", frozenset({"administrator"}), 5))
    navigation.register(Place("Gemeinden", "municipalities", frozenset(), 10))
    assert [place.label for place in navigation.places_for(ACTOR.roles)] == ["Gemeinden", "Läufe"]
    assert [place.label for place in navigation.places_for(frozenset())] == ["Gemeinden"]


def test_a_place_stands_elsewhere_for_a_role_that_needs_others_first():
    navigation = Navigation()
    navigation.register(Place("Gemeinden", "municipalities", frozenset(), 10, {"integration_officer": 45}))
    navigation.register(Place("Berichte", "reports", frozenset(), 40))
    assert [place.label for place in navigation.places_for(ACTOR.roles)] == ["Gemeinden", "Berichte"]
    assert [place.label for place in navigation.places_for(frozenset({"integration_officer"}))] == [
        "Berichte",
        "Gemeinden",
    ]
    both = frozenset({"integration_officer", "coordination"})
    assert [place.label for place in navigation.places_for(both)] == ["Gemeinden", "Berichte"]


def test_the_current_place_is_the_longest_address_above_the_page():
    runs, tariffs = Place("Läufe", "a", frozenset(), 1), Place("Tarife", "b", frozenset(), 2)
    places = [(runs, "/laeufe/"), (tariffs, "/laeufe/tarife/")]
    assert current_place(places, "/laeufe/2026-03/") is runs
    assert current_place(places, "/laeufe/tarife/7/") is tariffs
    assert current_place(places, "/") is None


def test_a_link_leads_to_the_room_that_shows_the_kind():
    links = Links()
    links.register("report", lambda key: f"/berichte/{key}/" if key != "unknown" else None)
    assert links.url("report", "7") == "/berichte/7/"
    assert links.url("report", "unknown") is None
    assert links.url("interview", "7") is None
