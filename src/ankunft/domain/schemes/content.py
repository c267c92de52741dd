"""The definition of a scheme as JSON and back: how files and people write it, and how the database keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ankunft.domain.questionnaires.content import sections_content, sections_of_part
from ankunft.domain.questionnaires.values import Questionnaire
from ankunft.foundation.documents.json_parts import Malformed, Part
from ankunft.foundation.kernel.money import Money

from .values import Condition, Contribution, Cycle, Scheme, form_kind

__all__ = ["Malformed", "content_of", "scheme_of"]


def scheme_of(data: Any) -> Scheme:
    """The scheme that the JSON describes; Malformed where it does not. `about` is for whoever reads the file."""
    top = Part(data)
    top.only(
        "about",
        "key",
        "sign",
        "name",
        "valid_from",
        "act",
        "paragraph",
        "note",
        "cycle",
        "due_after",
        "paid_after",
        "residents_years_before",
        "owed",
        "contributions",
        "conditions",
        "form",
    )
    key, valid_from = top.text("key"), top.day("valid_from")
    return Scheme(
        key=key,
        sign=top.text("sign"),
        name=top.text("name"),
        valid_from=valid_from,
        act=top.text("act"),
        paragraph=top.text("paragraph"),
        note=top.text("note", ""),
        cycle=top.read("cycle", Cycle),
        due_after=top.count("due_after"),
        paid_after=top.count("paid_after"),
        residents_years_before=top.count("residents_years_before"),
        is_owed=top.truth("owed"),
        contributions=tuple(_contribution(one) for one in top.parts("contributions")),
        conditions=tuple(_condition(one) for one in top.parts("conditions")),
        form=_form(top.part("form"), key, top),
    )


def content_of(scheme: Scheme) -> dict[str, Any]:
    """The scheme as JSON: `scheme_of` makes the same of it."""
    return {
        "key": scheme.key,
        "sign": scheme.sign,
        "name": scheme.name,
        "valid_from": scheme.valid_from.isoformat(),
        "act": scheme.act,
        "paragraph": scheme.paragraph,
        "note": scheme.note,
        "cycle": str(scheme.cycle),
        "due_after": scheme.due_after,
        "paid_after": scheme.paid_after,
        "residents_years_before": scheme.residents_years_before,
        "owed": scheme.is_owed,
        "contributions": [_contribution_content(one) for one in scheme.contributions],
        "conditions": [_condition_content(one) for one in scheme.conditions],
        "form": {
            "title": scheme.form.title,
            "source": scheme.form.source,
            "note": scheme.form.note,
            "sections": sections_content(scheme.form.sections),
        },
    }


def _form(part: Part, key: str, top: Part) -> Questionnaire:
    part.only("title", "source", "note", "sections")
    sections = sections_of_part(part)
    return Questionnaire(
        form_kind(key), top.day("valid_from"), part.text("title"), part.text("source"), part.text("note", ""), sections
    )


def _contribution(part: Part) -> Contribution:
    part.only("code", "label", "paragraph", "field", "once", "by_residents", "least", "most")
    return Contribution(
        code=part.text("code"),
        label=part.text("label"),
        paragraph=part.text("paragraph"),
        field=part.text("field", ""),
        once=part.truth("once"),
        by_residents=part.truth("by_residents"),
        least=part.optional("least", _amount(part)),
        most=part.optional("most", _amount(part)),
    )


def _amount(part: Part) -> Callable[[str], int]:
    return lambda name: part.read(name, Money.parse).rappen


def _contribution_content(one: Contribution) -> dict[str, Any]:
    content: dict[str, Any] = {"code": one.code, "label": one.label, "paragraph": one.paragraph}
    content |= {"field": one.field, "once": one.once, "by_residents": one.by_residents}
    limits = {"least": one.least, "most": one.most}
    return content | {name: Money(limit).plain() for name, limit in limits.items() if limit is not None}


def _condition(part: Part) -> Condition:
    part.only("test", "paragraph", "limit", "day", "field")
    return Condition(
        part.text("test"),
        part.text("paragraph"),
        part.optional("limit", part.count),
        part.optional("day", part.day),
        part.text("field", ""),
    )


def _condition_content(one: Condition) -> dict[str, Any]:
    content: dict[str, Any] = {"test": one.test, "paragraph": one.paragraph}
    if one.limit is not None:
        content["limit"] = one.limit
    if one.day is not None:
        content["day"] = one.day.isoformat()
    return content | ({"field": one.field} if one.field else {})
