"""Recording that somebody arrived, and how far their first information has come (KS 3.2 no. 2)."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.encryption import encrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.selectors import steps_of
from ankunft.foundation.workflow.services import transition

from .. import rules
from ..checks.arrival import arrival_faults
from ..models import Arrival, ArrivalState, Exclusion, Household, Person
from ..permissions import RECORD
from ..states import ARRIVAL
from .trail import kept
from .watchers import tell_watchers


@transaction.atomic
def arrival_record(
    *,
    person: Person,
    household: Household | None = None,
    arrived_on: date,
    from_country: str,
    residence_kind: str = rules.MAIN_RESIDENCE,
    source: str,
    source_key: str = "",
    nonetheless: bool = False,
    actor: Actor,
    is_demo: bool = False,
) -> Arrival:
    """Record that a person arrived in the municipality: from now on there is somebody to invite.

    `from_country` is an ISO code, empty where it is unknown. Refused where start.integration is not for them (KS 3.2
    no. 2), unless the municipality informs them `nonetheless` (footnote 1); where day or country cannot be right;
    where the same arrival, or one with that `source_key`, is recorded already; and where the person is unknown by now.
    """
    can(actor, RECORD, person).require()
    _require_there(person, arrived_on)
    if faults := arrival_faults(_born(person), arrived_on, from_country):
        raise Refused(" ".join(fault.message for fault in faults))
    exclusion = exclusion_of(person, from_country, residence_kind)
    if exclusion and not nonetheless:
        raise Refused(
            _(
                "Nicht start.integration: %(reason)s. "
                "Sie können die Person trotzdem informieren; bezahlt wird das nicht."
            )
            % {"reason": Exclusion(exclusion).label}
        )
    _refuse_twice(person, arrived_on, source_key)
    arrival = _stored(
        Arrival(
            reference=rules.new_reference(rules.ARRIVAL),
            municipality_id=person.municipality_id,
            person=person,
            household=household,
            arrived_on=arrived_on,
            from_country=from_country,
            exclusion=exclusion,
            target_on=target_of(arrived_on),
            state=ArrivalState.OPEN,
            source=source,
            source_key=source_key,
            recorded_at=clock.now(),
            is_demo=is_demo,
        )
    )
    _told(actor, arrival, "record", gettext_lazy("Zuzug erfasst."), person=person.reference)
    tell_watchers([person.pk], actor)
    return arrival


@transaction.atomic
def arrival_change(*, arrival: Arrival, arrived_on: date, from_country: str, reason: str = "", actor: Actor) -> Arrival:
    """Put right when, or from where, somebody arrived; the target date follows the day.

    Refused as in `arrival_record`; if it turns out that start.integration is not for them, that is noted and the
    arrival stays, because it may have been worked on: recall it, or inform them nonetheless.
    """
    can(actor, RECORD, arrival).require()
    person = arrival.person
    _require_there(person, arrived_on)
    if faults := arrival_faults(_born(person), arrived_on, from_country):
        raise Refused(" ".join(fault.message for fault in faults))
    before = {"arrived_on": arrival.arrived_on, "from_country": arrival.from_country}
    after = {"arrived_on": arrived_on, "from_country": from_country}
    changed = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    if not changed:
        raise Refused(_("Es wurde nichts geändert."))
    residence = rules.OTHER_RESIDENCE if arrival.exclusion == Exclusion.SECONDARY_RESIDENCE else rules.MAIN_RESIDENCE
    rows = Arrival.objects.filter(pk=arrival.pk, version=arrival.version)
    if not rows.update(
        **after,
        target_on=target_of(arrived_on),
        exclusion=exclusion_of(person, from_country, residence),
        version=F("version") + 1,
    ):
        raise Refused(_("Inzwischen hat jemand anders diesen Zuzug bearbeitet. Bitte neu laden und prüfen."))
    arrival.refresh_from_db()
    kept(actor, person, changed, reason)
    _told(actor, arrival, "change", gettext_lazy("Zuzug geändert."), fields=sorted(changed))
    tell_watchers([person.pk], actor)
    return arrival


@transaction.atomic
def arrival_reconsider(*, arrival: Arrival, residence_kind: str, actor: Actor) -> bool:
    """What was told of nationality or residence was wrong from the beginning: whether start.integration is for them.

    Says whether that is otherwise than before. Whoever was naturalised since is not meant: they came as foreigners.
    """
    can(actor, RECORD, arrival).require()
    exclusion = exclusion_of(arrival.person, arrival.from_country, residence_kind)
    if exclusion == arrival.exclusion:
        return False
    rows = Arrival.objects.filter(pk=arrival.pk, version=arrival.version)
    if not rows.update(exclusion=exclusion, version=F("version") + 1):
        raise Refused(_("Inzwischen hat jemand anders diesen Zuzug bearbeitet. Bitte neu laden und prüfen."))
    arrival.refresh_from_db()
    _told(actor, arrival, "change", gettext_lazy("Zuzug geändert."), fields=["exclusion"])
    tell_watchers([arrival.person_id], actor)
    return True


@transaction.atomic
def arrival_invite(*, arrival: Arrival, actor: Actor) -> Arrival:
    """There is an appointment to which the person is invited. Nothing happens where they are invited already."""
    return _moved(arrival, "invite", ArrivalState.INVITED, actor)


@transaction.atomic
def arrival_inform(*, arrival: Arrival, actor: Actor) -> Arrival:
    """The interview was held. Nothing happens where that is known already."""
    return _moved(arrival, "inform", ArrivalState.INFORMED, actor)


@transaction.atomic
def arrival_reopen(*, arrival: Arrival, actor: Actor, invited: bool = False) -> Arrival:
    """What was said is taken back: there is no appointment any more, or (`invited`) only the interview was not held."""
    if invited:
        return _moved(arrival, "reinvite", ArrivalState.INVITED, actor)
    return _moved(arrival, "reopen", ArrivalState.OPEN, actor)


@transaction.atomic
def arrival_recall(*, arrival: Arrival, actor: Actor) -> Arrival:
    """The person did not arrive after all. Refused once an interview was held: whoever was there has arrived."""
    arrival = _moved(arrival, "recall", ArrivalState.RECALLED, actor)
    tell_watchers([arrival.person_id], actor)
    return arrival


@transaction.atomic
def arrival_waive(*, arrival: Arrival, reason: str, actor: Actor) -> Arrival:
    """There is no interview with this person, for this reason: personal, so it is kept encrypted beside the arrival."""
    can(actor, RECORD, arrival).require()
    if not reason.strip():
        raise Refused(_("Geben Sie an, warum es kein Gespräch gibt."))
    transition(
        obj=arrival,
        key=arrival.reference,
        table=ARRIVAL,
        name="waive",
        actor=actor,
        changes={"waived_reason": encrypt(reason.strip())},
    )
    return arrival


@transaction.atomic
def arrival_undo(*, arrival: Arrival, actor: Actor) -> Arrival:
    """Take back «kein Gespräch» or a recall: the arrival stands where it stood before."""
    can(actor, RECORD, arrival).require()
    last = steps_of(ARRIVAL.object_type, arrival.reference).last()
    invited = last is not None and last.from_state == ArrivalState.INVITED
    transition(
        obj=arrival,
        key=arrival.reference,
        table=ARRIVAL,
        name="resume_invited" if invited else "resume",
        actor=actor,
        changes={"waived_reason": ""},
    )
    tell_watchers([arrival.person_id], actor)
    return arrival


def target_of(arrived_on: date) -> date:
    """By when the invitation shall have gone out."""
    return arrived_on + timedelta(days=settings.INVITATION_DAYS)


def exclusion_of(person: Person, from_country: str, residence_kind: str = rules.MAIN_RESIDENCE) -> str:
    """Why start.integration is not for this arrival; empty if it is."""
    nationalities = (person.nationality, *person.further_nationalities.split())
    return rules.exclusion(nationalities, from_country, residence_kind)


def _moved(arrival: Arrival, name: str, target: str, actor: Actor) -> Arrival:
    can(actor, RECORD, arrival).require()
    if arrival.state != target:
        transition(obj=arrival, key=arrival.reference, table=ARRIVAL, name=name, actor=actor)
    return arrival


def _require_there(person: Person, arrived_on: date) -> None:
    if person.anonymised_at is not None:
        raise Refused(_("Diese Person ist anonymisiert. Es gibt nichts mehr zu bearbeiten."))
    if person.left_on is not None and person.left_on < arrived_on:
        raise Refused(
            _("Die Person ist am %(day)s weggezogen. Erfassen Sie sie neu, wenn sie wieder zugezogen ist.")
            % {"day": f"{person.left_on:%d.%m.%Y}"}
        )


def _born(person: Person) -> date | None:
    return rules.earliest_birth(person.birth_date, person.birth_year, person.birth_month)


def _refuse_twice(person: Person, arrived_on: date, source_key: str) -> None:
    known = Arrival.objects.filter(municipality=person.municipality_id).exclude(state=ArrivalState.RECALLED)
    if other := known.filter(person=person, arrived_on=arrived_on).first():
        raise Refused(_("Dieser Zuzug ist schon erfasst: %(reference)s.") % {"reference": other.reference})
    if source_key and Arrival.objects.filter(municipality=person.municipality_id, source_key=source_key).exists():
        raise Refused(_("Ein Zuzug mit dem Schlüssel «%(key)s» ist schon erfasst.") % {"key": source_key})


def _stored(arrival: Arrival) -> Arrival:
    try:
        with transaction.atomic():
            arrival.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("Inzwischen hat jemand anders denselben Zuzug erfasst. Bitte neu laden und prüfen.")) from error
    return arrival


def _told(actor: Actor, arrival: Arrival, name: str, summary: object, **after: object) -> None:
    """Leave the event: references and which fields, never what they hold."""
    kind = ARRIVAL.object_type
    record(actor, Entry(f"{kind}.{name}", kind, arrival.reference, summary, after=after or None))  # type: ignore[arg-type]
