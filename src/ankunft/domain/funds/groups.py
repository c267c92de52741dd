"""Whom money is for: groups of persons by which sources are earmarked, besides their purposes (Art. 58 Abs. 2 AIG)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

GROUPS = {
    "refugees": _("Anerkannte Flüchtlinge"),
    "provisionally_admitted": _("Vorläufig Aufgenommene"),
    "protected_with_permit": _("Schutzbedürftige mit Aufenthaltsbewilligung"),
    "protected": _("Personen mit Schutzstatus S"),
    "residents": _("Übrige Zugewanderte"),
}
