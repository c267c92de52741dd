from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "ankunft.foundation.audit"
    label = "audit"
    verbose_name = "Spur"

    def ready(self) -> None:
        from . import protection

        for table in ("audit_event", "audit_seal", "audit_sealentry", "audit_readmark"):
            protection.protect(table)
        # What is no longer kept of the read log goes by whole blocks, and only after the mark that says so.
        marked = "(SELECT COALESCE(MAX(number), 0) FROM audit_readmark)"
        protection.protect("audit_readseal", f"OLD.number > {marked}")
        protection.protect("audit_readsealentry", f"OLD.seal_id > {marked}")
        entry = f"SELECT 1 FROM audit_readsealentry WHERE event_id = OLD.id AND seal_id <= {marked}"  # noqa: S608
        protection.protect("audit_readevent", f"NOT EXISTS ({entry})")
        # SQLite drops triggers silently whenever Django rebuilds a table, so they are put back after every migration:
        # once, when all tables are there.
        post_migrate.connect(protection.install_after_migrate, sender=self, dispatch_uid="audit.protection")
