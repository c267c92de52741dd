"""What the bank hangs into the shell: its place, what is due, where a payment that came back is shown."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ankunft.domain.bank import selectors, states
from ankunft.domain.bank.permissions import clearing, matching
from ankunft.domain.roles import CANTONAL
from ankunft.domain.settlement import outcome_states
from ankunft.domain.settlement import selectors as settlement
from ankunft.domain.settlement.outcome_permissions import deciding
from ankunft.domain.settlement.outcome_rules import Standing
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.selectors import taken_by
from ankunft.web.shell.registry import Due, Place, links, my_day, navigation


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(gettext_lazy("Bank"), "bank", CANTONAL, 22))
    my_day.register(_unmatched)
    my_day.register(_misfits)
    my_day.register(_returned)
    links.register("payment-return", lambda key: reverse("bank-return", args=[int(key)]))


def _unmatched(actor: Actor) -> Iterator[Due]:
    """How many movements wait for somebody to say what they are."""
    if not can(actor, matching(states.MATCH)) or not (count := selectors.waiting_count(actor)):
        return
    title = ngettext("%(count)s Bewegung der Bank zuordnen", "%(count)s Bewegungen der Bank zuordnen", count)
    detail = _("Ihre Referenz sagt nicht, wozu sie gehören")
    yield Due(title % {"count": count}, detail, None, reverse("bank"), _("Zuordnen"))


def _misfits(actor: Actor) -> Iterator[Due]:
    """How much of what the bank says of payments does not fit what is known of them."""
    if not can(actor, clearing(states.SET_ASIDE)) or not (count := selectors.words_waiting_count(actor)):
        return
    title = ngettext("%(count)s Rückmeldung der Bank klären", "%(count)s Rückmeldungen der Bank klären", count)
    detail = _("Sie passt nicht zu dem, was von der Zahlung bekannt ist")
    yield Due(title % {"count": count}, detail, None, f"{reverse('bank-reports')}?stand=offen", _("Öffnen"))


def _returned(actor: Actor) -> Iterator[Due]:
    """Payments that came back: to be decided, or waiting for the hands of another person."""
    if not can(actor, deciding(outcome_states.PROPOSE)):
        return
    returns = list(settlement.returns_open(actor))
    told = settlement.outcomes_of([one.payment for one in returns])
    mine = taken_by(outcome_states.RETURNED.object_type, outcome_states.PROPOSE, actor.account_id)
    confirms = actor.has_role(*outcome_states.RETURNED[outcome_states.CONFIRM].roles)
    for returned, outcome in zip(returns, told, strict=True):
        payment, address = returned.payment, reverse("bank-return", args=[returned.pk])
        detail = f"{payment.payee.name}, {payment.reference} · {Money(payment.amount)}"
        if outcome.standing is Standing.RETURNED:
            title = (
                _("Zurückgewiesene Zahlung: entscheiden, was geschieht")
                if returned.is_rejection
                else _("Zurückgekommene Zahlung: entscheiden, was geschieht")
            )
            yield Due(title, detail, None, address, _("Öffnen"))
        elif confirms and outcome.decision and str(outcome.decision.pk) not in mine:
            title = (
                _("Vorschlag zu einer zurückgewiesenen Zahlung bestätigen")
                if returned.is_rejection
                else _("Vorschlag zu einer zurückgekommenen Zahlung bestätigen")
            )
            yield Due(title, detail, None, address, _("Öffnen"))
