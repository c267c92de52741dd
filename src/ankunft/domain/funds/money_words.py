"""How findings about money are told: to the person who books, assigns or reads."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.kernel.money import Money

from .rules.booking import Flag
from .rules.purses import Fault, FaultKind
from .rules.refunds import RefundFault
from .rules.sources import TermsFault, TrancheFault

FLAGS = {
    Flag.NOT_PLANNED: gettext_lazy("Der geltende Plan sieht für diese Position in diesem Jahr nichts vor."),
    Flag.OVER_COMMITTED: gettext_lazy("Damit ist mehr verbucht, als der geltende Plan für das Jahr vorsieht."),
    Flag.SOURCE_DRY: gettext_lazy("Die Quelle hat nicht mehr so viel."),
}

TERMS_FAULTS = {
    TermsFault.NO_BASIS: gettext_lazy("Die Grundlage fehlt: Worauf stützt sich die Quelle?"),
    TermsFault.NOT_LATER: gettext_lazy("Neue Bedingungen gelten ab einem späteren Tag als die bisherigen."),
    TermsFault.PERIOD_BACKWARDS: gettext_lazy("Die Quelle endet, bevor sie beginnt: Bitte Jahre und Frist prüfen."),
    TermsFault.LAPSED: gettext_lazy("Die bisherige Frist war schon vorbei: Sie lässt sich nicht mehr erstrecken."),
    TermsFault.NO_CONDITION: gettext_lazy("Eine Erstreckung hat Auflagen: Bitte angeben, welche."),
    TermsFault.NO_DECISION: gettext_lazy("Eine Erstreckung beruht auf einem Entscheid: Bitte angeben, auf welchem."),
}

TRANCHE_FAULTS = {
    TrancheFault.NEGATIVE: gettext_lazy("Personen und Monate sind nicht weniger als null."),
    TrancheFault.NO_RATE: gettext_lazy(
        "Die Pauschale je Person für dieses Halbjahr ist nicht erfasst: Zuerst den Ansatz mit Dokument erfassen."
    ),
    TrancheFault.RATE_CHANGES: gettext_lazy(
        "Die Pauschale je Person ändert innerhalb des Halbjahrs: Bitte eine Tranche je Ansatz erfassen, ohne Personen."
    ),
    TrancheFault.NO_MONTHLY_RATE: gettext_lazy(
        "Was das Programm S je Person und Monat zahlt, ist für dieses Halbjahr nicht erfasst."
    ),
    TrancheFault.REDUCED_BELOW_ZERO: gettext_lazy(
        "Das Programm S hätte für diese Personen mehr bezahlt als die Pauschale: Bitte Personen und Monate prüfen."
    ),
}


REFUND_FAULTS = {
    RefundFault.NOT_FEDERAL: gettext_lazy(
        "%(source)s kommt nicht vom Bund: Zurückerstattet werden Integrationspauschalen, der Integrationsförderkredit "
        "und Bundesprogramme."
    ),
    RefundFault.NOTHING: gettext_lazy("Zurückerstattet wird ein Betrag über null."),
    RefundFault.NOT_YET: gettext_lazy(
        "Der %(day)s liegt in der Zukunft: Festgehalten wird, was schon überwiesen oder eingegangen ist."
    ),
    RefundFault.NOT_DEMANDED: gettext_lazy("Bitte das Schreiben des SEM angeben, auf dem die Zahlung beruht."),
    RefundFault.IN_OPENING: gettext_lazy(
        "Was vorher geschah, ist im Saldo am 01.01.%(since)s von %(source)s enthalten: Bitte das Valuta prüfen."
    ),
    RefundFault.UNKNOWN: gettext_lazy("Wie viel %(source)s hat, ist nicht erfasst: Zuerst ihre Tranchen erfassen."),
    RefundFault.TOO_MUCH: gettext_lazy(
        "%(source)s hat am %(day)s noch %(most)s: %(amount)s lassen sich nicht zurückerstatten."
    ),
    RefundFault.NO_REASON: gettext_lazy(
        "Die Frist von %(source)s ist am %(day)s noch nicht vorbei: Bitte begründen, warum der Kanton die Mittel nicht "
        "mehr braucht."
    ),
    RefundFault.NOT_WRONG: gettext_lazy("Bitte begründen, was an der Rückerstattung falsch war."),
    RefundFault.BEFORE_REFUND: gettext_lazy("Am %(day)s war der Betrag noch nicht an das SEM gegangen."),
    RefundFault.MORE_THAN_WENT: gettext_lazy(
        "Von dieser Rückerstattung sind noch %(most)s beim SEM: %(amount)s können nicht zurückkommen."
    ),
}


def told_fault(fault: Fault, names: Mapping[str, str]) -> str:
    """What contradicts itself and is left out, with the names of sources and positions by their keys."""
    where = {
        "source": names.get(fault.source, fault.source),
        "position": names.get(fault.position, fault.position),
        "year": fault.year,
        "amount": Money(abs(fault.amount)),
    }
    sentences = {
        FaultKind.NEGATIVE_SUPPLY: _(
            "%(source)s ist Ende %(year)s um %(amount)s im Minus und trägt bis dahin nichts weiter: Zuerst ist "
            "umzubuchen."
        ),
        FaultKind.HAND_ABOVE_SUPPLY: _(
            "%(source)s hat Ende %(year)s %(amount)s zu wenig für das, was von Hand zugewiesen ist: «%(position)s» ist "
            "hier nicht berücksichtigt."
        ),
        FaultKind.HAND_ABOVE_NEED: _(
            "Für «%(position)s» ist %(year)s von Hand %(amount)s mehr zugewiesen, als gebraucht wird: Diese "
            "Zuweisungen sind hier nicht berücksichtigt."
        ),
        FaultKind.HAND_FORBIDDEN: _(
            "%(source)s darf «%(position)s» %(year)s nicht tragen: Die Zuweisung von Hand ist zurückzunehmen."
        ),
        FaultKind.UNKNOWN: _(
            "Für «%(position)s» ist %(year)s nichts geplant: Die Zuweisung von Hand auf %(source)s ist zurückzunehmen."
        ),
    }
    return sentences[fault.kind] % where
