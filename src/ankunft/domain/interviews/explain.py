"""What is said of a verdict: whether it counts, why in a sentence, and the paragraph that decides."""

from __future__ import annotations

from typing import Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import rules
from .facts import Verdicts
from .models import Interview, InterviewState
from .rules import MENDABLE, Verdict

Tone = Literal["ok", "warning", "neutral"]
CASE, INTERPRETING = "case", "interpreting"


class Explanation(NamedTuple):
    """A verdict for people.

    `subject` is the contribution (`case` or `interpreting`), `tone` how it is shown: green, yellow (it can still come
    to count), neutral. `paragraph` is one of KRS-GEF-2017/01 (KS), `mend` says what to do, empty if nothing can be.
    """

    subject: str
    verdict: Verdict
    tone: Tone
    sentence: str
    paragraph: str
    mend: str = ""

    @property
    def counts(self) -> bool:
        return self.verdict is Verdict.COUNTS


_SENTENCES: dict[Verdict, str | Promise] = {
    Verdict.NOT_YET_SUBSIDISED: gettext_lazy("An diesem Tag wurde diese Leistung noch nicht subventioniert."),
    Verdict.OUTSOURCED: gettext_lazy(
        "Das Gespräch wurde durch Dritte geführt; diese Aufgabe kann nicht ausgelagert werden."
    ),
    Verdict.NOT_BY_RESPONSIBLE: gettext_lazy(
        "Das Gespräch wurde nicht durch Verantwortliche von start.integration geführt."
    ),
    Verdict.NO_NEED: gettext_lazy("Der Integrationsbedarf ist nicht festgehalten."),
    Verdict.SWISS: gettext_lazy("Wer dabei war, hat das Schweizer Bürgerrecht."),
    Verdict.NOT_FROM_ABROAD: gettext_lazy("Wer dabei war, ist nicht aus dem Ausland zugezogen."),
    Verdict.NOT_MAIN_RESIDENCE: gettext_lazy("Wer dabei war, hat hier nicht den Hauptwohnsitz."),
    Verdict.STATUS_S: gettext_lazy("Personen mit Schutzstatus S unterstützt der Kanton mit einem eigenen Programm."),
    Verdict.SECOND: gettext_lazy("Für diesen Zuzug zählt schon ein anderes Erstinformationsgespräch."),
    Verdict.NO_EVIDENCE: gettext_lazy("Die unterschriebene Bestätigung fehlt."),
    Verdict.NO_INTERPRETER: gettext_lazy("Es wurde nicht gedolmetscht."),
    Verdict.NOT_BY_PARTNER: gettext_lazy("Bezahlt wird nur, wer bei HEKS Linguadukt bestellt wurde."),
    Verdict.NO_ORDER: gettext_lazy("Die Auftragsnummer von HEKS Linguadukt fehlt."),
    Verdict.CASE_DOES_NOT_COUNT: gettext_lazy("Das Gespräch selbst zählt nicht."),
}
_MEND: dict[Verdict, str | Promise] = {
    Verdict.NO_EVIDENCE: gettext_lazy("Bestätigung ablegen"),
    Verdict.NO_NEED: gettext_lazy("Bedarf festhalten"),
    Verdict.NO_ORDER: gettext_lazy("Auftragsnummer erfassen"),
}


def explanations(kind: str, said: Verdicts, *, participants: int) -> list[Explanation]:
    """What is said of an interview (with so many people): of its case rate, and of interpreting if there was one."""
    told = [explanation(kind, CASE, said.case, participants=participants)]
    if said.interpreting is not Verdict.NO_INTERPRETER:
        told.append(explanation(kind, INTERPRETING, said.interpreting, participants=participants))
    return told


def explanations_of(interview: Interview) -> list[Explanation]:
    """The same of what is stored with an interview; nothing as long as it was not held."""
    if interview.state != InterviewState.HELD or not interview.case_verdict:
        return []
    said = Verdicts(Verdict(interview.case_verdict), Verdict(interview.interpreting_verdict))
    return explanations(interview.kind, said, participants=interview.participants)


def explanation(kind: str, subject: str, verdict: Verdict, *, participants: int = 1) -> Explanation:
    """What is said of one verdict."""
    tone: Tone = "ok" if verdict is Verdict.COUNTS else "warning" if verdict in MENDABLE else "neutral"
    sentence = _counting(subject, participants) if verdict is Verdict.COUNTS else str(_SENTENCES[verdict])
    return Explanation(subject, verdict, tone, sentence, rules.paragraph(verdict, kind), str(_MEND.get(verdict, "")))


def verdict_label(verdict: str) -> str:
    """A stored verdict in a sentence."""
    known = Verdict(verdict)
    return _("Es zählt.") if known is Verdict.COUNTS else str(_SENTENCES[known])


def _counting(subject: str, participants: int) -> str:
    if subject == INTERPRETING:
        return _("Ein Einsatz, bei HEKS Linguadukt bestellt.")
    return _("Eine Familie, ein Gespräch.") if participants > 1 else _("Eine Person, ein Gespräch.")
