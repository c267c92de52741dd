"""What of plans, money, programmes and reports the database itself refuses to change (FP 3.1, 3.3)."""

from __future__ import annotations

from ankunft.foundation.audit.protection import Stage, protect

MOVING = ("state", "version")
"""The columns that every move changes."""
DECIDED = ("decision", "decided_by", "decided_on", "supersedes_id")
"""The columns that a decision writes."""


def register() -> None:
    """Called once when the application starts."""
    _protect_plans()
    _protect_money()
    _protect_programmes()
    _protect_reports()


def _protect_plans() -> None:
    """What was given and said is added to, never changed; what was decided stays."""
    protect("funds_financialplan")
    # What a decided plan calls its positions stays; only who gives the figures and whom it serves may change.
    protect(
        "funds_position",
        "OLD.plan_id IN (SELECT plan_id FROM funds_planversion WHERE state IN ('adopted', 'superseded'))",
        changing=("structure_id", "groups"),
    )
    # A plan that is decided never changes: what is otherwise afterwards is another version.
    protect(
        "funds_planversion",
        "OLD.state IN ('superseded', 'withdrawn')",
        further=(
            Stage("OLD.state = 'adopted'", MOVING),
            Stage("OLD.state <> 'inputs'", (*MOVING, "opened_at", "inputs_due", "statements_due", *DECIDED)),
        ),
    )
    protect("funds_positioninput", on_insert=_takes_no_inputs("NEW.version_id"))
    protect("funds_inputamount", on_insert=_takes_no_inputs(_version_of("funds_positioninput", "NEW.input_id")))
    protect("funds_inputpaper", on_insert=_takes_no_inputs(_version_of("funds_positioninput", "NEW.input_id")))
    # Asked is while the version goes into consultation, said while it is in it; neither changes.
    protect("funds_askedbody", on_insert=_is_not("NEW.version_id", "consolidated"))
    protect("funds_statement", on_insert=_is_not(_version_of("funds_askedbody", "NEW.asked_id"), "consultation"))
    protect(
        "funds_plannedposition",
        _takes_no_inputs("OLD.version_id"),
        on_insert=_takes_no_inputs("NEW.version_id"),
    )
    of_planned = _version_of("funds_plannedposition", "{row}.planned_id")
    protect(
        "funds_plannedamount",
        _takes_no_inputs(of_planned.format(row="OLD")),
        on_insert=_takes_no_inputs(of_planned.format(row="NEW")),
    )


def _protect_money() -> None:
    """What came, what went and what was said of it is added to, never changed."""
    for table in ("sourceterms", "personrate", "tranche", "booking", "costrule", "assignment", "projection"):
        protect(f"funds_{table}")
    for table in ("transfer", "refund"):
        protect(f"funds_{table}", "OLD.state <> 'proposed'", further=(Stage("OLD.state = 'proposed'", MOVING),))


def _protect_programmes() -> None:
    """What was submitted to the federation stays: what is otherwise afterwards is another version."""
    protect(
        "funds_programmeversion",
        "OLD.state IN ('superseded', 'closed', 'withdrawn')",
        further=(
            Stage("OLD.state = 'agreed'", MOVING),
            Stage("OLD.state = 'submitted'", (*MOVING, *DECIDED)),
        ),
    )
    goal = "(SELECT version_id FROM funds_programmegoal WHERE id = {key})"
    measure = "(SELECT goal_id FROM funds_programmemeasure WHERE id = {row}.measure_id)"
    ways = {
        "funds_programmegoal": "{row}.version_id",
        "funds_programmemeasure": goal.format(key="{row}.goal_id"),
        "funds_measurefunding": goal.format(key=measure),
    }
    for table, version in ways.items():
        protect(table, _submitted(version.format(row="OLD")), on_insert=_submitted(version.format(row="NEW")))


def _protect_reports() -> None:
    """What was signed stays, with everything that was said in it."""
    protect(
        "funds_semreport",
        "OLD.state IN ('submitted', 'discarded')",
        further=(Stage("OLD.state = 'signed_off'", (*MOVING, "submitted_on", "receipt")),),
    )
    signed = "(SELECT state FROM funds_semreport WHERE id = {row}.report_id) <> 'draft'"
    protect("funds_reportcomment", signed.format(row="OLD"), on_insert=signed.format(row="NEW"))
    protect("funds_semreportfile", on_insert=signed.format(row="NEW"))


def _submitted(version: str) -> str:
    """SQL: that version of the programme is not in work any more."""
    return f"(SELECT state FROM funds_programmeversion WHERE id = {version}) <> 'draft'"  # noqa: S608  (names of ours)


def _version_of(table: str, key: str) -> str:
    """SQL: the version to which a row of that table belongs."""
    return f"(SELECT version_id FROM {table} WHERE id = {key})"  # noqa: S608  (names of ours)


def _takes_no_inputs(version: str) -> str:
    """SQL: that version is past its inputs."""
    return _is_not(version, "inputs")


def _is_not(version: str, state: str) -> str:
    """SQL: that version is in another state."""
    return f"(SELECT state FROM funds_planversion WHERE id = {version}) <> '{state}'"  # noqa: S608  (names of ours)
