from django.apps import AppConfig


class WebRetentionConfig(AppConfig):
    name = "ankunft.web.retention"
    label = "web_retention"
    verbose_name = "Aufbewahrung"

    def ready(self) -> None:
        from ankunft.domain.retention import appoint_staff

        appoint_staff()
