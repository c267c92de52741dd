"""Letters of interviews in every language: whole, in the right script, on one page, and nothing left untranslated."""

import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from ankunft.domain.arrivals.languages import languages
from ankunft.domain.interviews.letters import (
    Appointment,
    Conversation,
    Recipient,
    Sender,
    Ticked,
    confirmation,
    fitness,
    invitation_letter,
    letter_language,
    letter_languages,
    set_together,
)
from ankunft.foundation.kernel.clock import ZURICH
from ankunft.foundation.kernel.errors import Refused
from tests.support import pdf

MADE = datetime(2026, 11, 22, 9, 30, tzinfo=ZURICH)
SENDER = Sender(
    "Gemeinde Demo-Dorf",
    ("Hauptstrasse 12", "4599 Demo-Dorf"),
    "Demo-Petra Muster",
    "032 555 01 23",
    "integration@demo-dorf.example",
)
FAMILY = ("Demo-Ada Łukić", "Demo-Ben Łukić")
RECIPIENT = Recipient(FAMILY, ("Bahnhofstrasse 3", "4599 Demo-Dorf"))
APPOINTMENT = Appointment(
    kind="first_information",
    starts_at=datetime(2026, 12, 1, 14, 0, tzinfo=ZURICH),
    place="Gemeindehaus, Hauptstrasse 12, Büro 2",
    persons=FAMILY,
    with_interpreter=True,
)
CONVERSATION = Conversation(
    reference="G3F-92X-Q7",
    kind="first_information",
    municipality="Demo-Dorf",
    held_on=date(2026, 12, 1),
    participants=FAMILY,
    led_by="Demo-Petra Muster",
    language="Arabisch",
    topics=(Ticked("Deutsch lernen", True), Ticked("Arbeit"), Ticked("Gesundheit", True)),
    steps=("Kurs A1 bis 15.01.2027",),
    interpreting="partner",
    interpreting_order="HL-1234",
)
NEEDED = [
    *("de", "fr", "it", "en", "sq", "ar", "bs", "hr", "sr", "bg", "prs", "fa", "el", "hu", "ku", "mk", "pl", "pt"),
    *("ro", "ru", "so", "es", "ta", "th", "ti", "tr", "uk"),
]
A4_WIDTH = 595
SCRIPTS = {
    **dict.fromkeys(("ar", "fa", "prs"), "ARABIC"),
    **dict.fromkeys(("bg", "mk", "ru", "uk"), "CYRILLIC"),
    "el": "GREEK",
    "ta": "TAMIL",
    "th": "THAI",
    "ti": "ETHIOPIC",
}


def invitation(**values: Any) -> bytes:
    return set_together([invitation_letter(made_at=MADE, **values)], made_at=MADE)


def letter(language: str = "", number: int = 1, **changes: object) -> bytes:
    return invitation(
        sender=SENDER,
        recipient=RECIPIENT,
        appointment=replace(APPOINTMENT, **changes),  # type: ignore[arg-type]
        language=language,
        number=number,
        reference="G3F-92X-Q7",
    )


def says(content: bytes, sentence: str) -> bool:
    """Whether every word of the sentence is there."""
    spoken = pdf.skeleton(pdf.spoken(content))
    return all(pdf.skeleton(word) in spoken for word in sentence.split())


def has_letters_of(content: bytes, sentences: list[str]) -> bool:
    """Whether every letter is there as often as in the sentences: in what order a PDF holds them depends on joins."""
    return Counter(pdf.skeleton("".join(sentences))) <= Counter(filter(str.isalnum, pdf.spoken(content)))


def test_the_languages_most_needed_are_there():
    assert sorted(letter_languages()) == sorted(NEEDED)
    assert next(iter(letter_languages())) == "de"
    assert set(NEEDED) <= set(languages()), "a person's language and a letter's have the same code"


@pytest.mark.parametrize("code", NEEDED)
def test_every_language_says_everything(code: str):
    german, own = letter_language("de"), letter_language(code)
    assert own.sentences.keys() == german.sentences.keys()
    assert all(sentence == sentence.strip() and sentence for sentence in own.sentences.values())
    same = [key for key, sentence in own.sentences.items() if sentence == german.sentences[key] and len(sentence) > 8]
    assert code == "de" or not same, "left in German"


@pytest.mark.parametrize("code", NEEDED)
def test_every_language_is_in_its_own_script(code: str):
    letters = Counter(
        unicodedata.name(letter).split()[0]
        for sentence in letter_language(code).sentences.values()
        for letter in sentence
        if letter.isalpha()
    )
    assert letters.most_common(1)[0][0] == SCRIPTS.get(code, "LATIN")
    assert letter_language(code).right_to_left == (code in {"ar", "fa", "prs"})


