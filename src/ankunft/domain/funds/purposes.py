"""What money is used for: purposes by which sources are earmarked, and their funding areas of KIP 3."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Area(NamedTuple):
    """One of the seven funding areas of KIP 3 (Grundlagenpapier KIP 3; the order is the federation's)."""

    number: int
    label: Promise


class Purpose(NamedTuple):
    """What a position is for. `area` is the number of its funding area; None where it is none or more than one."""

    code: str
    label: Promise
    area: int | None


AREAS = (
    Area(1, _("Information, Abklärung Integrationsbedarf und Beratung")),
    Area(2, _("Sprache")),
    Area(3, _("Ausbildungs- und Arbeitsmarktfähigkeit")),
    Area(4, _("Frühe Kindheit")),
    Area(5, _("Zusammenleben und Partizipation")),
    Area(6, _("Umgang mit Vielfalt und Diskriminierungsschutz")),
    Area(7, _("Dolmetschen")),
)

PURPOSES = {
    purpose.code: purpose
    for purpose in (
        Purpose("information", _("Erstinformation und Beratung"), 1),
        Purpose("case_management", _("Durchgehende Fallführung und Potenzialabklärung"), 1),
        Purpose("language_16plus", _("Sprachförderung ab 16 Jahren"), 2),
        Purpose("economic", _("Wirtschaftliche Integration"), 3),
        Purpose("early_language", _("Frühe Sprachförderung"), 4),
        Purpose("social", _("Soziale Integration"), 5),
        Purpose("diversity", _("Umgang mit Vielfalt und Schutz vor Diskriminierung"), 6),
        Purpose("interpreting", _("Interkulturelles Dolmetschen"), 7),
        # One figure for two areas in the decision (FP 2.2): how it divides is in no document.
        Purpose("ami_language", _("Arbeitsmarktintegration in der Sozialhilfe und Deutsch-Integrationskurse"), None),
        Purpose("programme_r", _("Programm R: Stabilisierung und Ressourcenaktivierung"), None),
        Purpose("programme_s", _("Programm S: Unterstützung von Personen mit Schutzstatus S"), None),
    )
}
