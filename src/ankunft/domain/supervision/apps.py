from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "ankunft.domain.supervision"
    label = "supervision"
    verbose_name = _("Aufsicht")

    def ready(self) -> None:
        from ankunft.foundation.audit.protection import protect

        from . import visibility

        visibility.register()
        protect("supervision_sample", "OLD.state IN ('closed', 'dropped')")
        over = "(SELECT state FROM supervision_sample WHERE id = {}.sample_id) IN ('closed', 'dropped')"
        protect("supervision_sampleitem", over.format("OLD"), on_insert=over.format("NEW"))