def test_only_german_is_marked_as_checked():
    """Whoever has a translation checked by somebody whose first language it is sets the mark, here too."""
    assert [code for code, one in letter_languages().items() if one.checked] == ["de"]


@pytest.mark.parametrize(
    "make", [letter, lambda code: confirmation(sender=SENDER, conversation=CONVERSATION, language=code, made_at=MADE)]
)
def test_that_nobody_checked_a_translation_stands_at_the_foot(make, monkeypatch: pytest.MonkeyPatch):
    assert "Übersetzungnichtgeprüft:Tamil" in pdf.spoken(make("ta"))
    assert "geprüft" not in pdf.spoken(make("de"))
    known = letter_languages()
    checked = {**known, "ta": replace(known["ta"], checked=True)}
    monkeypatch.setattr("ankunft.domain.interviews.letters.languages.letter_languages", lambda: checked)
    assert "geprüft" not in pdf.spoken(make("ta")), "whoever sets the mark takes the note away"


def test_of_several_letters_each_says_it_of_its_own_translation():
    letters = [
        invitation_letter(
            sender=SENDER, recipient=RECIPIENT, appointment=APPOINTMENT, language=code, reference=code, made_at=MADE
        )
        for code in ("ta", "", "so")
    ]
    pages = [page.extract_text().replace(" ", "") for page in pdf.read(set_together(letters, made_at=MADE)).pages]
    notes = [page.partition("Übersetzungnichtgeprüft:")[2].strip() for page in pages]
    assert notes == ["Tamil", "", "Somali"]


def test_the_sender_has_an_address():
    for content in (letter(), confirmation(sender=SENDER, conversation=CONVERSATION, made_at=MADE)):
        assert "Hauptstrasse124599Demo-Dorf" in pdf.spoken(content)


@pytest.mark.parametrize("code", NEEDED)
@pytest.mark.parametrize(("kind", "number"), [("first_information", 1), ("integration", 2)])
def test_the_invitation_says_it_in_german_and_in_the_language(code: str, kind: str, number: int):
    content = letter(code, number, kind=kind)
    before = ["again"] if number == 2 else ["welcome"] if kind == "first_information" else []
    keys = [f"title_{kind}", "greeting", *before, f"purpose_{kind}", "invite", "day", "time", "place", "persons"]
    keys += ["contact", "together", "interpreter", "bring", "hindered", "closing"]
    german, own = letter_language("de").sentences, letter_language(code).sentences
    assert not [key for key in keys if not says(content, german[key])]
    if code in SCRIPTS and SCRIPTS[code] == "ARABIC":
        assert has_letters_of(content, [own[key] for key in [*keys, "translation"]])
    else:
        assert not [key for key in keys if not says(content, own[key])]
        assert says(content, own["translation"]) == (code != "de")
    assert len(pdf.read(content).pages) == 1


@pytest.mark.parametrize("code", ["de", "pl", "ru", "el", "ar", "fa", "ta", "th", "ti"])
def test_names_and_numbers_are_as_they_were_written(code: str):
    spoken = pdf.spoken(letter(code))
    halves = 1 if code == "de" else 2
    for text in ("01.12.2026", "14:00–15:00", "Gemeindehaus,Hauptstrasse12,Büro2", "0325550123"):
        assert spoken.count(text) == halves, text
    assert "Demo-AdaŁukić" in spoken
    assert "22.11.2026" in spoken


def test_the_day_of_the_week_is_said_in_the_language():
    assert says(letter(), "Dienstag")
    assert says(letter("uk"), "вівторок")
    assert says(letter("ku"), "sêşem")
    assert says(letter("ti"), "ሰሉስ")


@pytest.mark.parametrize("code", ["ar", "fa", "prs"])
def test_text_from_right_to_left_begins_at_the_right(code: str):
    (page,) = pdf.read(letter(code)).pages
    lines: dict[float, list[float]] = {}

    def look(text: str, matrix: list[float], place: list[float], *_rest: object) -> None:
        if any(unicodedata.name(one, "").startswith("ARABIC") for one in text):
            lines.setdefault(round(matrix[5] + place[5]), []).append(matrix[4] + place[4])

    page.extract_text(visitor_text=look)
    assert len(lines) > 10
    # A paragraph that is longer than a line reaches the left; every line has its beginning in the right half.
    assert all(max(begins) > A4_WIDTH / 2 for begins in lines.values())


