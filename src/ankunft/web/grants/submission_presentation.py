"""What was signed, as its page shows it: as it was that day, and what it says otherwise than the one before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.grants import selectors
from ankunft.domain.grants.models import BudgetLine, FinalReport, Project, Side, Submission, SubmissionKind
from ankunft.domain.grants.submission_rules import (
    APPLICATION_FIELDS,
    REPORT_FIELDS,
    Content,
    Difference,
    Value,
    differences,
)
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.templatetags.ankunft import chf_long
from ankunft.web.shell.templatetags.ankunft import day as day_text

from .report_presentation import Compared, sides_of

LABELS: Mapping[str, str | Promise] = {
    **{one.name: one.verbose_name for one in Project._meta.fields if one.name in APPLICATION_FIELDS},
    **{one.name: one.verbose_name for one in FinalReport._meta.fields if one.name in REPORT_FIELDS},
    **{side.value: side.label for side in Side},
    "file": gettext_lazy("Nachweis"),
}
DAYS, WORDS = ("begins_on", "ends_on"), ("title", "goal", "target_group", "measures", *REPORT_FIELDS)


class Changed(NamedTuple):
    """A difference in words; empty is what was not there, or is no longer."""

    label: str
    was: str
    now: str


class Paper(NamedTuple):
    """A paper that was signed with a report; `url` is empty where it was taken away since."""

    label: str
    sha256: str
    url: str


def submission_context(submission: Submission, actor: Actor) -> dict[str, Any]:
    """Everything on the page of one that was signed."""
    content = submission.content
    before = selectors.submission_before(actor, submission)
    found = differences(before.content, content) if before else []
    return {
        "one": submission,
        "project": submission.project,
        "is_report": submission.kind == SubmissionKind.REPORT,
        "before": before,
        "changes": [_changed(one) for one in found],
        "texts": [(LABELS[name], content[name]) for name in WORDS if name in content],
        **(_actual(submission, actor) if submission.kind == SubmissionKind.REPORT else _budget(content)),
    }


def _budget(content: Content) -> dict[str, Any]:
    """The budget as the page of a project shows it."""
    lines = [BudgetLine(side=line["side"], label=line["label"], amount=line["amount"]) for line in content["lines"]]
    return {
        "asked": content["asked"],
        "begins_on": content["begins_on"],
        "ends_on": content["ends_on"],
        "budget": selectors.budget_of(Project(asked=content["asked"]), lines),
        "sides": {side.value: [line for line in lines if line.side == side] for side in Side},
    }


def _actual(submission: Submission, actor: Actor) -> dict[str, Any]:
    """The lines as the page of a report shows them, and its papers: those that are still there can be opened."""
    lines = submission.content["lines"]
    rows = [(line["side"], Compared(line["label"], line["planned"], line["amount"])) for line in lines]
    report = selectors.report_of(actor, submission.project)
    there = {file.sha256: file.pk for file in selectors.report_files(actor, report)} if report else {}
    files = [
        Paper(
            file["label"],
            file["sha256"],
            reverse("project-report-file", args=[submission.project.pk, there[file["sha256"]]])
            if file["sha256"] in there
            else "",
        )
        for file in submission.content["files"]
    ]
    return {"sides": sides_of(rows), "files": files}


def _changed(one: Difference) -> Changed:
    named = f"{LABELS[one.name]}: {one.label}" if one.label else str(LABELS[one.name])
    return Changed(named, _shown(one.name, one.was), _shown(one.name, one.now))


def _shown(name: str, value: Value) -> str:
    if value is None:
        return ""
    if name == "file":
        return _("Prüfsumme %(start)s …") % {"start": str(value)[:12]}
    if name in DAYS:
        return day_text(str(value))
    return str(value) if name in WORDS else chf_long(int(value))
