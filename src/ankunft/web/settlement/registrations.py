"""What the settlement hangs into the shell: places, what is due, cards, search, addresses of paragraphs, a job."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.roles import CANTONAL, MUNICIPAL
from ankunft.domain.settlement import permissions, selectors, states
from ankunft.domain.settlement.explanations import RECLAIM_SOURCE
from ankunft.domain.settlement.models import Run
from ankunft.domain.settlement.rules import month_in_preparation, payment_date
from ankunft.domain.settlement.ruling_states import DECIDE, PROPOSED
from ankunft.domain.settlement.scheme_names import parsed_reference
from ankunft.domain.settlement.services import run_calculate
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.registry import Outcome, handler
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Month
from ankunft.web.shell.registry import Card, Due, Hit, Place, links, my_day, navigation, search
from ankunft.web.territory.registry import figures, sections

from .municipalities import PAID, paid_section
from .ruling_presentation import kind_of, ruling_address
from .words import month_words, run_words

CALCULATE_JOB = "settlement.calculate"


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(gettext_lazy("Läufe"), "runs", CANTONAL, 20))
    navigation.register(Place(gettext_lazy("Beiträge"), "contributions", MUNICIPAL, 50))
    navigation.register(Place(gettext_lazy("Tarife"), "tariffs", CANTONAL | MUNICIPAL, 60))
    my_day.register(_due)
    my_day.register(_waiting_rulings)
    my_day.register_card(_cards)
    search.register(_search)
    links.register("law", _law_address)
    links.register(RECLAIM_SOURCE, _reclaim_address)
    figures.register(PAID)
    sections.register(paid_section)
    handler(CALCULATE_JOB, title=gettext_lazy("Zahlungslauf berechnen"))(_calculate)


def _due(actor: Actor) -> Iterator[Due]:
    """The next step on every open run, for whoever may take it; and the run that should exist by now."""
    open_runs = list(selectors.open_runs(actor))
    for run in open_runs:
        if due := _next_step(actor, run):
            yield due
    if can(actor, permissions.moving(states.CALCULATE)):
        month = month_in_preparation(clock.today())
        if not selectors.run_exists(month):
            due_on = payment_date(month)
            yield Due(
                _("Zahlungslauf berechnen"),
                month_words(month),
                due_on,
                reverse("runs"),
                _("Öffnen"),
                late=due_on < clock.today(),
            )


def _next_step(actor: Actor, run: Run) -> Due | None:
    words = {
        states.DRAFT: (states.CHECK, _("Zahlungslauf prüfen"), _("Prüfen")),
        states.CHECKED: (states.APPROVE, _("Zahlungslauf genehmigen"), _("Genehmigen")),
        states.APPROVED: (states.RELEASE, _("Zahlungslauf freigeben"), _("Freigeben")),
    }
    name, title, button = words[run.state]
    if run.calculated_at is None or not can(actor, permissions.moving(name), run):
        return None
    due_on = payment_date(run.month)
    detail = f"{run_words(run)} · {Money(run.total)}"
    return Due(title, detail, due_on, reverse("run", args=[run.reference]), button, late=due_on < clock.today())


def _cards(actor: Actor) -> Iterator[Card]:
    if not can(actor, permissions.SEE_CONTRIBUTIONS):
        return
    if last := selectors.last_payment(actor):
        month, amount = last
        municipal = actor.has_role(*MUNICIPAL)
        address = reverse("contributions") if municipal else reverse("run", args=[month])
        context = {"month": month_words(Month.parse(month)), "amount": amount, "url": address, "municipal": municipal}
        yield Card("settlement/last_payment_card.html", context)


def _search(actor: Actor, query: str) -> Iterator[Hit]:
    for run in visible_to(actor, Run).filter(
        Q(payment_month__startswith=query.strip()) | Q(reference__istartswith=query.strip())
    )[:10]:
        title = _("Zahlungslauf %(month)s") % {"month": run_words(run)}
        address = reverse("run", args=[run.reference])
        yield Hit(title, str(states.LABELS[run.state]), address, _("Lauf"))


def _law_address(reference: str) -> str | None:
    return f"{reverse('tariffs')}#{selectors.paragraph_anchor(reference)}"


def _reclaim_address(reference: str) -> str | None:
    return reverse("ruling", args=["rueckforderungen", int(reference.rpartition("-")[2])])


def _waiting_rulings(actor: Actor) -> Iterator[Due]:
    """Proposals and objections that wait for this person's decision."""
    for one in selectors.rulings_waiting(actor):
        doing = kind_of(one).table[DECIDE].doing if one.state == PROPOSED else _("Über eine Einsprache entscheiden")
        yield Due(str(doing), f"{one.reference}, {one.municipality.name}", None, ruling_address(one), _("Öffnen"))


def _calculate(job: JobContext) -> Outcome:
    """Calculate (again) the draft run of that name. Doing it twice gives the same lines."""
    scheme, month = parsed_reference(job.parameters["month"])
    can(job.actor, permissions.moving(states.CALCULATE)).require()
    job.progress(0, 1)
    run = run_calculate(month=month, scheme=scheme, actor=job.actor)
    job.progress(1, 1)
    words = {"month": run_words(run), "total": Money(run.total), "state": states.LABELS[run.state]}
    if run.state == states.DRAFT:
        sentence = _("Zahlungslauf %(month)s ist berechnet: %(total)s.") % words
    else:
        sentence = _("Zahlungslauf %(month)s bleibt, wie er ist: Sein Stand ist «%(state)s».") % words
    return Outcome(sentence, link=reverse("run", args=[run.reference]))
