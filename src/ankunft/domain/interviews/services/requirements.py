"""What an interview has to be before something is done with it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused

from ..models import Interview, InterviewState


def require_held(interview: Interview) -> None:
    """Refused unless the interview was held and somebody who took part is still known."""
    if interview.state != InterviewState.HELD:
        raise Refused(_("Dieses Gespräch ist noch nicht als durchgeführt erfasst."))
    _require_known(interview)


def require_last(interview: Interview) -> None:
    """Refused where another appointment took its place, and where everybody who took part is forgotten."""
    _require_known(interview)
    later = Interview.objects.filter(follows=interview).exclude(state=InterviewState.CANCELLED).first()
    if later is not None:
        raise Refused(
            _("An die Stelle dieses Termins ist ein anderer getreten: %(reference)s.") % {"reference": later.reference}
        )


def _require_known(interview: Interview) -> None:
    if interview.forgotten_at is not None:
        raise Refused(_("Alle, die dabei waren, sind anonymisiert. Es gibt nichts mehr zu bearbeiten."))
