"""Who may see, make and send letters, and say in whose name they are written."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import CANTONAL, COORDINATION, FINANCE_OFFICER, INTEGRATION_OFFICER, MUNICIPAL_FINANCE
from ankunft.foundation.access.policy import Rule

SEE = "letters.letter.see"
SEE_OWN = "letters.letter.own"
SEE_ALL = "letters.letter.overview"
MAKE = "letters.letter.make"
SEND = "letters.letter.send"
SET_LETTERHEAD = "letters.letterhead.set"

RECIPIENTS = frozenset({INTEGRATION_OFFICER, MUNICIPAL_FINANCE})
WRITERS = frozenset({COORDINATION, FINANCE_OFFICER})

RULES = (
    Rule(
        SEE,
        _("Briefe an eine Gemeinde sehen"),
        refusal=_("Briefe zu den Beiträgen sehen der Kanton und die Gemeinde, an die sie gerichtet sind."),
        everywhere=CANTONAL,
        own=RECIPIENTS,
        operator=True,
        source="KS 4.5.3",
    ),
    Rule(
        SEE_OWN,
        _("Briefe an die eigene Gemeinde sehen"),
        refusal=_("Diese Seite zeigt einer Gemeinde ihre eigenen Briefe. Der Kanton sieht sie unter «Läufe»."),
        own=RECIPIENTS,
        source="KS 4.5.3",
    ),
    Rule(
        SEE_ALL,
        _("Übersicht der Briefe und ihres Versands sehen"),
        refusal=_("Den Versand der Briefe sieht nur der Kanton. Ihre Briefe finden Sie unter «Briefe»."),
        everywhere=CANTONAL,
        operator=True,
        source="KS 4.5.3",
    ),
    Rule(
        MAKE,
        _("Briefe zu den Beiträgen erstellen"),
        refusal=_("Briefe erstellen die Koordinationsstelle und die Finanzen."),
        everywhere=WRITERS,
        operator=True,
        source="KS 4.5.3",
    ),
    Rule(
        SEND,
        _("Briefe zu den Beiträgen versenden"),
        refusal=_("Briefe versenden die Koordinationsstelle und die Finanzen."),
        everywhere=WRITERS,
        operator=True,
        source="KS 4.5.3",
    ),
    Rule(
        SET_LETTERHEAD,
        _("Absender der Briefe und Rechtsmittel erfassen"),
        refusal=_("Den Absender der Briefe erfassen die Koordinationsstelle und die Finanzen."),
        everywhere=WRITERS,
        operator=True,
        source="KS 4.5.3",
    ),
)
