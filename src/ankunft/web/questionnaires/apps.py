from django.apps import AppConfig


class WebQuestionnairesConfig(AppConfig):
    name = "ankunft.web.questionnaires"
    label = "web_questionnaires"
    verbose_name = "Fragebogen"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
