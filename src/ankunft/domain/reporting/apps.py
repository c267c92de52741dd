from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "ankunft.domain.reporting"
    label = "reporting"
    verbose_name = _("Berichterstattung")

    def ready(self) -> None:
        from ankunft.foundation.audit.protection import protect

        from . import visibility

        visibility.register()
        protect("reporting_halfyearreport", "OLD.state IN ('accepted', 'discarded')")
        protect("reporting_selfdeclaration")
        for said in ("returnedsection", "explanation", "waiver"):
            protect(f"reporting_{said}")
        accepted = "(SELECT 1 FROM reporting_halfyearreport AS whose WHERE whose.id = OLD.report_id"
        protect("reporting_reportedinterview", f"EXISTS {accepted} AND whose.state IN ('accepted', 'discarded'))")
