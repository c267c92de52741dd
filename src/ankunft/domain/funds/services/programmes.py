"""Programme periods and their versions: begun, submitted to the federation, agreed, closed (KIP3 2.3, 3.2, 3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.turns import in_turn

from .. import programme_states as states
from ..models import ON_ITS_WAY, IntegrationProgramme, ProgrammeState, ProgrammeVersion
from ..programme_permissions import KEEP, moving
from ..programme_readings import goal_plans
from ..rules.programme import Lack, LackKind, lacks
from ..values import NewProgramme, Ruling
from .deciding import decided
from .planning import FIRST_YEAR, LAST_YEAR, MOST_YEARS, code_of, required
from .programme_moves import move
from .programme_writing import goals_copy


@transaction.atomic
def programmes_ensure(*, programmes: Iterable[NewProgramme], actor: Actor) -> int:
    """Add the programmes that are not there yet, each with a first version in work; returns how many are new."""
    known = set(IntegrationProgramme.objects.values_list("code", flat=True))
    new = [one for one in programmes if one.code not in known]
    for one in new:
        version_begin(programme=programme_begin(new=one, actor=actor), actor=actor)
    return len(new)


@transaction.atomic
def programme_begin(*, new: NewProgramme, actor: Actor, is_demo: bool = False) -> IntegrationProgramme:
    """Add a programme period. Refused for a code that is taken, without a name, and for years that are no period."""
    can(actor, KEEP).require()
    in_turn("funds.programme")
    if IntegrationProgramme.objects.filter(code=code_of(new.code)).exists():
        raise Refused(_("Ein Integrationsprogramm mit dem Kürzel «%(code)s» gibt es schon.") % {"code": new.code})
    if not FIRST_YEAR <= new.first_year <= new.last_year <= LAST_YEAR or new.last_year - new.first_year >= MOST_YEARS:
        raise Refused(
            _("Ein Integrationsprogramm umfasst ein bis %(most)d Jahre zwischen %(first)d und %(last)d.")
            % {"most": MOST_YEARS, "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    programme = IntegrationProgramme.objects.create(
        code=code_of(new.code),
        label=required(new.label),
        first_year=new.first_year,
        last_year=new.last_year,
        submission_due=new.submission_due,
        agreement_due=new.agreement_due,
        basis=new.basis.strip(),
        is_demo=is_demo,
    )
    after = {"first_year": new.first_year, "last_year": new.last_year}
    sentence = "Integrationsprogramm angelegt."
    record(actor, Entry("funds.programme.begun", "funds.programme", programme.code, sentence, after=after))
    return programme


@transaction.atomic
def version_begin(
    *, programme: IntegrationProgramme, actor: Actor, occasion: str = "", is_demo: bool = False
) -> ProgrammeVersion:
    """Open another version with everything of the last one that was not withdrawn, to be changed.

    Refused while one is on its way; from the second on it says why there is another.
    """
    can(actor, KEEP).require()
    in_turn(f"funds.programme {programme.pk}")
    if open_one := programme.versions.filter(state__in=ON_ITS_WAY).first():
        raise Refused(
            _("Die Fassung %(version)s ist noch unterwegs: Zuerst wird sie vereinbart oder zurückgezogen.")
            % {"version": open_one.reference}
        )
    last = programme.versions.order_by("-number").first()
    if last is not None and not occasion.strip():
        raise Refused(_("Sagen Sie, warum es eine neue Fassung braucht."))
    version = ProgrammeVersion.objects.create(
        state=ProgrammeState.DRAFT,
        programme=programme,
        number=last.number + 1 if last else 1,
        occasion=occasion.strip(),
        opened_at=clock.now(),
        is_demo=is_demo,
    )
    model = programme.versions.exclude(state__in=(*ON_ITS_WAY, ProgrammeState.WITHDRAWN)).order_by("-number").first()
    model = model or programme.versions.filter(state=ProgrammeState.WITHDRAWN).order_by("-number").first()
    if model is not None:
        goals_copy(model, version)
    after = {"occasion": version.occasion, "from": model.reference if model else ""}
    sentence = "Fassung des Integrationsprogramms begonnen."
    record(actor, Entry("funds.programme.opened", "funds.programme", version.reference, sentence, after=after))
    return version


@transaction.atomic
def programme_submit(*, version: ProgrammeVersion, submitted_on: date, receipt: str, actor: Actor) -> None:
    """Record that the version was entered in the portal of the federation; from then on nothing in it changes.

    Refused while goals, measures or funding are lacking, without a receipt, and for a day that has not come.
    """
    can(actor, moving(states.SUBMIT), version).require()
    if missing := lacks(goal_plans(version)):
        raise Refused(" ".join(lack_in_words(lack) for lack in missing))
    if not receipt.strip():
        raise Refused(_("Sagen Sie, wie die Eingabe im Portal ELSI heisst oder wer sie bestätigt hat."))
    if submitted_on > clock.today():
        raise Refused(_("Die Eingabe kann erst festgehalten werden, wenn sie gemacht ist."))
    changes = {"submitted_on": submitted_on, "receipt": receipt.strip()}
    move(version, states.SUBMIT, actor, {"submitted_on": f"{submitted_on:%Y-%m-%d}"}, changes=changes)


@transaction.atomic
def programme_agree(*, version: ProgrammeVersion, ruling: Ruling, actor: Actor) -> None:
    """Record the agreement and the decision that approved it; the version agreed before is superseded.

    Refused without the name of the decision and who took it, for a day that has not come, and to whoever wrote or
    submitted the version.
    """
    in_turn(f"funds.programme {version.programme_id}")
    can(actor, moving(states.AGREE), version).require()
    before = (
        ProgrammeVersion.objects.filter(programme=version.programme_id, state=ProgrammeState.AGREED)
        .exclude(pk=version.pk)
        .first()
    )
    if before is not None:
        move(before, states.SUPERSEDE, actor, {"by": version.reference})
    changes = decided(ruling) | {"supersedes": before}
    move(version, states.AGREE, actor, {"decision": ruling.name, "decided_by": ruling.by}, changes=changes)


def programme_close(*, version: ProgrammeVersion, actor: Actor) -> None:
    """The period is over. Refused before the end of its last year."""
    can(actor, moving(states.CLOSE), version).require()
    if clock.today().year <= version.programme.last_year:
        raise Refused(
            _("Das Programm läuft bis Ende %(year)d: Abgeschlossen wird es danach.")
            % {"year": version.programme.last_year}
        )
    move(version, states.CLOSE, actor)


def programme_withdraw(*, version: ProgrammeVersion, reason: str, actor: Actor) -> None:
    """Give up a version that is on its way; it stays readable, and the next one begins with what it said."""
    move(version, states.WITHDRAW, actor, reason=reason)


def lack_in_words(lack: Lack) -> str:
    """What is lacking, as a sentence."""
    sentences = {
        LackKind.NO_GOALS: _("Das Programm hat noch kein Ziel."),
        LackKind.NO_MEASURES: _("Das Ziel «%(name)s» hat noch keine Massnahme."),
        LackKind.NO_FUNDING: _("Die Massnahme «%(name)s» hat noch keine Finanzierung."),
    }
    return sentences[lack.kind] % {"name": lack.name}
