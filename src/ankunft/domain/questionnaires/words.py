"""What people read about definitions that are broken, and about answers that are missing or wrong."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.documents.json_parts import Malformed

from .rules import Fault, Unsound
from .values import Flaw, Kind, Question, Type

KINDS = {
    Kind.HALF_YEAR: gettext_lazy("Reportingformular (Anhang 2)"),
    Kind.DECLARATION: gettext_lazy("Selbstdeklaration (Anhang 3)"),
}

_UNSOUND = {
    Unsound.CODE: gettext_lazy(
        "«%(where)s»: Der Code «%(what)s» ist keiner. Erlaubt sind Kleinbuchstaben, Ziffern und Unterstriche."
    ),
    Unsound.NO_SECTIONS: gettext_lazy("Der Fragebogen hat keinen Abschnitt."),
    Unsound.NO_QUESTIONS: gettext_lazy("Abschnitt «%(where)s» hat keine Frage."),
    Unsound.SECTION_TWICE: gettext_lazy("Den Abschnitt «%(where)s» gibt es mehrmals."),
    Unsound.QUESTION_TWICE: gettext_lazy("Die Frage «%(where)s» gibt es mehrmals."),
    Unsound.TYPE: gettext_lazy("Frage «%(where)s»: Den Typ «%(what)s» gibt es nicht."),
    Unsound.NO_LABEL: gettext_lazy("«%(where)s»: Der Wortlaut fehlt."),
    Unsound.NO_SOURCE: gettext_lazy("Frage «%(where)s»: Die Quelle fehlt. Nennen Sie die Ziffer, auf der sie beruht."),
    Unsound.NO_OPTIONS: gettext_lazy("Frage «%(where)s»: Zur Auswahl gehören mindestens zwei Antworten."),
    Unsound.NEEDLESS_OPTIONS: gettext_lazy("Frage «%(where)s»: Zum Typ «%(what)s» gehört keine Auswahl."),
    Unsound.OPTION_TWICE: gettext_lazy("Frage «%(where)s»: Die Antwort «%(what)s» gibt es mehrmals."),
    Unsound.CONDITION_UNKNOWN: gettext_lazy(
        "Frage «%(where)s»: Die Bedingung nennt die Frage «%(what)s», die es nicht gibt."
    ),
    Unsound.CONDITION_ON_TYPED: gettext_lazy(
        "Frage «%(where)s»: Auf die Frage «%(what)s» lässt sich keine Bedingung stellen, es gibt dort nichts zu wählen."
    ),
    Unsound.CONDITION_CODE: gettext_lazy("Frage «%(where)s»: Die Bedingung nennt die Antwort «%(what)s» vergeblich."),
    Unsound.CIRCLE: gettext_lazy("Frage «%(where)s»: Die Bedingungen führen im Kreis; sie würde nie gestellt."),
    Unsound.FIGURE: gettext_lazy("Frage «%(where)s»: Die Kennzahl «%(what)s» gibt es nicht."),
    Unsound.FIGURE_TWICE: gettext_lazy("Die Kennzahl «%(what)s» wird mehrmals gefragt."),
    Unsound.FIGURE_TYPE: gettext_lazy("Frage «%(where)s»: Ihr Typ passt nicht zur Kennzahl «%(what)s»."),
    Unsound.FIGURE_NOT_ASKED: gettext_lazy("Nach der Kennzahl «%(what)s» wird nicht gefragt, sie ist aber nötig."),
    Unsound.FIGURE_CONDITIONAL: gettext_lazy(
        "Frage «%(where)s»: Die Kennzahl «%(what)s» braucht eine Antwort von allen, ohne Bedingung und ohne Ausnahme."
    ),
}

_FLAWS = {
    Flaw.NOT_A_NUMBER: gettext_lazy("Geben Sie eine ganze Zahl ein, zum Beispiel 12."),
    Flaw.TOO_LARGE: gettext_lazy("Die Zahl ist zu gross."),
    Flaw.NOT_AN_AMOUNT: gettext_lazy("Geben Sie einen Betrag in Franken ein, zum Beispiel 1'234.50."),
    Flaw.NOT_A_PERCENTAGE: gettext_lazy("Geben Sie eine ganze Prozentzahl von 0 bis 100 ein."),
    Flaw.NOT_A_CHOICE: gettext_lazy("Wählen Sie eine der Antworten."),
    Flaw.SEVERAL: gettext_lazy("Geben Sie nur eine Antwort."),
    Flaw.TOO_LONG: gettext_lazy("Der Text ist zu lang. Kürzen Sie ihn auf 4000 Zeichen."),
}

_MISSING = {
    Type.YES_NO: gettext_lazy("Wählen Sie Ja oder Nein."),
    Type.NUMBER: gettext_lazy("Geben Sie eine Zahl ein, 0 für keine."),
    Type.TEXT: gettext_lazy("Geben Sie eine Antwort ein."),
    Type.CHOICE: gettext_lazy("Wählen Sie eine der Antworten."),
    Type.MULTIPLE: gettext_lazy("Wählen Sie mindestens eine Antwort."),
    Type.AMOUNT: gettext_lazy("Geben Sie einen Betrag ein, 0 für keinen."),
    Type.PERCENTAGE: gettext_lazy("Geben Sie eine Prozentzahl ein, 0 für nichts."),
}


def of_fault(fault: Fault) -> str:
    """What is wrong with a definition, as a sentence."""
    return str(_UNSOUND[fault.unsound]) % {"where": fault.where, "what": fault.what or fault.where}


def of_malformed(error: Malformed) -> str:
    """Where a JSON is not what is expected."""
    return _("«%(where)s» fehlt oder ist nicht von der Art, die erwartet wird.") % {"where": error.where}


def of_flaw(question: Question, flaw: Flaw) -> str:
    """What is missing or wrong in an answer, as a sentence for whoever answers."""
    return str(_MISSING[Type(question.type)] if flaw == Flaw.MISSING else _FLAWS[flaw])


def of_named_flaw(question: Question, flaw: Flaw) -> str:
    """The same where the question does not stand beside it."""
    return _("«%(question)s»: %(sentence)s") % {"question": question.label, "sentence": of_flaw(question, flaw)}
