from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    name = "ankunft.domain.letters"
    label = "letters"
    verbose_name = _("Briefe")

    def ready(self) -> None:
        from ankunft.foundation.audit.protection import protect
        from ankunft.foundation.mail import attachments

        from . import selectors, visibility

        visibility.register()
        attachments.register(selectors.ATTACHMENT, selectors.attachment_of)
        protect("letters_letter")
        protect("letters_letterhead")
