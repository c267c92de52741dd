from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "ankunft.foundation.access"
    label = "access"
    verbose_name = "Zugang"

    def ready(self) -> None:
        from . import visibility, wall

        visibility.register()

        # Once per migration, after all tables are there.
        post_migrate.connect(wall.install_after_migrate, sender=self, dispatch_uid="access.wall")
