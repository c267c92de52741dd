from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "ankunft.foundation.mail"
    label = "mail"
    verbose_name = "Post"
