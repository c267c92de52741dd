from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "ankunft.foundation.workflow"
    label = "workflow"
    verbose_name = "Ablauf"

    def ready(self) -> None:
        from ankunft.foundation.audit import protection

        protection.protect("workflow_step")
