from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BankConfig(AppConfig):
    name = "ankunft.domain.bank"
    label = "bank"
    verbose_name = _("Bank")

    def ready(self) -> None:
        from ankunft.foundation.audit.protection import protect

        from . import visibility

        visibility.register()
        protect("bank_bankstatement")
        protect("bank_bankentry", changing=("state", "version", "rest", "finding"))
        protect("bank_entryuse")
        protect("bank_statusreport")
        protect("bank_statusword", changing=("state", "version", "rejection_id", "misfit"))
