"""What people read about definitions that are broken, and what conditions and states are called."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.questionnaires import words as form_words
from ankunft.domain.questionnaires.rules import Fault as FormFault

from .rules import Fault, Unsound
from .values import Condition, Cycle, Scheme, Test

CYCLES = {Cycle.HALF_YEAR: gettext_lazy("Halbjahr"), Cycle.YEAR: gettext_lazy("Jahr")}

_UNSOUND = {
    Unsound.KEY: gettext_lazy(
        "Der Schlüssel «%(what)s» ist keiner: höchstens 20 Kleinbuchstaben, Ziffern und Bindestriche, am Anfang ein "
        "Buchstabe."
    ),
    Unsound.SIGN: gettext_lazy(
        "Das Kürzel «%(what)s» ist keines: ein bis drei Grossbuchstaben oder Ziffern, am Anfang ein Buchstabe."
    ),
    Unsound.SIGN_RESERVED: gettext_lazy(
        "Das Kürzel «%(what)s» gehört den Projektbeiträgen, deren Zahlungen so heissen. Wählen Sie ein anderes."
    ),
    Unsound.MISSING: gettext_lazy("«%(where)s» ist leer."),
    Unsound.NAME: gettext_lazy("Der Name ist länger als 60 Zeichen."),
    Unsound.BEGIN: gettext_lazy("«%(where)s»: Am %(what)s beginnt keine Periode dieses Programms."),
    Unsound.CALENDAR: gettext_lazy(
        "«%(where)s»: Ausbezahlt wird nicht vor der Frist des Formulars und spätestens 24 Monate nach dem Beginn."
    ),
    Unsound.NO_CONTRIBUTIONS: gettext_lazy("Das Programm hat keinen Beitrag."),
    Unsound.CODE: gettext_lazy(
        "Beitrag «%(where)s»: Der Code ist keiner. Erlaubt sind höchstens 19 Kleinbuchstaben, Ziffern und "
        "Unterstriche, am Anfang ein Buchstabe."
    ),
    Unsound.TWICE: gettext_lazy("Den Beitrag «%(where)s» gibt es mehrmals."),
    Unsound.LIMITS: gettext_lazy("Beitrag «%(where)s»: Das Mindeste liegt über dem Höchsten oder unter null."),
    Unsound.TEST: gettext_lazy("«%(where)s»: Die Voraussetzung «%(what)s» gibt es nicht."),
    Unsound.CONDITION: gettext_lazy(
        "«%(where)s»: Zu «%(what)s» gehört etwas anderes. «residents_at_least» und «residents_at_most» haben «limit», "
        "«from» und «until» haben «day», «declared» hat «field», die anderen nichts davon."
    ),
    Unsound.FIELD_CLASH: gettext_lazy(
        "Das Feld «%(where)s» ist zugleich Anzahl und Voraussetzung; es kann nur eines von beiden sein."
    ),
}


def of_fault(fault: Fault | FormFault) -> str:
    """What is wrong with a definition, as a sentence."""
    if isinstance(fault, FormFault):
        return _("Formular: %(sentence)s") % {"sentence": form_words.of_fault(fault)}
    return str(_UNSOUND[fault.unsound]) % {"where": fault.where, "what": fault.what}


def of_condition(scheme: Scheme, condition: Condition) -> str:
    """A condition as the page of the scheme tells it."""
    question = scheme.form.fed_by(condition.field) if condition.field else None
    values = {
        "limit": f"{condition.limit or 0:,}".replace(",", "'"),
        "day": f"{condition.day:%d.%m.%Y}" if condition.day else "",
        "label": question.label if question else condition.field,
    }
    sentences = {
        Test.ORGANISED: _("Die Integrationsförderung ist organisiert: Beauftragte bezeichnet, Aufgaben erfüllt."),
        Test.IN_ASSOCIATION: _("Die Gemeinde gehört einem Verbund mit einer Leitgemeinde an."),
        Test.RESIDENTS_AT_LEAST: _("Mindestens %(limit)s Einwohnerinnen und Einwohner."),
        Test.RESIDENTS_AT_MOST: _("Höchstens %(limit)s Einwohnerinnen und Einwohner."),
        Test.FROM: _("Für Perioden ab dem %(day)s."),
        Test.UNTIL: _("Für Perioden bis zum %(day)s."),
        Test.DECLARED: _("Im Formular mit Ja beantwortet: «%(label)s»"),
    }
    return sentences[Test(condition.test)] % values
