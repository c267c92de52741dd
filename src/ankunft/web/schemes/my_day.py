"""What "Mein Tag" shows of schemes: proposals that this person may confirm."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.schemes import selectors
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.registry import Due


def waiting(actor: Actor) -> Iterator[Due]:
    """Definitions and tariffs that somebody else proposed."""
    for definition in selectors.definitions_waiting(actor):
        address = f"{reverse('scheme', args=[definition.key])}?fassung={definition.pk}"
        yield Due(_("Programm bestätigen"), str(definition), None, address, _("Öffnen"))
    for tariff in selectors.tariffs_waiting(actor):
        address = f"{reverse('scheme', args=[tariff.contribution.partition('.')[0]])}#tarife"
        yield Due(_("Tarif bestätigen"), str(tariff), None, address, _("Öffnen"))
