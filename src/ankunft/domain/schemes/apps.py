from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchemesConfig(AppConfig):
    name = "ankunft.domain.schemes"
    label = "schemes"
    verbose_name = _("Programme")

    def ready(self) -> None:
        from ankunft.domain.reporting import owed
        from ankunft.foundation.audit.protection import protect

        from . import forms, visibility

        visibility.register()
        owed.register(forms.forms_owed)
        protect("schemes_scheme")
        for table in ("schemes_schemedefinition", "schemes_schemetariff"):
            protect(table, "OLD.state <> 'proposed'")
