"""What officers enter about persons."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.arrivals import permissions, selectors, services
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.web.arrivals.forms import DiscloseForm, LeaveForm, LockForm
from ankunft.web.arrivals.person_form import PersonForm, initial_of
from ankunft.web.shell.files import xlsx
from ankunft.web.shell.form_pages import form_page, form_view

from .common import likely_municipality, person_for, person_form


@form_view
def person_new(request: HttpRequest) -> HttpResponse:
    """Record a person by hand."""
    can(request.actor, permissions.RECORD).require()
    municipalities = selectors.municipalities_for(request.actor)
    form = PersonForm(
        request.POST or None,
        municipalities=municipalities,
        initial={"municipality": likely_municipality(request.actor, municipalities)},
    )

    def store() -> str:
        municipality = form.cleaned_data["municipality"]
        person = services.person_record(municipality=municipality, entry=form.entry(), actor=request.actor)
        return reverse("person", args=[person.reference])

    return form_page(
        request,
        form,
        store,
        back=(reverse("persons"), _("Personen")),
        done=_("Die Person ist erfasst."),
        title=_("Person erfassen"),
        intro=_(
            "Wer neu zugezogen ist, gehört unter «Zuzüge», «Zuzug erfassen»: Nur dann steht die Einladung an. "
            "Erfassen Sie nur, was Sie für die Erstinformation brauchen. Die Religion gehört nicht dazu."
        ),
        button=_("Erfassen"),
    )


@form_view
def person_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Put right what is known of a person."""
    person = person_for(request, reference, permissions.RECORD)
    known = services.entry_of(person)
    initial = {**initial_of(known), "seen": str(person.version)}
    form = PersonForm(
        request.POST or None,
        known=known,
        municipalities=selectors.municipalities_for(request.actor),
        initial=initial,
    )
    return person_form(
        request,
        person,
        form,
        lambda: services.person_change(
            person=person, entry=form.entry(), reason=form.cleaned_data["reason"], actor=request.actor
        ),
        noted_as=gettext_lazy("Angaben zum Ändern"),
        done=_("Die Angaben sind geändert."),
        title=_("Angaben ändern"),
        intro=_("Was vorher da stand, bleibt im Verlauf."),
    )


@form_view
def person_lock(request: HttpRequest, reference: str) -> HttpResponse:
    """Lock the data of a person, or lift the lock."""
    person = person_for(request, reference, permissions.LOCK)
    form = LockForm(request.POST or None)
    change = services.person_unlock if person.data_lock else services.person_lock
    return person_form(
        request,
        person,
        form,
        lambda: change(person=person, reason=form.cleaned_data["reason"], actor=request.actor),
        done=_("Die Datensperre ist aufgehoben.") if person.data_lock else _("Die Daten sind gesperrt."),
        title=_("Datensperre aufheben") if person.data_lock else _("Datensperre setzen"),
        intro=_("Bei einer Datensperre sieht ausserhalb Ihrer Gemeinde niemand die Person, auch nicht in Stichproben."),
        button=_("Aufheben") if person.data_lock else _("Sperren"),
    )


@form_view
def person_leave(request: HttpRequest, reference: str) -> HttpResponse:
    """The person has left, or died."""
    person = person_for(request, reference, permissions.RECORD)
    form = LeaveForm(request.POST or None, initial={"left_on": clock.today()})
    return person_form(
        request,
        person,
        form,
        lambda: services.person_leave(person=person, on=form.cleaned_data["left_on"], actor=request.actor),
        done=_("Der Wegzug ist erfasst."),
        title=_("Wegzug erfassen"),
        intro=_("Von diesem Tag an läuft die Frist, nach der die Angaben anonymisiert werden."),
    )


@form_view
def person_disclose(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out to a person everything that is recorded about them, as one file."""
    person = person_for(request, reference, permissions.DISCLOSE)
    form = DiscloseForm(request.POST or None)

    def store() -> HttpResponse:
        content = services.person_disclose(person=person, reason=form.cleaned_data["reason"], actor=request.actor)
        return xlsx(content, f"auskunft-{person.reference}.xlsx")

    return person_form(
        request,
        person,
        form,
        store,
        title=_("Auskunft an die Person"),
        intro=_("Jede Person darf wissen, was über sie erfasst ist und wer es gesehen hat."),
        button=_("Datei erstellen"),
        is_file=True,
    )
