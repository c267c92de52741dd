from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionnairesConfig(AppConfig):
    name = "ankunft.domain.questionnaires"
    label = "questionnaires"
    verbose_name = _("Fragebogen")

    def ready(self) -> None:
        from ankunft.foundation.audit.protection import protect

        from . import visibility

        visibility.register()
        protect("questionnaires_wording")
        protect("questionnaires_answersheet", "OLD.state IN ('accepted', 'discarded')")
        whose = "SELECT 1 FROM questionnaires_answersheet AS whose WHERE whose.id = OLD.sheet_id"
        closed = "whose.state IN ('presented', 'signed_off', 'submitted', 'accepted', 'discarded')"
        protect("questionnaires_sheetsection", f"EXISTS ({whose} AND {closed})")
