"""Questions as a form: fields that keep whatever was typed, with the sentence of what is missing or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from ankunft.domain.questionnaires.definitions import as_options
from ankunft.domain.questionnaires.models import AnswerSheet
from ankunft.domain.questionnaires.selectors import Filled
from ankunft.domain.questionnaires.values import Flaw, Question, Section, Type, Typed
from ankunft.domain.questionnaires.words import of_flaw

PREFIX = "antwort"
ASKED, SEEN = "gefragt", "gesehen"


class AnswerField(forms.Field):
    """Takes what was typed as it is: the rules of the room say what is missing or wrong, when it is asked of them."""

    def validate(self, value: Any) -> None:
        pass


class SectionForm(forms.Form):
    """The questions of a section that are asked, with what was typed; `flaws` are said at their questions."""

    use_required_attribute = False

    def __init__(self, questions: Sequence[Question], typed: Typed, flaws: Mapping[str, Flaw]) -> None:
        data = MultiValueDict(
            {f"{PREFIX}-{question.code}": list(typed.get(question.code, ())) for question in questions}
        )
        super().__init__(data, prefix=PREFIX)
        self.questions = {question.code: question for question in questions}
        self.flaws = flaws
        self.fields = {question.code: _field(question) for question in questions}

    def clean(self) -> dict[str, Any]:
        for code, flaw in self.flaws.items():
            if code in self.questions:
                self.add_error(code, of_flaw(self.questions[code], flaw))
        return super().clean() or {}


def section_form(one: Filled, section: Section, typed: Typed, *, with_missing: bool) -> SectionForm:
    """The form of a section. Missing answers are said only once somebody has asked for that by saving."""
    flaws = {code: flaw for code, flaw in one.reading.flaws.items() if with_missing or flaw != Flaw.MISSING}
    return SectionForm([question for question in section.questions if question.code in one.reading.asked], typed, flaws)


def typed_in(data: MultiValueDict[str, str], section: Section) -> dict[str, tuple[str, ...]]:
    """What was typed in the questions that stood on the page; where nothing was ticked, that nothing was."""
    asked = set(data.getlist(ASKED))
    return {
        question.code: tuple(data.getlist(f"{PREFIX}-{question.code}"))
        for question in section.questions
        if question.code in asked
    }


class StepForm(forms.Form):
    """A step on the version that the person saw."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)

    def __init__(self, *args: Any, sheet: AnswerSheet, sections: Sequence[Section] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = seen(sheet)
        self.sections = sections

    def version(self) -> int:
        """The version of the sheet that the person saw; one that there never is where that cannot be told."""
        number, _point, version = self.cleaned_data["seen"].partition(".")
        matches = number == self.initial["seen"].partition(".")[0] and version.isascii() and version.isdecimal()
        return int(version) if matches else -1


def seen(sheet: AnswerSheet) -> str:
    """Which state of which version somebody looks at."""
    return f"{sheet.number}.{sheet.version}"


class ReasonForm(StepForm):
    """A step that needs a reason."""

    reason = forms.CharField(
        label=_("Begründung"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Geben Sie eine Begründung ein.")},
    )


class ReturnForm(StepForm):
    """What is to be put right, section by section."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in self.sections:
            self.fields[f"grund-{section.code}"] = forms.CharField(
                label=section.title, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
            )

    def reasons(self) -> dict[str, str]:
        """The reasons by the code of the section; empty ones as well."""
        return {section.code: self.cleaned_data[f"grund-{section.code}"] for section in self.sections}


def _field(question: Question) -> AnswerField:
    return AnswerField(
        label=question.label,
        help_text=question.help,
        required=question.is_required,
        widget=_widget(question),
    )


def _widget(question: Question) -> forms.Widget:
    choices = [(option.code, option.label) for option in as_options(question)]
    match question.type:
        case Type.YES_NO | Type.CHOICE:
            return forms.RadioSelect(choices=choices)
        case Type.MULTIPLE:
            return forms.CheckboxSelectMultiple(choices=choices)
        case Type.TEXT:
            return forms.Textarea(attrs={"rows": 4})
    width = "govuk-input--width-10" if question.type == Type.AMOUNT else "govuk-input--width-5"
    mode = "decimal" if question.type == Type.AMOUNT else "numeric"
    return forms.TextInput(attrs={"class": width, "inputmode": mode, "autocomplete": "off"})
