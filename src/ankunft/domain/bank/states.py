"""The moves of a movement on the account: how much of it is explained; and of what the bank says of a payment."""

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, FINANCE_OFFICER
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import WAITING, EntryState, WordState

PART, MATCH, SET_ASIDE, RESUME, RESUME_REST, UNDO = "part", "match", "set_aside", "resume", "resume_rest", "undo"

REJECT = "reject"
FINANCE = frozenset({FINANCE_OFFICER, APPROVER})

ENTRY = TransitionTable(
    "bank.entry",
    dict(EntryState.choices),
    [
        Transition(
            PART,
            sources=WAITING,
            target=EntryState.PARTLY,
            doing=_("Zuordnen"),
            sentence=_("Teil der Bewegung zugeordnet."),
            roles=FINANCE,
        ),
        Transition(
            MATCH,
            sources=WAITING,
            target=EntryState.MATCHED,
            doing=_("Zuordnen"),
            sentence=_("Bewegung zugeordnet."),
            roles=FINANCE,
        ),
        Transition(
            SET_ASIDE,
            sources=WAITING,
            target=EntryState.ASIDE,
            doing=_("Ablegen"),
            sentence=_("Bewegung abgelegt: Sie gehört nicht zu Zahlungen oder Rechnungen."),
            roles=FINANCE,
            # The import does it where the parts of a sum come after the sum.
            operator=True,
            needs_reason=True,
        ),
        Transition(
            RESUME,
            sources=frozenset({EntryState.ASIDE}),
            target=EntryState.UNMATCHED,
            doing=_("Wieder aufnehmen"),
            sentence=_("Abgelegte Bewegung wieder aufgenommen."),
            roles=FINANCE,
            needs_reason=True,
        ),
        Transition(
            RESUME_REST,
            sources=frozenset({EntryState.ASIDE}),
            target=EntryState.PARTLY,
            doing=_("Wieder aufnehmen"),
            sentence=_("Abgelegter Rest der Bewegung wieder aufgenommen."),
            roles=FINANCE,
            needs_reason=True,
        ),
        Transition(
            UNDO,
            sources=frozenset({EntryState.MATCHED, EntryState.PARTLY}),
            target=EntryState.UNMATCHED,
            doing=_("Zuordnung zurücknehmen"),
            sentence=_("Zuordnung der Bewegung zurückgenommen."),
            roles=FINANCE,
            needs_reason=True,
        ),
    ],
)

WORD = TransitionTable(
    "bank.word",
    dict(WordState.choices),
    [
        Transition(
            REJECT,
            sources=frozenset({WordState.WAITING}),
            target=WordState.REJECTED,
            doing=_("Als zurückgewiesen erfassen"),
            sentence=_("Rückmeldung der Bank gilt: Die Zahlung ist zurückgewiesen."),
            roles=FINANCE,
        ),
        Transition(
            SET_ASIDE,
            sources=frozenset({WordState.WAITING}),
            target=WordState.ASIDE,
            doing=_("Ablegen"),
            sentence=_("Rückmeldung der Bank abgelegt: Sie hat keine Wirkung."),
            roles=FINANCE,
            needs_reason=True,
        ),
        Transition(
            RESUME,
            sources=frozenset({WordState.ASIDE}),
            target=WordState.WAITING,
            doing=_("Wieder aufnehmen"),
            sentence=_("Abgelegte Rückmeldung wieder aufgenommen."),
            roles=FINANCE,
            needs_reason=True,
        ),
        Transition(
            UNDO,
            sources=frozenset({WordState.REJECTED}),
            target=WordState.WAITING,
            doing=_("Zurückweisung zurücknehmen"),
            sentence=_("Zurückweisung zurückgenommen: Die Rückmeldung gilt nicht."),
            roles=FINANCE,
            needs_reason=True,
        ),
    ],
)
