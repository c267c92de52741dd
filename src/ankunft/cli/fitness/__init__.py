"""What makes an installation fit for production, room by room of the machine: settings, folder, database, people.

Everything here is loaded after the settings.
"""

from __future__ import annotations

from ankunft.foundation.fitness import Check, registered

from . import configuration, database, folder, people, services


def all_checks() -> list[Check]:
    """The checks of the installation itself, then those that rooms registered."""
    own = (configuration, folder, database, services, people)
    return [*(check for module in own for check in module.CHECKS), *registered()]
