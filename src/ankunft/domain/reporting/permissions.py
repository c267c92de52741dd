"""Who may do what with half-year reports and self-declarations. Every refusal is a sentence for the person."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from ankunft.domain.roles import CANTONAL, COORDINATION, INTEGRATION_OFFICER, MUNICIPAL
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.selectors import responsible_for
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision


def may_see(actor: Actor) -> Decision:
    """Whether somebody sees reports and declarations at all; which ones say the selectors."""
    if actor.is_operator or actor.has_role(*CANTONAL, *MUNICIPAL):
        return Decision.yes()
    return Decision.no(_("Berichte und Selbstdeklarationen gehören nicht zu Ihrer Rolle."))


def officer_municipalities(actor: Actor) -> set[int]:
    """Record ids of the municipalities whose integration officer the actor is, members of an association included."""
    if not actor.has_role(INTEGRATION_OFFICER):
        return set()
    grants = frozenset(grant for grant in actor.grants if grant.role == INTEGRATION_OFFICER)
    return responsible_for(replace(actor, grants=grants), clock.today())


def may_report(actor: Actor, municipality: Municipality) -> Decision:
    """Whether somebody enters the figures of a municipality: its officer, or that of its lead (KS 3.4.1, 3.4.2)."""
    if not actor.has_role(INTEGRATION_OFFICER):
        return Decision.no(_("Berichte erfasst die oder der Integrationsbeauftragte der Gemeinde."))
    if municipality.pk not in officer_municipalities(actor):
        return Decision.no(_("Für «%(name)s» sind Sie nicht zuständig.") % {"name": municipality.name})
    return Decision.yes()


def may_correct(actor: Actor, municipality: Municipality) -> Decision:
    """Whether somebody opens, fills in and hands in a correction: the coordination office, or who reports."""
    if actor.has_role(COORDINATION):
        return Decision.yes()
    return may_report(actor, municipality)


def may_write(actor: Actor, municipality: Municipality, number: int) -> Decision:
    """Whether somebody works on a version: the first is the municipality's own, later ones are corrections."""
    return may_report(actor, municipality) if number == 1 else may_correct(actor, municipality)


def may_decide(actor: Actor) -> Decision:
    """Whether somebody accepts and returns reports at all: the coordination office (KS 3.3 no. 4)."""
    if actor.has_role(COORDINATION):
        return Decision.yes()
    return Decision.no(_("Berichte nimmt die Koordinationsstelle Integration an."))


def may_record_declaration(actor: Actor, municipality: Municipality) -> Decision:
    """Whether somebody records a self-declaration: the coordination office that received it, or the municipality."""
    if actor.is_operator or actor.has_role(COORDINATION):
        return Decision.yes()
    if not actor.has_role(INTEGRATION_OFFICER):
        return Decision.no(_("Selbstdeklarationen erfasst die Gemeinde oder die Koordinationsstelle Integration."))
    return may_report(actor, municipality)


def may_import(actor: Actor) -> Decision:
    """Whether somebody hands in many reports or declarations as a file; which rows, says each row's municipality."""
    if actor.is_operator or actor.has_role(COORDINATION, INTEGRATION_OFFICER):
        return Decision.yes()
    return Decision.no(_("Dateien laden Integrationsbeauftragte und die Koordinationsstelle Integration hoch."))