def test_a_single_person_is_not_asked_to_come_together():
    content = letter(persons=FAMILY[:1], with_interpreter=False)
    assert "BittekommenSiezusammen" not in pdf.spoken(content)
    assert "übersetzt" not in pdf.spoken(content)


def test_what_is_not_known_leaves_no_trace():
    content = invitation(
        sender=Sender("Demo-Dorf"),
        recipient=Recipient(FAMILY[:1]),
        appointment=Appointment("integration", APPOINTMENT.starts_at, "", minutes=0),
    )
    spoken = pdf.spoken(content)
    assert "Kontakt" not in spoken
    assert "Referenz" not in spoken
    assert "Ort" not in spoken
    assert "Zeit14:00" in spoken
    assert "–" not in spoken


def test_the_moment_is_told_as_on_the_clock_here():
    assert "14:00–15:00" in pdf.spoken(letter(starts_at=datetime(2026, 12, 1, 13, 0, tzinfo=UTC)))


def test_the_same_letter_twice_is_the_same_file():
    assert letter("fa") == letter("fa")


@pytest.mark.parametrize(
    "make", [letter, lambda code: confirmation(sender=SENDER, conversation=CONVERSATION, language=code, made_at=MADE)]
)
def test_a_language_without_letters_is_refused(make):
    with pytest.raises(Refused, match="In der Sprache «xx» gibt es keinen Brief"):
        make("xx")


@pytest.mark.parametrize("code", NEEDED)
def test_the_confirmation_is_signed_in_a_language_that_is_understood(code: str):
    content = confirmation(sender=SENDER, conversation=CONVERSATION, language=code, made_at=MADE)
    assert has_letters_of(content, [letter_language(code).sentences["confirm"]])
    assert says(content, "Ich bestätige, dass das Gespräch stattgefunden hat.")
    assert len(pdf.read(content).pages) == 1


def test_the_confirmation_holds_what_is_recorded():
    spoken = pdf.spoken(confirmation(sender=SENDER, conversation=CONVERSATION, made_at=MADE))
    for text in (
        "BestätigungdesErstinformationsgesprächs",
        "01.12.2026",
        "HEKSLinguadukt",
        "HL-1234",
        "KursA1bis15.01.2027",
    ):
        assert text in spoken
    assert "BesprocheneThemen•Deutschlernen•GesundheitVereinbart" in spoken
    assert "Arbeit" not in spoken, "what was not talked about is not confirmed"
    assert spoken.count("TeilnehmendePerson") == 2
    assert spoken.count("DolmetschendePerson") == 1
    assert spoken.count("Unterschrift") == 4
    assert "Durchgeführtvon" not in spoken


def test_whoever_held_it_for_the_municipality_is_named():
    content = confirmation(sender=SENDER, conversation=replace(CONVERSATION, performed_by="Demo-Stadt"), made_at=MADE)
    assert "DurchgeführtvonDemo-Stadt" in pdf.spoken(content)


def test_children_take_part_and_do_not_sign():
    content = confirmation(sender=SENDER, conversation=replace(CONVERSATION, signing=FAMILY[:1]), made_at=MADE)
    spoken = pdf.spoken(content)
    assert spoken.count("TeilnehmendePerson") == 1
    assert spoken.count("Demo-BenŁukić") == 1


def test_a_confirmation_to_be_filled_in_by_hand():
    empty = Conversation("G3F-92X-Q7", "integration", "Demo-Dorf", topics=(Ticked("Deutsch lernen"), Ticked("Arbeit")))
    spoken = pdf.spoken(confirmation(sender=SENDER, conversation=empty, made_at=MADE))
    assert "Themen(Besprochenesbitteankreuzen)" in spoken
    assert "Arbeit" in spoken
    assert "BesprocheneThemen" not in spoken
    assert "Dolmetschenohne" in spoken
    assert "DolmetschendePerson" not in spoken
    assert spoken.count("Unterschrift") == 2


def test_a_letter_is_german_whatever_language_its_maker_reads():
    with override("en"):
        assert letter() == letter("de")
        english = confirmation(sender=SENDER, conversation=CONVERSATION, made_at=MADE)
    assert english == confirmation(sender=SENDER, conversation=CONVERSATION, made_at=MADE)


def test_the_check_of_the_installation_sets_a_letter_in_every_language():
    assert [finding.level for finding in fitness.letters()] == ["ok"]


def test_without_fonts_the_check_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr("ankunft.foundation.documents.letters.FONTS", tmp_path)
    (finding,) = fitness.letters()
    assert finding.level == "fault"
    assert "Arabisch" in finding.sentence
    assert "scripts/setup" in finding.advice
