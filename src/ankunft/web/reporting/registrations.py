"""What reporting hangs into the shell: places, what is due, cards, addresses of reports, and the import as a job."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import CANTONAL, INTEGRATION_OFFICER, STRATEGIC_LEAD
from ankunft.foundation.jobs.registry import handler
from ankunft.web.shell.registry import Place, links, my_day, navigation
from ankunft.web.territory.registry import Figure, columns, figures, sections

from . import jobs, territory
from . import my_day as due
from .addresses import report_address

PLACES_FOR = CANTONAL | {INTEGRATION_OFFICER, STRATEGIC_LEAD}


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(_("Berichte"), "reports", PLACES_FOR, 40))
    navigation.register(Place(_("Selbstdeklarationen"), "declarations", PLACES_FOR, 42))
    my_day.register(due.officer_due)
    my_day.register(due.lead_due)
    my_day.register(due.coordination_due)
    my_day.register_card(due.deadline_card)
    links.register("report", report_address)
    figures.register(Figure("berichte", _("Stand der Berichte"), territory.report_figure, 50, PLACES_FOR))
    columns.register(territory.report_column)
    sections.register(territory.report_section)
    handler(jobs.REMIND, title=_("An Fristen erinnern"))(jobs.remind)
    handler(jobs.IMPORT, title=_("Berichte importieren"))(jobs.import_file)
