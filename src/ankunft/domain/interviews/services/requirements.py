"""What an interview has to be before something is done with it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused

from ..models import Interview, InterviewState
from ..selectors import standing_after


def require_held(interview: Interview) -> None:
    """Refused unless the interview was held and somebody who took part is still known."""
    if interview.state != InterviewState.HELD:
        raise Refused(_("Dieses Gespräch ist noch nicht als durchgeführt erfasst."))
    _require_known(interview)


def require_last(interview: Interview) -> None:
    """Refused where another appointment took its place, and where everybody who took part is forgotten."""
    _require_known(interview)
    # A second appointment that was called off can have been replaced as well.
    missed = [interview.pk, *([interview.follows_id] if interview.follows_id else [])]
    if later := standing_after(missed).exclude(pk=interview.pk).first():
        raise Refused(
            _("An die Stelle dieses Termins ist ein anderer getreten: %(reference)s.") % {"reference": later.reference}
        )


def _require_known(interview: Interview) -> None:
    if interview.forgotten_at is not None:
        raise Refused(_("Alle, die dabei waren, sind anonymisiert. Es gibt nichts mehr zu bearbeiten."))
