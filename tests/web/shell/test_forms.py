"""Form controls: label, hint and error belong together, and the summary leads to the control."""

import re
from datetime import date

import pytest
from django import forms
from django.utils import translation

from ankunft.web.access.forms import SignInForm
from ankunft.web.shell.forms import DayField
from tests.support.pages import check_page


class Interview(forms.Form):
    led_by = forms.CharField(label="Geführt von", help_text="Name und Organisation")
    held_on = DayField(label="Durchgeführt am")
    interpreter = forms.ChoiceField(
        label="Wurde gedolmetscht?",
        choices=[("a", "Ja"), ("b", "Nein")],
        widget=forms.RadioSelect,
        help_text="Nur eines.",
    )
    topics = forms.MultipleChoiceField(
        label="Themen", choices=[("a", "Wohnen")], widget=forms.CheckboxSelectMultiple, required=False
    )
    language = forms.ChoiceField(label="Sprache", choices=[("", "–"), ("ar", "Arabisch")], required=False)
    note = forms.CharField(label="Bemerkung", widget=forms.Textarea, required=False)
    right = forms.BooleanField(label="Die Angaben stimmen")
    evidence = forms.FileField(label="Bestätigung", required=False)
    key = forms.CharField(widget=forms.HiddenInput, initial="7")

    def clean(self):
        raise forms.ValidationError("Etwas am Ganzen.")


def html_of(form):
    page = str(form)
    check_page(page, "form")
    return page


def tag(page, identifier):
    return re.search(rf'<(?:input|select|textarea|fieldset)[^>]*id="{identifier}"[^>]*>', page)[0]


def test_a_control_names_its_hint():
    page = html_of(Interview())
    assert 'aria-describedby="id_led_by_helptext"' in tag(page, "id_led_by")
    assert '<div class="govuk-hint" id="id_led_by_helptext">Name und Organisation</div>' in page
    assert "aria-invalid" not in page
    assert "error" not in page


def test_a_control_names_its_error_and_keeps_what_was_typed():
    page = html_of(Interview({"held_on": "99", "note": "steht <noch>"}))
    control = tag(page, "id_held_on")
    assert 'value="99"' in control
    assert 'aria-invalid="true"' in control
    assert 'aria-describedby="id_held_on_error"' in control
    assert "govuk-input--error" in control
    assert 'id="id_held_on_error"' in page
    assert "steht &lt;noch&gt;" in page


def test_a_group_of_choices_names_hint_and_error_at_the_group():
    page = html_of(Interview({}))
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_interpreter_helptext id_interpreter_error">' in page
    assert "aria-describedby" not in tag(page, "id_interpreter_0")


def test_the_summary_leads_to_every_control_in_error():
    page = html_of(Interview({}))
    summary = page[: page.index("</ul>")]
    assert "Etwas am Ganzen." in summary
    for target in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{target}"' in page
    assert re.findall(r'href="#([^"]+)"', summary) == ["id_led_by", "id_held_on", "id_interpreter_0", "id_right"]
    assert ">Geführt von: " in summary
    assert ">Wurde gedolmetscht? " in summary


def test_what_need_not_be_filled_says_so():
    page = html_of(Interview())
    assert page.count("(freiwillig)") == 4


@pytest.mark.parametrize(
    ("name", "css"),
    [
        ("led_by", "govuk-input"),
        ("held_on", "govuk-input"),
        ("topics_0", "govuk-checkboxes__input"),
        ("interpreter_0", "govuk-radios__input"),
        ("language", "govuk-select"),
        ("note", "govuk-textarea"),
        ("right", "govuk-checkboxes__input"),
        ("evidence", "govuk-file-upload"),
    ],
)
def test_controls_look_alike(name, css):
    assert re.search(rf'class="{css}["\s]', tag(html_of(Interview()), f"id_{name}"))


def test_a_choice_made_stays_made():
    page = html_of(Interview({"interpreter": "b", "topics": ["a"]}))
    assert "checked" in tag(page, "id_interpreter_1")
    assert "checked" in tag(page, "id_topics_0")
    assert "checked" not in tag(page, "id_interpreter_0")


class TestDay:
    @pytest.mark.parametrize("language", ["de-ch", "en"])
    @pytest.mark.parametrize("typed", ["31.12.2025", "2025-12-31", " 31.12.2025 "])
    def test_is_read_in_every_language(self, language, typed):
        with translation.override(language):
            assert DayField().clean(typed) == date(2025, 12, 31)

    @pytest.mark.parametrize("typed", ["12/31/2025", "31.12.25", "32.01.2025", "gestern"])
    def test_refuses_what_could_be_another_day(self, typed):
        with pytest.raises(forms.ValidationError, match=r"Geben Sie den Tag so ein: 31\.12\.2025\."):
            DayField().clean(typed)

    @pytest.mark.parametrize(
        ("typed", "told"), [("31.12.0225", "vor 1900"), ("31.12.1899", "vor 1900"), ("01.01.2200", "nach 2199")]
    )
    def test_a_slip_in_the_year_is_told(self, typed, told):
        with pytest.raises(forms.ValidationError, match=f"Prüfen Sie das Jahr: Der Tag liegt {told}"):
            DayField().clean(typed)

    @pytest.mark.parametrize("typed", ["01.01.1900", "31.12.2199"])
    def test_whatever_people_mean_is_taken(self, typed):
        assert f"{DayField().clean(typed):%d.%m.%Y}" == typed

    def test_is_shown_the_swiss_way(self):
        form = Interview(initial={"held_on": date(2025, 12, 31)})
        with translation.override("en"):
            assert 'value="31.12.2025"' in tag(html_of(form), "id_held_on")


def test_the_password_is_never_sent_back():
    page = html_of(SignInForm({"email": "", "password": "geheim"}))
    assert "geheim" not in page
