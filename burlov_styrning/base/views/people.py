"""The administrator's pages of people, accounts and assignments."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from burlov_styrning.accounts import send_password_link
from burlov_styrning.base import people
from burlov_styrning.base.forms.people import AccountForm, AssignmentForm, EndForm, NameForm
from burlov_styrning.base.models import ROLE_LABELS, Assignment, Organ, Person
from burlov_styrning.base.people import in_force
from burlov_styrning.clock import today
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Empty, Filter
from burlov_styrning.rights import Who
from burlov_styrning.views import only, saves, take, visible_or_404


def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody, with the assignments in force today."""
    only(request, Who.ADMINISTRATOR)
    now = Prefetch("assignments", Assignment.objects.filter(in_force(today())).select_related("organ", "unit"), "now")
    listing = Listing(
        request,
        Person.objects.visible_to(request.user).select_related("user").prefetch_related(now).distinct(),
        search=["name", "user__email", "assignments__organ__name", "assignments__party"],
        columns=[
            Column(_("Namn"), "name", words=True),
            Column(_("Uppdrag i dag")),
            Column(_("Konto"), "user__email"),
        ],
        filters=[
            Filter("role", _("Roll"), [(r.value, label) for r, label in ROLE_LABELS.items()]),
            Filter("organ", _("Organ"), [(str(o.pk), o.name) for o in Organ.objects.all()]),
        ],
        narrow={
            "role": lambda rows, value: rows.filter(pk__in=_with(role=value)),
            "organ": lambda rows, value: rows.filter(pk__in=_with(organ=value)),
        },
        sort="name",
        empty=Empty(_("Här finns ingen ännu."), _("Lägg till person"), "ny/"),
    )
    return render(request, "base/people/list.html", {"listing": listing})


def _with(**what: Any) -> Any:
    return Assignment.objects.filter(in_force(today()), **what).values("person")


def person_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: account, assignments now and before."""
    person = visible_or_404(request, Person.objects.select_related("user"), pk=pk)
    rows = list(person.assignments.select_related("organ", "unit").order_by("-starts", "-id"))
    current = set(person.assignments.filter(in_force(today())).values_list("pk", flat=True))
    values = {
        "person": person,
        "now": [row for row in rows if row.pk in current],
        "other": [row for row in rows if row.pk not in current],
    }
    return render(request, "base/people/show.html", values)


def person_add(request: HttpRequest) -> HttpResponse:
    """A new person."""
    only(request, Who.ADMINISTRATOR)
    form = NameForm(request.POST or None)
    if form.is_valid():
        person = people.add(form.cleaned_data["name"], by=request.user)
        tell(request, _("%(name)s är tillagd. Ge personen ett uppdrag.") % {"name": person})
        return redirect("base:person", person.pk)
    return _page(request, form, _("Lägg till en person"), _("Lägg till"), "../")


def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name."""
    person = visible_or_404(request, Person, pk=pk)
    form = NameForm(request.POST or None, initial={"name": person.name})
    if form.is_valid():
        return take(
            request,
            lambda: people.rename(person, form.cleaned_data["name"], by=request.user),
            _("Namnet är ändrat."),
            "base:person",
            pk,
        )
    return _page(request, form, _("Ändra namnet"), _("Spara"), "../")


def person_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the person an account, or change its address; mail the link where a password is chosen."""
    person = visible_or_404(request, Person.objects.select_related("user"), pk=pk)
    initial = {"email": person.user.email, "send_link": False} if person.user else {"send_link": True}
    form = AccountForm(request.POST or None, person=person, initial=initial)
    if saves(form, lambda: people.give_account(person, form.cleaned_data["email"], by=request.user)):
        if form.cleaned_data["send_link"]:
            send_password_link(request, person.user)
            tell(request, _("Kontot finns. En länk för att välja lösenord är skickad till %s.") % person.user.email)
        else:
            tell(request, _("Kontot finns. Personen loggar in med %s.") % person.user.email)
        return redirect("base:person", pk)
    title = _("Konto för %s") % person.name
    return _page(request, form, title, _("Spara kontot"), "../")


@require_POST
def account_close(request: HttpRequest, pk: int) -> HttpResponse:
    """The person can no longer sign in."""
    person = visible_or_404(request, Person.objects.select_related("user"), pk=pk)
    done = _("Kontot är stängt. %s kan inte längre logga in.") % person.name
    return take(request, lambda: people.close_account(person, by=request.user), done, "base:person", pk)


def assignment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the person an assignment."""
    person = visible_or_404(request, Person, pk=pk)
    form = AssignmentForm(request.POST or None)
    if saves(form, lambda: people.assign(person, by=request.user, **_given(form.cleaned_data))):
        tell(request, _("Uppdraget är tillagt."))
        return redirect("base:person", pk)
    return _page(request, form, _("Nytt uppdrag för %s") % person.name, _("Lägg till uppdraget"), "../../")


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return values | {"ends": values["ends"] or None}


def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The assignment's last day."""
    row = visible_or_404(request, Assignment.objects.select_related("person", "organ", "unit"), pk=pk)
    form = EndForm(request.POST or None, starts=row.starts)
    if saves(form, lambda: people.end(row, form.cleaned_data["ends"], by=request.user)):
        tell(request, _("Uppdraget är avslutat."))
        return redirect("base:person", row.person_id)
    title = _("Avsluta uppdraget som %(role)s?") % {"role": row.get_role_display()}
    back = f"../../../{row.person_id}/"
    return _page(request, form, title, _("Avsluta uppdraget"), back, lead=str(row))


def _page(request: HttpRequest, form: Any, title: str, submit: str, back: str, lead: str = "") -> HttpResponse:
    values = {"form": form, "title": title, "submit": submit, "back": back, "lead": lead}
    return render(request, "confirm.html", values)
