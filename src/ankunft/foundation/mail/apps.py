from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "ankunft.foundation.mail"
    label = "mail"
    verbose_name = "Post"

    def ready(self) -> None:
        from ankunft.foundation.jobs import chores

        from .sending import empty_old_texts, send_waiting

        chores.register(chores.Chore("mail.send", 5, send_waiting))
        chores.register(chores.Chore("mail.empty", 3600, empty_old_texts))
