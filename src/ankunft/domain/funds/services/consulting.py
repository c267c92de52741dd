"""The bodies of the IIZ are asked and say what they make of a version (FP 1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.models import Organisation
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import states
from ..models import AskedBody, PlanVersion, Stance, Statement, VersionState
from ..permissions import STATE, STATE_FOR, moving
from ..readings import asked_last, bodies_of_iiz
from ..values import Said
from .moves import move, turn_of

MOST_BODIES = 20


@transaction.atomic
def version_consult(
    *,
    version: PlanVersion,
    statements_due: date,
    actor: Actor,
    bodies: Sequence[Organisation] | None = None,
    others: Sequence[str] = (),
) -> None:
    """Ask bodies for statements until a day: those of the IIZ unless `bodies` says which, and `others` by their name.

    Refused for a day that is over, for nobody, and for a body that is asked twice.
    """
    if statements_due < clock.today():
        raise Refused(
            _("Die Frist für Stellungnahmen, der %(day)s, ist schon vorbei.") % {"day": f"{statements_due:%d.%m.%Y}"}
        )
    can(actor, moving(states.CONSULT), version).require()
    turn_of(version)
    asked = _asked(version, list(bodies_of_iiz() if bodies is None else bodies), others)
    AskedBody.objects.bulk_create(asked)
    details = {"statements_due": f"{statements_due:%Y-%m-%d}", "asked": [one.name for one in asked]}
    move(version, states.CONSULT, actor, details, changes={"statements_due": statements_due})


@transaction.atomic
def version_close_consultation(*, version: PlanVersion, actor: Actor) -> None:
    """The version can be decided on. Refused before the last day is over as long as somebody asked has said nothing."""
    can(actor, moving(states.CLOSE_CONSULTATION), version).require()
    turn_of(version)
    silent = [one.name for one in asked_last(version) if not one.statements.all()]
    is_over = version.statements_due is not None and version.statements_due < clock.today()
    if silent and not is_over:
        raise Refused(
            _("Bis %(day)s können noch Stellung nehmen: %(bodies)s.")
            % {
                "day": f"{version.statements_due:%d.%m.%Y}" if version.statements_due else "–",
                "bodies": ", ".join(silent),
            }
        )
    move(version, states.CLOSE_CONSULTATION, actor, {"silent": silent})


@transaction.atomic
def statement_give(*, asked: AskedBody, said: Said, actor: Actor) -> Statement:
    """Say what the own body makes of the version. Refused for another body and outside of the consultation."""
    can(actor, STATE, asked).require()
    return _store(asked, said, actor)


@transaction.atomic
def statement_give_for(*, asked: AskedBody, said: Said, actor: Actor) -> Statement:
    """The office of the IIZ records what a body decided; `said.reference` says where. Refused as `statement_give`."""
    can(actor, STATE_FOR).require()
    if not said.reference.strip():
        raise Refused(_("Sagen Sie, wo das Gremium Stellung genommen hat, zum Beispiel «Sitzung vom 01.12.2023»."))
    return _store(asked, said, actor)


def _asked(version: PlanVersion, bodies: list[Organisation], others: Sequence[str]) -> list[AskedBody]:
    named = [(body, body.name) for body in bodies] + [(None, name.strip()) for name in others if name.strip()]
    names = [name for _body, name in named]
    if not names:
        raise Refused(_("Nennen Sie mindestens ein Gremium, das Stellung nehmen soll."))
    if len(names) > MOST_BODIES:
        raise Refused(_("Mehr als %(most)d Gremien nehmen nicht Stellung.") % {"most": MOST_BODIES})
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Refused(_("Doppelt eingeladen: %(names)s.") % {"names": ", ".join(twice)})
    last = AskedBody.objects.filter(version=version).order_by("-round").values_list("round", flat=True).first()
    now, number = clock.now(), (last or 0) + 1
    return [AskedBody(version=version, round=number, body=body, name=name[:120], asked_at=now) for body, name in named]


def _store(asked: AskedBody, said: Said, actor: Actor) -> Statement:
    version = asked.version
    turn_of(version)
    _require_open(asked)
    if said.stance not in Stance.values:
        raise Refused(_("Wählen Sie, ob das Gremium die Fassung empfiehlt."))
    if said.stance != Stance.RECOMMEND and not said.text.strip():
        raise Refused(_("Sagen Sie, was das Gremium anmerkt oder warum es die Fassung nicht empfiehlt."))
    last = Statement.objects.filter(asked=asked).order_by("-number").values_list("number", flat=True).first()
    stored = Statement.objects.create(
        asked=asked,
        number=(last or 0) + 1,
        stance=said.stance,
        text=said.text.strip(),
        reference=said.reference.strip(),
        account_id=actor.account_id,
        given_by=actor.label,
        given_at=clock.now(),
    )
    after = {"body": asked.name, "number": stored.number, "stance": stored.stance, "reference": stored.reference}
    sentence = f"Stellungnahme von «{asked.name}» festgehalten."
    record(actor, Entry("funds.statement.given", "funds.version", version.reference, sentence, after=after))
    return stored


def _require_open(asked: AskedBody) -> None:
    """Refused outside of the consultation, and for one that another has replaced."""
    version = PlanVersion.objects.select_related("plan").get(pk=asked.version_id)
    rounds = AskedBody.objects.filter(version=version).values_list("round", flat=True)
    if version.state != VersionState.CONSULTATION or asked.round != max(rounds):
        raise Refused(
            _("Zum Finanzplan %(version)s wird nicht mehr Stellung genommen: Sein Stand ist «%(state)s».")
            % {"version": version.reference, "state": VersionState(version.state).label}
        )
