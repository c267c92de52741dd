from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "ankunft.foundation.audit"
    label = "audit"
    verbose_name = "Spur"

    def ready(self) -> None:
        from . import protection

        protection.protect("audit_event")
        protection.protect("audit_seal")
        protection.protect("audit_sealentry")
        # SQLite drops triggers silently whenever Django rebuilds a table, so they are put back after every migration.
        post_migrate.connect(protection.install_after_migrate, dispatch_uid="audit.protection")
