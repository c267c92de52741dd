"""Reports on the use of money: begun, commented, signed off by other hands, sent (FP 2.4, 3.2, 3.3)."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Quarter
from ankunft.foundation.turns import in_turn
from ankunft.foundation.workflow.services import hands_remember, transition

from .. import report_states as states
from ..models import (
    FileFormat,
    FinancialPlan,
    PlanVersion,
    ProgrammeState,
    ProgrammeVersion,
    ReportComment,
    ReportKind,
    ReportState,
    SemReport,
    SemReportFile,
    VersionState,
)
from ..report_permissions import BEGIN, key_of, reporting
from ..report_states import REPORT
from ..reports.contents import content_of
from ..reports.files import as_json, file_of
from ..reports.papers import Content
from ..reports.quarterly import lacking_comments
from ..reports.reading import version_for

LONGEST_COMMENT = 2000


@transaction.atomic
def quarterly_begin(
    *, plan: FinancialPlan, quarter: Quarter, actor: Actor, reason: str = "", is_demo: bool = False
) -> SemReport:
    """Begin the report of a quarter, against the version that held when it ended.

    Refused for a quarter that is not over or not in the plan, without a decided version, and as every report is.
    """
    version = version_for(plan.code, quarter)
    if version is None:
        raise Refused(_("Berichtet wird über einen beschlossenen Plan: «%(plan)s» ist noch keiner.") % {"plan": plan})
    if quarter.year not in plan.years:
        raise Refused(
            _("Der Finanzplan umfasst %(first)d bis %(last)d: %(quarter)s gehört nicht dazu.")
            % {"first": plan.first_year, "last": plan.last_year, "quarter": quarter}
        )
    if quarter.end >= clock.today():
        raise Refused(_("Das Quartal %(quarter)s ist noch nicht vorbei.") % {"quarter": quarter})
    about = {"year": quarter.year, "quarter": quarter.number, "plan_version": version}
    return _begin(ReportKind.QUARTERLY, plan.code, about, reason, actor, is_demo=is_demo)


@transaction.atomic
def yearly_begin(*, version: PlanVersion, actor: Actor, reason: str = "", is_demo: bool = False) -> SemReport:
    """Begin the paper by which the lead of the IIZ approves a version anew. Refused while it still takes inputs."""
    if version.state in (VersionState.INPUTS, VersionState.WITHDRAWN):
        raise Refused(
            _("Die Fassung %(version)s ist nicht konsolidiert: Zur Genehmigung gehört, was zusammengeführt ist.")
            % {"version": version.reference}
        )
    about = {"year": version.as_of.year, "plan_version": version}
    return _begin(ReportKind.YEARLY, version.plan.code, about, reason, actor, is_demo=is_demo)


@transaction.atomic
def areas_begin(
    *, version: ProgrammeVersion, year: int, actor: Actor, reason: str = "", is_demo: bool = False
) -> SemReport:
    """Begin the report of a programme by areas and sources for a year of it.

    Refused for a version in work or withdrawn, and for a year that is not of the programme or has not begun.
    """
    if version.state in (ProgrammeState.DRAFT, ProgrammeState.WITHDRAWN):
        raise Refused(
            _("Berichtet wird über ein eingereichtes Programm: «%(version)s» ist es nicht.")
            % {"version": version.reference}
        )
    if year not in version.programme.years or year > clock.today().year:
        raise Refused(_("%(year)d ist kein Jahr des Programms, über das schon berichtet werden kann.") % {"year": year})
    about = {"year": year, "programme_version": version}
    return _begin(ReportKind.AREAS, version.programme.code, about, reason, actor, is_demo=is_demo)


@transaction.atomic
def report_write(*, report: SemReport, comments: Mapping[int, str], actor: Actor) -> None:
    """Keep what is said of positions (by their keys); what is empty is taken away.

    Refused for a position of another plan, for a report without positions, and once it is signed off.
    """
    can(actor, reporting(states.WRITE), report).require()
    texts = {key: text.strip() for key, text in comments.items() if text.strip()}
    plan = report.plan_version.plan if report.plan_version else None
    known = set(plan.positions.values_list("pk", flat=True)) if plan else set()
    if not known.issuperset(texts):
        raise Refused(_("Eine Position gehört nicht zu diesem Plan. Bitte neu laden."))
    if any(len(text) > LONGEST_COMMENT for text in texts.values()):
        raise Refused(_("Eine Bemerkung hat höchstens %(most)d Zeichen.") % {"most": LONGEST_COMMENT})
    _move(report, states.WRITE, actor, {"comments": len(texts)})
    ReportComment.objects.filter(report=report).delete()
    ReportComment.objects.bulk_create(
        ReportComment(report=report, position_id=key, text=text) for key, text in texts.items()
    )


@transaction.atomic
def report_sign_off(*, report: SemReport, seen: str, actor: Actor) -> None:
    """Sign the report: from now on it is what its three files say. `seen` is the digest of what was shown.

    Refused while a deviation lacks its comment, before the year of a programme is over, where the figures changed since
    they were seen, and to whoever prepared it.
    """
    can(actor, reporting(states.SIGN_OFF), report).require()
    in_turn(f"funds.report {report.pk}")
    _require_as_seen(report)
    content = content_of(report)
    if digest_of(content) != seen:
        raise Refused(
            _("Die Zahlen haben sich geändert, seit Sie den Bericht geöffnet haben: Bitte neu laden und prüfen.")
        )
    if report.kind == ReportKind.AREAS and report.year >= clock.today().year:
        raise Refused(_("Das Jahr %(year)d ist noch nicht vorbei.") % {"year": report.year})
    if report.kind == ReportKind.QUARTERLY and (missing := lacking_comments(content)):
        raise Refused(
            _("Diese Positionen weichen stark vom Plan ab und haben keine Bemerkung: %(positions)s.")
            % {"positions": ", ".join(missing)}
        )
    now = clock.now().replace(microsecond=0)
    content["signed_off"] = {"on": now.date().isoformat(), "at": now.isoformat(), "by": actor.label}
    digests = _keep(report, content)
    _move(report, states.SIGN_OFF, actor, digests)


@transaction.atomic
def report_submit(*, report: SemReport, submitted_on: date, receipt: str, actor: Actor) -> None:
    """Record that the signed report was sent, on which day and how.

    Refused for a day to come, for one before it was signed, and without a word.
    """
    can(actor, reporting(states.SUBMIT), report).require()
    if submitted_on > clock.today():
        raise Refused(_("Übermittelt ist der Bericht erst, wenn er versandt ist: Der Tag liegt in der Zukunft."))
    signed_on = localtime(report.files.earliest("made_at").made_at).date()
    if submitted_on < signed_on:
        raise Refused(
            _("Der Bericht wurde am %(day)s unterzeichnet: Vorher kann er nicht übermittelt worden sein.")
            % {"day": f"{signed_on:%d.%m.%Y}"}
        )
    if not receipt.strip():
        raise Refused(_("Sagen Sie, wie der Bericht übermittelt wurde, zum Beispiel «E-Mail an das SEM»."))
    changes = {"submitted_on": submitted_on, "receipt": receipt.strip()}
    _move(report, states.SUBMIT, actor, {"submitted_on": submitted_on.isoformat()}, changes=changes)


def report_discard(*, report: SemReport, reason: str, actor: Actor) -> None:
    """Give up a report that is not signed; it stays visible."""
    _move(report, states.DISCARD, actor, reason=reason)


def digest_of(content: Content) -> str:
    """By what two states of a report are told apart."""
    return hashlib.sha256(as_json(content)).hexdigest()


def _begin(kind: str, subject: str, about: dict[str, Any], reason: str, actor: Actor, *, is_demo: bool) -> SemReport:
    can(actor, BEGIN).require()
    in_turn(f"funds.report {kind} {subject}")
    same = SemReport.objects.filter(
        kind=kind, subject=subject, year=about["year"], quarter=about.get("quarter", 0)
    ).order_by("-number")
    if open_one := same.filter(state=ReportState.DRAFT).first():
        raise Refused(_("Der Bericht %(report)s ist schon in Arbeit.") % {"report": open_one.reference})
    signed = same.filter(state__in=(ReportState.SIGNED_OFF, ReportState.SUBMITTED))
    if kind == ReportKind.YEARLY:
        signed = signed.filter(plan_version=about["plan_version"])  # Another version is approved anew (FP 3.3).
    corrects = signed.first()
    if corrects is not None and not reason.strip():
        raise Refused(
            _("Der Bericht %(report)s ist unterzeichnet: Sagen Sie, warum er berichtigt wird.")
            % {"report": corrects.reference}
        )
    last = same.first()
    report = SemReport.objects.create(
        state=ReportState.DRAFT,
        kind=kind,
        subject=subject,
        number=last.number + 1 if last else 1,
        corrects=corrects,
        reason=reason.strip() if corrects else "",
        begun_at=clock.now(),
        is_demo=is_demo,
        **about,
    )
    hands_remember(obj=report, key=key_of(report), table=REPORT, name=states.WRITE, actor=actor)
    after = {"kind": kind, "corrects": corrects.reference if corrects else ""}
    sentence = "Bericht über die Mittelverwendung begonnen."
    record(actor, Entry("funds.report.begun", REPORT.object_type, report.reference, sentence, after=after))
    return report


def _require_as_seen(report: SemReport) -> None:
    """Refused where somebody else moved it meanwhile: asked within the turn, before its files are kept."""
    now = SemReport.objects.values_list("state", "version").get(pk=report.pk)
    if now != (report.state, report.version):
        raise Refused(_("Inzwischen hat jemand anders diesen Datensatz bearbeitet. Bitte neu laden und prüfen."))


def _keep(report: SemReport, content: Content) -> dict[str, str]:
    """Keep the files as bytes: no later version of the program makes them otherwise. Returns their digests."""
    digests = {}
    for form in FileFormat.values:
        made = file_of(content, form)
        digests[form] = hashlib.sha256(made).hexdigest()
        SemReportFile.objects.create(
            report=report, form=form, packed=gzip.compress(made, mtime=0), sha256=digests[form], made_at=clock.now()
        )
    return digests


def _move(report: SemReport, name: str, actor: Actor, details: dict[str, Any] | None = None, **more: Any) -> None:
    can(actor, reporting(name), report).require()
    transition(obj=report, key=key_of(report), table=REPORT, name=name, actor=actor, details=details, **more)
