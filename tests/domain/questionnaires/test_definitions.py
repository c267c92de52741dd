"""The files of definitions: ours are sound and say whose wording they are, broken ones are refused with reasons."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.questionnaires import definitions, rules
from ankunft.domain.questionnaires.content import Malformed, content_of, digest_of, questionnaire_of
from ankunft.domain.questionnaires.loader import check_questionnaires
from ankunft.domain.questionnaires.values import Flaw, Kind, Type
from ankunft.domain.questionnaires.words import of_fault, of_flaw, of_named_flaw
from ankunft.foundation.kernel.errors import Refused

FOLDER = Path(settings.DATA) / "questionnaires"
FILES = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_says_that_the_wording_is_ours_and_is_named_after_its_version(file: Path) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    assert "Der Wortlaut der Fragen ist von diesem Projekt" in data["about"]
    assert file.name == f"{data['kind'].replace('_', '-')}-{data['valid_from']}.json"
    assert data["note"]
    assert data["source"]


def test_the_change_log_is_followed() -> None:
    days = {kind: [f"{one.valid_from}" for one in definitions.versions_of(kind)] for kind in Kind}
    assert days[Kind.HALF_YEAR] == ["2017-01-01", "2018-07-01", "2022-01-01", "2024-01-01"]
    assert days[Kind.DECLARATION] == ["2017-01-01", "2018-07-01", "2021-04-30"]
    assert check_questionnaires() == 7


def test_every_question_names_the_paragraph_of_one_of_the_two_documents() -> None:
    for version in definitions.all_versions():
        for question in version.questions:
            assert question.source.startswith(("KS ", "SP ")), question.code


def test_a_code_means_the_same_in_every_version() -> None:
    kinds: dict[tuple[Kind, str], tuple[str, str]] = {}
    for version in definitions.all_versions():
        for question in version.questions:
            meaning = (question.type, question.feeds)
            assert kinds.setdefault((version.kind, question.code), meaning) == meaning


def test_content_and_back() -> None:
    for version in definitions.all_versions():
        content = content_of(version)
        assert questionnaire_of(json.loads(json.dumps(content))) == version
    digests = {digest_of(content_of(version)) for version in definitions.all_versions()}
    assert len(digests) == len(definitions.all_versions())


def changed(folder: Path, **changes: Any) -> Path:
    """A folder with our files, of which the latest self-declaration is changed."""
    for file in FILES:
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    last = folder / "declaration-2021-04-30.json"
    data = json.loads(last.read_text(encoding="utf-8")) | changes
    last.write_text(json.dumps(data), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "survey"}, "declaration-2021-04-30.json: «kind» fehlt"),
        ({"valid_from": "gestern"}, "«valid_from» fehlt"),
        ({"sections": None}, "«sections» fehlt"),
        ({"sections": [{"code": "a", "title": 7, "questions": []}]}, "«sections.0.title»"),
        ({"sections": [{"code": "a", "title": "A", "questions": [{"code": "b"}]}]}, "«sections.0.questions.0.type»"),
        ({"colour": "red"}, "«colour»"),
        ({"valid_from": "2018-07-01"}, "Dieselbe Fassung steht schon in declaration-2018-07-01.json."),
        ({"sections": []}, "Der Fragebogen hat keinen Abschnitt. Nach der Kennzahl «officer_named» wird nicht gefragt"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_the_reason(tmp_path: Path, changes: Any, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        definitions.read_folder(changed(tmp_path, **changes))
    assert sentence in refused.value.reason


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    folder = changed(tmp_path, valid_from="2018-07-01", sections=[])
    (folder / "half-year-2024-01-01.json").write_text("{", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        definitions.read_folder(folder)
    assert all(
        part in refused.value.reason for part in ("keinen Abschnitt", "Dieselbe Fassung", "half-year-2024", "kein JSON")
    )


def test_a_form_without_any_version_is_missed(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        definitions.read_folder(tmp_path)
    assert "Selbstdeklaration (Anhang 3)" in refused.value.reason


keys = st.sampled_from(["code", "title", "questions", "type", "label", "options", "when", "among", "question"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner),
    max_leaves=12,
)


@given(json_values)
def test_whatever_stands_in_a_file_it_is_malformed_or_a_questionnaire(data: Any) -> None:
    form = {"kind": "declaration", "valid_from": "2024-01-01", "title": "", "source": "", "sections": data}
    for one in (form, data):
        with suppress(Malformed):
            rules.faults(questionnaire_of(one))


def test_every_fault_and_every_flaw_has_a_sentence() -> None:
    for unsound in rules.Unsound:
        assert "%(" not in of_fault(rules.Fault(unsound, "hier", "das"))
    question = next(definitions.questionnaire_for(Kind.DECLARATION, "2026").questions)
    for flaw in Flaw:
        assert of_flaw(question, flaw)
        assert question.label in of_named_flaw(question, flaw)
    assert {option.code for option in definitions.as_options(question)} == set(question.codes)
    assert question.type == Type.CHOICE
