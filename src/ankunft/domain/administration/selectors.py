"""What the administration reads: accounts with their roles, invitations, organisations, jobs. Nothing about persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ankunft.foundation.access import roles
from ankunft.foundation.access.invitations import open_invitations
from ankunft.foundation.access.models import Account, Invitation, Membership, Organisation, SecondFactor
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.audit.models import Event
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.jobs import registry
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.dated import Dated

from .permissions import is_wholly_of, runs_operations

ENDS_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of accounts is narrowed to: words in name or address, codes of organisation and role, a state."""

    query: str = ""
    organisation: str = ""
    role: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A role held, or to be held, in an organisation from a day up to but not including another (None: open)."""

    organisation: Organisation
    role: str
    start: date
    until: date | None

    @property
    def label(self) -> str:
        """What the role is called."""
        definition = roles.get(self.role)
        return str(definition.label) if definition else self.role

    def is_on(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day < self.until)

    def is_after(self, day: date) -> bool:
        return self.start > day

    @property
    def last_day(self) -> date | None:
        return self.until - timedelta(days=1) if self.until else None


def administered_memberships(actor: Actor) -> QuerySet[Membership]:
    """The roles that the actor sees: those in the organisations the actor administers."""
    return Membership.objects.filter(organisation__in=visible_to(actor, Organisation))


def held_on(rows: QuerySet[Membership], day: date) -> QuerySet[Membership]:
    """Of these rows those by which a role is held on that day: the last one that has begun, if it grants."""
    later = Membership.objects.filter(
        account=OuterRef("account"),
        organisation=OuterRef("organisation"),
        role=OuterRef("role"),
        valid_from__gt=OuterRef("valid_from"),
        valid_from__lte=day,
    )
    return rows.filter(granted=True, valid_from__lte=day).filter(~Exists(later))


def accounts(actor: Actor, filters: Filters) -> QuerySet[Account]:
    """The accounts that the actor sees, by name."""
    found = visible_to(actor, Account)
    if filters.query:
        found = found.filter(Q(name__icontains=filters.query) | Q(email__icontains=filters.query))
    now = held_on(administered_memberships(actor), clock.today())
    if filters.organisation or filters.role:
        wanted = now.filter(organisation__code=filters.organisation) if filters.organisation else now
        wanted = wanted.filter(role=filters.role) if filters.role else wanted
        found = found.filter(pk__in=wanted.values("account_id"))
    return _in_state(found, filters.state, now).order_by("name", "pk")


def _in_state(found: QuerySet[Account], state: str, now: QuerySet[Membership]) -> QuerySet[Account]:
    if state == "open":
        return found.filter(is_active=True)
    if state == "closed":
        return found.filter(is_active=False)
    if state == "without_role":
        return found.exclude(pk__in=now.values("account_id"))
    if state == "without_factor":
        return found.filter(pk__in=_without_factor(now).values("account_id"))
    return found


def _without_factor(now: QuerySet[Membership]) -> QuerySet[Membership]:
    """The roles that need a second factor, of open accounts that have none. Demonstration accounts need none."""
    demanding = [role.code for role in roles.all_roles() if role.needs_second_factor]
    rows = now.filter(role__in=demanding, account__is_active=True, account__is_demo=False)
    return rows.filter(~Exists(SecondFactor.objects.filter(account=OuterRef("account"))))


def accounts_without_factor(actor: Actor) -> int:
    """How many open accounts would need a second factor and have none."""
    rows = _without_factor(held_on(administered_memberships(actor), clock.today()))
    return rows.order_by().values("account_id").distinct().count()


def roles_over_time(actor: Actor, people: list[Account]) -> dict[int, list[Held]]:
    """By account: the roles that the actor sees, over time, latest first. One statement for all of them."""
    series: dict[tuple[int, int, str], list[tuple[date, bool]]] = {}
    places: dict[int, Organisation] = {}
    rows = administered_memberships(actor).filter(account__in=people).select_related("organisation")
    for row in rows:
        places[row.organisation_id] = row.organisation
        series.setdefault((row.account_id, row.organisation_id, row.role), []).append((row.valid_from, row.granted))
    found: dict[int, list[Held]] = {person.pk: [] for person in people}
    for (account_id, place, role), entries in series.items():
        found[account_id] += _held(places[place], role, entries)
    for held in found.values():
        held.sort(key=lambda each: (each.start, each.organisation.name, each.role), reverse=True)
    return found


def _held(place: Organisation, role: str, entries: list[tuple[date, bool]]) -> list[Held]:
    """The spans in which the role is held; what was given again while it was held is one span."""
    found: list[Held] = []
    for span in Dated(entries).spans():
        if not span.value:
            continue
        if found and found[-1].until == span.start:
            found[-1] = Held(place, role, found[-1].start, span.until)
        else:
            found.append(Held(place, role, span.start, span.until))
    return found


def roles_ending(actor: Actor) -> QuerySet[Membership]:
    """Ends of roles within the next 30 days, the nearest first."""
    today = clock.today()
    ends = administered_memberships(actor).filter(granted=False, valid_from__gt=today)
    held = held_on(Membership.objects.all(), today).filter(
        account=OuterRef("account"), organisation=OuterRef("organisation"), role=OuterRef("role")
    )
    soon = ends.filter(Exists(held), valid_from__lte=today + ENDS_SOON)
    return soon.select_related("account", "organisation").order_by("valid_from", "pk")


def events_of(actor: Actor, account: Account) -> QuerySet[Event]:
    """The history of an account, latest first; none where part of it belongs to an organisation of others."""
    events = history("access.account", account.email)
    return events if is_wholly_of(actor, account) else events.none()


def invitations(actor: Actor) -> QuerySet[Invitation]:
    """The invitations that the actor sees, latest first."""
    return visible_to(actor, Invitation).select_related("organisation", "invited_by")


def expired_invitations(actor: Actor) -> int:
    """How many invitations nobody accepted in time."""
    return open_invitations().filter(pk__in=visible_to(actor, Invitation), expires_at__lte=clock.now()).count()


def organisations(actor: Actor, query: str = "") -> QuerySet[Organisation]:
    """The organisations that the actor administers, with `people`: how many hold a role there today."""
    found = visible_to(actor, Organisation)
    if query:
        found = found.filter(Q(name__icontains=query) | Q(code__icontains=query))
    held = held_on(Membership.objects.all(), clock.today()).filter(account__is_active=True)
    counted = Count("memberships__account", filter=Q(memberships__in=held), distinct=True)
    return found.annotate(people=counted).order_by("name")


def people_of(actor: Actor, organisation: Organisation, day: date) -> list[tuple[Account, Held]]:
    """Who holds a role in the organisation on that day or later, by name."""
    people = list(Account.objects.filter(memberships__organisation=organisation).distinct().order_by("name", "pk"))
    held = roles_over_time(actor, people)
    return [
        (person, role)
        for person in people
        for role in held[person.pk]
        if role.organisation == organisation and (role.is_on(day) or role.is_after(day))
    ]


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job as the operations see it: kind, progress, who asked. Neither outcome nor file: those may name records."""

    number: int
    title: str
    state: str
    state_label: str
    percent: int | None
    asked_by: str
    asked_at: datetime
    finished_at: datetime | None
    attempts: int
    error_class: str


def job_lines(actor: Actor, state: str = "") -> QuerySet[Job]:
    """Every job for the operations, latest first; for others none."""
    if not runs_operations(actor):
        return Job.objects.none()
    return Job.objects.filter(state=state) if state else Job.objects.all()


def job_line(job: Job) -> JobLine:
    """A job without what it is about."""
    return JobLine(
        number=job.pk,
        title=registry.title(job.kind),
        state=job.state,
        state_label=job.get_state_display(),
        percent=job.percent,
        asked_by=job.account_label,
        asked_at=job.created_at,
        finished_at=job.finished_at,
        attempts=job.attempts,
        error_class=job.error_class,
    )


def failed_jobs(actor: Actor) -> int:
    """How many jobs of the last seven days failed with an error, rather than for a reason that somebody reads."""
    since = clock.now() - timedelta(days=7)
    return job_lines(actor, "failed").exclude(error_class="").filter(finished_at__gte=since).count()
