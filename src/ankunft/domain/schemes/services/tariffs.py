"""The tariffs of schemes: entered by one person of the canton, confirmed by another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.services import transition

from .. import states
from ..models import SchemeTariff
from ..permissions import defining
from ..readings import definitions
from ..rules import outside_limits
from ..values import Contribution, Scheme, Tariff, contribution_name


@transaction.atomic
def tariff_propose(
    *,
    scheme: str,
    code: str,
    valid_from: date,
    rows: Sequence[tuple[int, int]],
    act: str,
    paragraph: str,
    actor: Actor,
    note: str = "",
    is_demo: bool = False,
) -> SchemeTariff:
    """Propose what a unit of the contribution is worth from `valid_from` on.

    `rows` are lower bounds of residents and rates in Rappen; none: nothing is paid any more. Refused where no confirmed
    definition has the contribution, where the rows are no tariff for it, and where a rate is outside of what the law
    says.
    """
    can(actor, defining(states.TARIFF, states.PROPOSE)).require()
    contribution = _contribution(scheme, code, valid_from)
    if not act.strip() or not paragraph.strip():
        raise Refused(_("Erlass und Ziffer fehlen: Jeder Tarif nennt, worauf er beruht."))
    tariff = SchemeTariff.objects.create(
        state=ProposalState.PROPOSED,
        contribution=contribution_name(scheme, code),
        valid_from=valid_from,
        rows=[list(row) for row in _tariff(contribution, rows).rows],
        act=act.strip(),
        paragraph=paragraph.strip(),
        note=note.strip(),
        is_demo=is_demo,
    )
    _move(tariff, states.PROPOSE, actor)
    return tariff


@transaction.atomic
def tariff_confirm(*, tariff: SchemeTariff, actor: Actor) -> None:
    """From now on it counts.

    Refused if the contribution has another tariff from the same day, and where a definition that was confirmed since
    the proposal has another contribution or other limits.
    """
    can(actor, defining(states.TARIFF, states.CONFIRM), tariff).require()
    scheme, _dot, code = tariff.contribution.partition(".")
    _tariff(_contribution(scheme, code, tariff.valid_from), [(bound, rate) for bound, rate in tariff.rows])
    try:
        with transaction.atomic():
            _move(tariff, states.CONFIRM, actor)
    except IntegrityError:
        raise Refused(
            _("Ab dem %(day)s ist schon ein Tarif bestätigt. Den neuen mit einem anderen Datum vorschlagen.")
            % {"day": f"{tariff.valid_from:%d.%m.%Y}"}
        ) from None


def tariff_withdraw(*, tariff: SchemeTariff, actor: Actor) -> None:
    """The proposed tariff comes to nothing."""
    _move(tariff, states.WITHDRAW, actor)


def _contribution(key: str, code: str, day: date) -> Contribution:
    """The contribution as the definition in force on that day has it; before the first one, as the first one has it."""
    series = definitions(key)
    known: Scheme | None = series.at(day) or next((span.value for span in series.spans()), None)
    found = known.contribution(contribution_name(key, code)) if known else None
    if found is None:
        raise Refused(
            _("Den Beitrag «%(name)s» hat kein bestätigtes Programm am %(day)s.")
            % {"name": contribution_name(key, code), "day": f"{day:%d.%m.%Y}"}
        )
    return found


def _tariff(contribution: Contribution, rows: Sequence[tuple[int, int]]) -> Tariff:
    try:
        tariff = Tariff(sorted(rows))
    except ValueError:
        raise Refused(
            _(
                "Der Tarif beginnt bei 0 Einwohnerinnen und Einwohnern, jede Stufe steht einmal, und kein Ansatz liegt "
                "unter null."
            )
        ) from None
    if not contribution.by_residents and len(tariff.rows) > 1:
        raise Refused(_("«%(label)s» hat einen einzigen Ansatz, keine Stufen.") % {"label": contribution.label})
    if wrong := outside_limits(contribution, tariff):
        raise Refused(
            _("«%(label)s»: %(rates)s liegt ausserhalb dessen, was %(paragraph)s zulässt (%(limits)s).")
            % {
                "label": contribution.label,
                "rates": ", ".join(str(Money(rate)) for rate in wrong),
                "paragraph": contribution.paragraph,
                "limits": _limits(contribution),
            }
        )
    return tariff


def _limits(contribution: Contribution) -> str:
    least, most = contribution.least, contribution.most
    if least is None:
        return _("höchstens %(most)s") % {"most": Money(most or 0)}
    if most is None:
        return _("mindestens %(least)s") % {"least": Money(least)}
    return _("%(least)s bis %(most)s") % {"least": Money(least), "most": Money(most)}


def _move(tariff: SchemeTariff, name: str, actor: Actor) -> None:
    details = {"contribution": tariff.contribution, "valid_from": tariff.valid_from.isoformat(), "rows": tariff.rows}
    transition(obj=tariff, key=str(tariff.pk), table=states.TARIFF, name=name, actor=actor, details=details)
