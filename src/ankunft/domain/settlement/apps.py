from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "ankunft.domain.settlement"
    label = "settlement"
    verbose_name = "Abrechnung"

    def ready(self) -> None:
        from ankunft.foundation.audit.protection import protect

        released = "(SELECT state FROM settlement_run WHERE id = OLD.run_id) = 'released'"
        protect("settlement_run", "OLD.state = 'released'")
        protect("settlement_line", released)
        protect("settlement_withheld", released)
        protect("settlement_payeebalance", released)
