from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "ankunft.domain.reporting"
    label = "reporting"
    verbose_name = "Berichterstattung"

    def ready(self) -> None:
        from ankunft.foundation.audit.protection import protect

        from . import visibility

        visibility.register()
        protect("reporting_halfyearreport", "OLD.state IN ('accepted', 'discarded')")
        protect("reporting_selfdeclaration")
