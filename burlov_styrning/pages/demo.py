"""One click to be any person of the example; only where DEMO is on, else the page does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from burlov_styrning.base.models import Assignment, Organ, Person, User
from burlov_styrning.base.people import in_force
from burlov_styrning.clock import today
from burlov_styrning.rights import Role
from burlov_styrning.swedish import sentence
from burlov_styrning.views import public

ORDER = list(Role)
KINDS = (Organ.Kind.COUNCIL, Organ.Kind.EXECUTIVE_BOARD, Organ.Kind.COMMITTEE, Organ.Kind.COMPANY, Organ.Kind.AUDITORS)


@dataclass(frozen=True)
class Choice:
    """One person as the page shows them."""

    key: str
    name: str
    role: str
    organ: str


@public
@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """The cast by organ; a click signs in as one of them."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        return _enter(request)
    return render(request, "pages/demo.html", {"groups": groups(_cast())})


def _enter(request: HttpRequest) -> HttpResponse:
    person = get_object_or_404(
        Person.objects.select_related("user"), key=request.POST.get("person", ""), example=True, user__is_active=True
    )
    assert isinstance(person.user, User)
    login(request, person.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(settings.LOGIN_REDIRECT_URL)


def _cast() -> list[Assignment]:
    rows = Assignment.objects.filter(in_force(today()), person__example=True, person__user__is_active=True)
    return list(rows.select_related("person", "organ", "unit"))


def groups(rows: Iterable[Assignment]) -> list[tuple[str, list[Choice]]]:
    """Headings with their people: the council first, then each organ; in an organ by role. A person stands once."""
    found: dict[tuple[int, int, str], dict[str, tuple[int, Choice]]] = {}
    seen: set[int] = set()
    for row in sorted(rows, key=lambda row: (KINDS.index(Organ.Kind(row.organ.kind)), row.organ_id)):
        if row.person_id in seen:
            continue
        seen.add(row.person_id)
        group = (KINDS.index(Organ.Kind(row.organ.kind)), row.organ_id, row.organ.name)
        choice = Choice(row.person.key, row.person.name, sentence(str(row.get_role_display())), _where(row))
        found.setdefault(group, {})[row.person.key] = (ORDER.index(Role(row.role)), choice)
    return [
        (name, [choice for _order, choice in sorted(people.values(), key=lambda pair: (pair[0], pair[1].name))])
        for (_kind, _organ, name), people in sorted(found.items())
    ]


def _where(row: Assignment) -> str:
    return ", ".join(filter(None, (str(row.unit or row.organ), row.party))) or _("hela kommunen")
