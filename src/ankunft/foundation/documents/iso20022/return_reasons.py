"""Why banks give payments back or reject them: the common reasons of ISO 20022's external code list, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "AC01": _("Kontonummer falsch"),
    "AC02": _("Kontonummer der Auftraggeberin falsch"),
    "AC03": _("Konto der Empfängerin ungültig"),
    "AC04": _("Konto aufgehoben"),
    "AC06": _("Konto gesperrt"),
    "AC07": _("Konto der Empfängerin aufgehoben"),
    "AC14": _("Kontoart ungültig"),
    "AG01": _("Auf dieses Konto ist keine solche Zahlung erlaubt"),
    "AG02": _("Art der Zahlung ungültig"),
    "AM01": _("Betrag ist null"),
    "AM02": _("Betrag zu hoch"),
    "AM03": _("Währung nicht möglich"),
    "AM04": _("Zu wenig Guthaben"),
    "AM05": _("Doppelte Zahlung"),
    "AM09": _("Falscher Betrag"),
    "AM10": _("Kontrollsumme falsch"),
    "AM18": _("Anzahl der Zahlungen falsch"),
    "BE01": _("Name passt nicht zum Konto"),
    "BE04": _("Adresse der Empfängerin fehlt oder ist unvollständig"),
    "BE06": _("Empfängerin unter dieser Adresse nicht bekannt"),
    "CH16": _("Angabe formal falsch"),
    "CH17": _("Angabe nicht erlaubt"),
    "CH21": _("Vorgeschriebene Angabe fehlt"),
    "CNOR": _("Bank der Empfängerin nimmt nicht teil"),
    "CUST": _("Auf Wunsch der Auftraggeberin"),
    "DS0H": _("Unterschrift nicht berechtigt"),
    "DT01": _("Datum ungültig"),
    "DT06": _("Ausführungsdatum verschoben"),
    "DU01": _("Nummer der Datei schon verwendet"),
    "DU02": _("Nummer des Auftrags schon verwendet"),
    "FF01": _("Aufbau der Datei ungültig"),
    "FOCR": _("Rückruf der Zahlung"),
    "MD06": _("Von der Empfängerin zurückverlangt"),
    "MD07": _("Kontoinhaberin verstorben oder aufgelöst"),
    "MS02": _("Von der Empfängerin abgelehnt, ohne Begründung"),
    "MS03": _("Von der Bank zurückgewiesen, ohne Begründung"),
    "NARR": _("Begründung im Text"),
    "RC01": _("Bankleitzahl ungültig"),
    "RR01": _("Angaben zum Konto der Auftraggeberin fehlen"),
    "RR02": _("Name oder Adresse der Auftraggeberin fehlen"),
    "RR03": _("Name oder Adresse der Empfängerin fehlen"),
    "RR04": _("Regulatorischer Grund"),
    "TM01": _("Nach Annahmeschluss eingereicht"),
    "DUPL": _("Doppelte Zahlung"),
}


def reason_words(code: str) -> str:
    """`AC04: Konto aufgehoben`; a code that is not in the table stands for itself."""
    words = REASONS.get(code)
    return f"{code}: {words}" if words else code
