"""The coordination office asks to see persons, for a purpose and a time; the municipality is told and may object."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear

from .. import permissions, rules
from ..models import Person, PersonAccess, Purpose, SampleCheck
from .trail import SAMPLE, Text, told

LARGEST_SAMPLE = 20
"""A sample is a look at a few, not a copy of the register."""


@transaction.atomic
def sample_open(
    *,
    municipality: Municipality,
    period: HalfYear,
    count: int,
    reason: str,
    until: date,
    actor: Actor,
    legal_basis: str = "",
    is_demo: bool = False,
) -> SampleCheck:
    """Draw `count` persons recorded in that half-year in the municipality, and open them to the actor until a day.

    Who is drawn is decided by a random seed that is kept: the draw can be repeated. Persons with a data lock are
    drawn only where a legal basis is named. Refused without reason, for too many or too long, where nobody is there
    to be drawn, and where that many of the half-year would be open by several samples together.
    """
    can(actor, permissions.OPEN_ACCESS).require()
    _require_terms(reason, until)
    legal_basis = legal_basis.strip()
    if not 1 <= count <= LARGEST_SAMPLE:
        raise Refused(_("Eine Stichprobe hat 1 bis %(most)s Personen.") % {"most": LARGEST_SAMPLE})
    # The office does not see the persons among whom is drawn: only those drawn come back from here.
    with wall.also(municipality=[municipality.pk]):
        known = dict(_recorded_in(municipality, period, locked=bool(legal_basis)).values_list("reference", "pk"))
        if not known:
            raise Refused(
                _("In %(name)s ist im Halbjahr %(period)s niemand erfasst, der in eine Stichprobe fallen kann.")
                % {"name": municipality.name, "period": period}
            )
        _require_few(municipality, period, count)
        seed = secrets.token_hex(16)
        sample = SampleCheck.objects.create(
            municipality=municipality,
            period=str(period),
            asked=count,
            drawn_from=len(known),
            seed=seed,
            requested_by_id=_account(actor),
            requested_at=clock.now(),
            is_demo=is_demo,
        )
        chosen = [known[reference] for reference in rules.draw(list(known), count, seed)]
        drawn = list(Person.objects.filter(pk__in=chosen))
        for person in drawn:
            _open(actor, person, Purpose.SAMPLE_CHECK, reason, until, legal_basis=legal_basis, sample=sample)
    record(
        actor,
        Entry(
            "arrivals.sample.open",
            SAMPLE,
            str(sample.pk),
            format_lazy(
                gettext_lazy("Stichprobe {} in {}: {} von {} Personen gezogen."),
                str(period),
                municipality.name,
                len(drawn),
                len(known),
            ),
            after={"seed": seed, "references": sorted(person.reference for person in drawn), "until": str(until)},
            reason=reason,
        ),
    )
    return sample


@transaction.atomic
def consent_open(
    *, reference: str, reason: str, consent_note: str, until: date, actor: Actor, legal_basis: str = ""
) -> PersonAccess:
    """Open the person with that reference, which the municipality told, because the person has agreed.

    Refused without reason or evidence of the consent, where nobody has that reference, and, where the data are
    locked, without a legal basis: in the same words, so that a guess tells nothing.
    """
    can(actor, permissions.OPEN_ACCESS).require()
    _require_terms(reason, until)
    if not consent_note.strip():
        raise Refused(_("Halten Sie fest, wie die Person eingewilligt hat: wann, wem gegenüber, in welcher Form."))
    legal_basis = legal_basis.strip()
    known = rules.reference_in(reference)
    with wall.also(reference=[known] if known else []):
        person = Person.objects.filter(reference=known, anonymised_at=None).select_related("municipality").first()
    while person is not None and person.merged_into_id is not None:
        # Who was merged is seen as who they are; that one may be locked, which is asked below.
        with wall.also(locked_person=[person.merged_into_id]):
            persons = Person.objects.filter(pk=person.merged_into_id, anonymised_at=None)
            person = persons.select_related("municipality").first()
    if person is None or (person.data_lock and not legal_basis):
        raise Refused(_("Zu dieser Referenz gibt es keine Einsicht. Fragen Sie bei der Gemeinde nach."))
    return _open(actor, person, Purpose.CONSENT, reason, until, legal_basis=legal_basis, consent_note=consent_note)


@transaction.atomic
def access_end(*, access: PersonAccess, actor: Actor) -> None:
    """End an access before its time. Refused where it has ended."""
    can(actor, permissions.END_ACCESS, access).require()
    still_open = PersonAccess.objects.filter(pk=access.pk, ended_at=None, until__gte=clock.today())
    if not still_open.update(ended_at=clock.now()):
        raise Refused(_("Diese Einsicht ist schon beendet."))
    _told(actor, access, "arrivals.access.end", gettext_lazy("Einsicht beendet."))


@transaction.atomic
def access_object(*, access: PersonAccess, objection: str, actor: Actor) -> None:
    """The municipality objects to an access: the coordination office reads it. Refused without words, and twice."""
    can(actor, permissions.OBJECT_TO_ACCESS, access).require()
    if not objection.strip():
        raise Refused(_("Schreiben Sie, was gegen die Einsicht spricht."))
    first = PersonAccess.objects.filter(pk=access.pk, objected_at=None)
    if not first.update(objection=objection.strip(), objected_at=clock.now(), objected_by=actor.label):
        raise Refused(_("Gegen diese Einsicht ist schon ein Einwand erhoben."))
    _told(actor, access, "arrivals.access.object", gettext_lazy("Einwand gegen die Einsicht der Koordinationsstelle."))


def _recorded_in(municipality: Municipality, period: HalfYear, *, locked: bool) -> QuerySet[Person]:
    known = Person.objects.filter(municipality=municipality, anonymised_at=None)
    free = known if locked else known.filter(data_lock=False)
    return free.filter(created_at__date__gte=period.start, created_at__date__lte=period.end)


def _require_few(municipality: Municipality, period: HalfYear, count: int) -> None:
    """Refused where many small samples would open what one large sample may not."""
    drawn = PersonAccess.objects.filter(sample__municipality=municipality, sample__period=str(period))
    before = drawn.order_by().values("person").distinct().count()
    if before + count > LARGEST_SAMPLE:
        raise Refused(
            _(
                "In %(name)s sind im Halbjahr %(period)s schon %(before)s Personen gezogen worden. "
                "Zusammen dürfen es höchstens %(most)s sein."
            )
            % {"name": municipality.name, "period": period, "before": before, "most": LARGEST_SAMPLE}
        )


def _open(actor: Actor, person: Person, purpose: Purpose, reason: str, until: date, **more: object) -> PersonAccess:
    access = PersonAccess.objects.create(
        person=person,
        person_reference=person.reference,
        municipality_id=person.municipality_id,
        requested_by_id=_account(actor),
        purpose=purpose,
        reason=reason.strip(),
        granted_at=clock.now(),
        until=until,
        **more,
    )
    _told(
        actor,
        access,
        "arrivals.access.open",
        format_lazy(
            gettext_lazy("Einsicht der Koordinationsstelle bis {} geöffnet ({})."), f"{until:%d.%m.%Y}", purpose.label
        ),
    )
    return access


def _told(actor: Actor, access: PersonAccess, action: str, summary: Text) -> None:
    """The event at the person, by reference; what was written as a reason stands at the access, where it is deleted."""
    told(actor, access.person_reference, action, summary, access=access.pk)


def _account(actor: Actor) -> int:
    if actor.account_id is None:
        raise Refused(_("Einsicht bekommt nur, wer ein Konto hat."))
    return actor.account_id


def _require_terms(reason: str, until: date) -> None:
    if not reason.strip():
        raise Refused(_("Begründen Sie, wofür Sie die Personen sehen müssen."))
    today = clock.today()
    if not today <= until <= rules.latest_end(today):
        raise Refused(
            _("Eine Einsicht dauert höchstens %(days)s Tage: von heute bis %(last)s.")
            % {"days": rules.LONGEST_ACCESS, "last": f"{rules.latest_end(today):%d.%m.%Y}"}
        )
