"""What is said about warnings: the municipality explains one, the canton waives it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from ankunft.domain.reporting import checks
from ankunft.domain.reporting.checks import Finding, FindingKey
from ankunft.domain.reporting.models import Explanation, HalfYearReport, Waiver
from ankunft.domain.reporting.selectors import explanations_of, subject_of, waivers_of
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .moving import edited_meanwhile, leave_event

Words = Mapping[FindingKey, str]
NOTHING_SAID: Words = {}


def explain(report: HalfYearReport, words: Words, actor: Actor) -> None:
    """Keep how the municipality explains warnings of this version, in the caller's transaction.

    What is about other numbers than those of the version is left aside: the warning is another one by now.
    """
    known = {key: one.text for key, one in explanations_of(report).items()}
    for finding, text in _said(report, words):
        if known.get(finding.key) != text:
            Explanation.objects.create(**_about(report, finding, text, actor))
            _told(actor, report, "explain", "Hinweis erklärt.", finding, text)


def waive(report: HalfYearReport, words: Words, actor: Actor) -> None:
    """Keep that the canton takes the report in spite of warnings, and why, in the caller's transaction."""
    known = waivers_of(report)
    for finding, text in _said(report, words):
        if finding.key in known:
            continue
        try:
            with transaction.atomic():
                Waiver.objects.create(**_about(report, finding, text, actor))
        except IntegrityError:
            raise edited_meanwhile() from None
        _told(actor, report, "waive", "Hinweis hingenommen.", finding, text)


def _said(report: HalfYearReport, words: Words) -> list[tuple[Finding, str]]:
    if not words:
        return []
    found = checks.warnings(subject_of(report, day=clock.today()))
    return [(one, text) for one in found if (text := words.get(one.key, "").strip())]


def _about(report: HalfYearReport, finding: Finding, text: str, actor: Actor) -> dict[str, Any]:
    return {
        "municipality": report.municipality,
        "period": report.period,
        **finding.key._asdict(),
        "text": text,
        "said_by": actor.label,
        "account_id": actor.account_id,
        "said_at": clock.now(),
    }


def _told(actor: Actor, report: HalfYearReport, action: str, summary: str, finding: Finding, text: str) -> None:
    leave_event(actor, report, action, summary, after=finding.key._asdict(), reason=text)
