"""Defining schemes: one person proposes a definition, another confirms it, then it never changes."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ankunft.domain.questionnaires.content import digest_of
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.services import transition

from .. import states
from ..content import content_of, scheme_of
from ..intake import scheme_in
from ..models import Scheme, SchemeDefinition
from ..permissions import defining


@transaction.atomic
def definition_propose(*, text: str, actor: Actor, is_demo: bool = False) -> SchemeDefinition:
    """Propose the definition that the JSON text describes. Refused with every reason that it cannot be worked with."""
    can(actor, defining(states.DEFINITION, states.PROPOSE)).require()
    scheme = scheme_in(text)
    content = content_of(scheme)
    definition = SchemeDefinition.objects.create(
        state=ProposalState.PROPOSED,
        key=scheme.key,
        valid_from=scheme.valid_from,
        definition=content,
        digest=digest_of(content),
        is_demo=is_demo,
    )
    _move(definition, states.PROPOSE, actor)
    return definition


@transaction.atomic
def definition_confirm(*, definition: SchemeDefinition, actor: Actor) -> None:
    """The scheme works so from its day on.

    Refused where another definition has the same day, and where sign or kind of period are not those that the scheme
    has: runs and forms are named by them.
    """
    can(actor, defining(states.DEFINITION, states.CONFIRM), definition).require()
    try:
        with transaction.atomic():
            _require_same_names(definition)
            _move(definition, states.CONFIRM, actor)
    except IntegrityError:
        raise Refused(
            _(
                "Ab dem %(day)s ist schon eine Definition bestätigt, oder das Kürzel gehört einem anderen Programm. "
                "Zurückziehen und anders vorschlagen."
            )
            % {"day": f"{definition.valid_from:%d.%m.%Y}"}
        ) from None


def definition_withdraw(*, definition: SchemeDefinition, actor: Actor) -> None:
    """The proposed definition comes to nothing."""
    _move(definition, states.WITHDRAW, actor)


def _require_same_names(definition: SchemeDefinition) -> None:
    scheme = scheme_of(definition.definition)
    known, _created = Scheme.objects.get_or_create(
        key=scheme.key, defaults={"sign": scheme.sign, "cycle": str(scheme.cycle)}
    )
    if (known.sign, known.cycle) != (scheme.sign, str(scheme.cycle)):
        raise Refused(
            _("Kürzel und Periode eines Programms bleiben, wie sie sind: «%(sign)s» und «%(cycle)s».")
            % {"sign": known.sign, "cycle": known.cycle}
        )


def _move(definition: SchemeDefinition, name: str, actor: Actor) -> None:
    details = {
        "scheme": definition.key,
        "valid_from": definition.valid_from.isoformat(),
        "digest": definition.digest,
    }
    transition(obj=definition, key=str(definition.pk), table=states.DEFINITION, name=name, actor=actor, details=details)
