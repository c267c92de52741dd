"""What officers enter beside a person: address, permits, languages, relatives."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ankunft.domain.arrivals import permissions, services
from ankunft.domain.arrivals.families import kind_label, relatives_of
from ankunft.domain.arrivals.models import Permit, Relation, SpokenLanguage
from ankunft.domain.arrivals.wording import permit_text
from ankunft.foundation.access.policy import visible_to
from ankunft.web.arrivals.part_forms import HouseholdForm, LanguageForm, MistakeForm, PermitForm, RelationForm
from ankunft.web.shell.form_pages import form_view

from .common import person_for, person_form

NOTED = gettext_lazy("Familie und Haushalt")
"""What the read log calls the forms that show with whom somebody lives, and what is known of them."""


@form_view
def person_household(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the person lives, and with whom."""
    person = person_for(request, reference, permissions.RECORD)
    home = person.household
    form = HouseholdForm(
        request.POST or None,
        person=person,
        actor=request.actor,
        relatives=relatives_of(person),
        initial=services.household_entry_of(home)._asdict() if home else {"town": person.municipality.name},
    )
    return person_form(
        request,
        person,
        form,
        lambda: services.household_set(persons=form.persons, entry=form.entry, actor=request.actor),
        noted_as=NOTED,
        done=_("Die Adresse ist erfasst."),
        title=_("Adresse und Haushalt"),
        intro=_("Wer zusammen wohnt und verwandt ist, wird zusammen eingeladen."),
    )


@form_view
def permit_new(request: HttpRequest, reference: str) -> HttpResponse:
    """The permit that a person has from a day on."""
    person = person_for(request, reference, permissions.RECORD)
    form = PermitForm(request.POST or None, person=person)
    return person_form(
        request,
        person,
        form,
        lambda: services.permit_add(person=person, entry=form.entry, actor=request.actor),
        noted_as=NOTED,
        done=_("Der Ausweis ist erfasst."),
        title=_("Ausweis erfassen"),
        intro=_("Frühere Ausweise bleiben stehen: Ob ein Gespräch zählt, hängt vom Ausweis an jenem Tag ab."),
    )


@form_view
def permit_remove(request: HttpRequest, reference: str, permit: int) -> HttpResponse:
    """A permit was recorded by mistake."""
    person = person_for(request, reference, permissions.RECORD)
    one = get_object_or_404(visible_to(request.actor, Permit), pk=permit, person=person)
    form = MistakeForm(request.POST or None)
    return person_form(
        request,
        person,
        form,
        lambda: services.permit_remove(permit=one, reason=form.cleaned_data["reason"], actor=request.actor),
        noted_as=NOTED,
        done=_("Der Ausweis ist entfernt."),
        title=_("Ausweis entfernen"),
        intro=permit_text(services.permit_entry_of(one)),
        button=_("Entfernen"),
    )


@form_view
def language_new(request: HttpRequest, reference: str) -> HttpResponse:
    """How well a person knows a language."""
    person = person_for(request, reference, permissions.RECORD)
    form = LanguageForm(request.POST or None)
    return person_form(
        request,
        person,
        form,
        lambda: services.language_add(person=person, entry=form.entry, actor=request.actor),
        noted_as=NOTED,
        done=_("Die Sprache ist erfasst."),
        title=_("Sprachkenntnis erfassen"),
        intro=_("Mit jedem neuen Stand bleibt der frühere stehen, so dass man den Fortschritt sieht."),
    )


@require_POST
def language_remove(request: HttpRequest, reference: str, spoken: int) -> HttpResponse:
    """What was noted of a language was a mistake."""
    person = person_for(request, reference, permissions.RECORD)
    one = get_object_or_404(visible_to(request.actor, SpokenLanguage), pk=spoken, person=person)
    services.language_remove(spoken=one, actor=request.actor)
    messages.success(request, _("Der Eintrag ist entfernt. Im Verlauf bleibt er stehen."))
    return redirect("person", person.reference)


@form_view
def relation_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Who is the spouse, parent or child of a person."""
    person = person_for(request, reference, permissions.RECORD)
    form = RelationForm(request.POST or None, person=person, actor=request.actor, relatives=relatives_of(person))
    return person_form(
        request,
        person,
        form,
        lambda: services.relation_add(**form.relation, actor=request.actor),
        noted_as=NOTED,
        done=_("Die Verwandtschaft ist erfasst."),
        title=_("Verwandte erfassen"),
        intro=_("Verheiratete, Eltern und Kinder im selben Haushalt sind eine Familie und werden zusammen eingeladen."),
    )


@form_view
def relation_remove(request: HttpRequest, reference: str, relation: int) -> HttpResponse:
    """Two people are not related like this."""
    person = person_for(request, reference, permissions.RECORD)
    relative = next((one for one in relatives_of(person) if one.relation and one.relation.pk == relation), None)
    if relative is None:
        raise Http404
    one = get_object_or_404(visible_to(request.actor, Relation), pk=relation)
    form = MistakeForm(request.POST or None)
    return person_form(
        request,
        person,
        form,
        lambda: services.relation_remove(relation=one, reason=form.cleaned_data["reason"], actor=request.actor),
        noted_as=NOTED,
        done=_("Die Verwandtschaft ist entfernt."),
        title=_("Verwandtschaft entfernen"),
        intro=f"{kind_label(relative.kind)}: {relative.person.family_name} {relative.person.given_name}",
        button=_("Entfernen"),
    )
