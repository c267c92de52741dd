from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SettlementConfig(AppConfig):
    name = "ankunft.domain.settlement"
    label = "settlement"
    verbose_name = _("Abrechnung")

    def ready(self) -> None:
        from ankunft.foundation import fitness
        from ankunft.foundation.audit.protection import protect

        from . import visibility
        from .fitness import CHECKS

        visibility.register()
        for check in CHECKS:
            fitness.register(check)
        protect("settlement_run", "OLD.state = 'released'")
        for table in ("settlement_line", "settlement_withheld", "settlement_payeebalance"):
            protect(table, _of_released("OLD"), on_insert=_of_released("NEW"))
        protect("settlement_paymentfile")
        # The file is written after the release, as soon as the canton has an account: it is what closes the payments.
        protect("settlement_payment", "OLD.file_id IS NOT NULL")
        for table in ("settlement_paymentexecution", "settlement_paymentreturn"):
            protect(table, changing=("undone_at",))
        # What is given up may be taken up again; what is paid again stays.
        protect(
            "settlement_returndecision",
            "OLD.state = 'withdrawn' OR (OLD.state = 'confirmed' AND OLD.kind = 'again')",
        )
        protect("settlement_invoice", changing=("state", "version", "open"))
        protect("settlement_invoicebooking")
        protect("settlement_invoicereminder")
        protect("settlement_reminderterms")
        protect("settlement_invoicecancellation", "OLD.state <> 'proposed'")
        protect("settlement_payeraccount", "OLD.state <> 'proposed'")
        protect("settlement_bookingrule")
        protect("settlement_runstatement")
        for table in ("settlement_credit", "settlement_yearend"):
            protect(table, "OLD.state <> 'proposed'")
        protect("settlement_reclaim", "OLD.state IN ('final', 'lifted', 'withdrawn')")
        protect("settlement_refusal", "OLD.state IN ('lifted', 'withdrawn')")
        for table in ("settlement_reclaimobjection", "settlement_refusalobjection"):
            protect(table, "OLD.outcome <> ''")


def _of_released(row: str) -> str:
    """SQL: the row belongs to a run that is released."""
    return f"(SELECT state FROM settlement_run WHERE id = {row}.run_id) = 'released'"  # noqa: S608  (`row` is OLD or NEW)
