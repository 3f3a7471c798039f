"""What the views of this floor share: the term in the address, rows of it, moves as buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from burlov_styrning.clock import today
from burlov_styrning.parts import Button
from burlov_styrning.views import visible_or_404
from burlov_styrning.workflow import Workflow
from goals.models import Term

type Years = tuple[int, int]


def the_term(request: HttpRequest, term: Years) -> Term:
    """The term that the address names; the page's strip shows its phases."""
    first, last = term
    found: Term = get_object_or_404(Term.objects.prefetch_related("phases"), first_year=first, last_year=last)
    request.term = found  # type: ignore[attr-defined]
    return found


def row_of_term(request: HttpRequest, rows: Any, term: Years, pk: int) -> Any:
    """A row that this person may see and that lies in the address's term."""
    first, last = term
    queryset = (rows.objects.all() if hasattr(rows, "objects") else rows).select_related("term")
    found = visible_or_404(
        request, queryset.prefetch_related("term__phases"), pk=pk, term__first_year=first, term__last_year=last
    )
    request.term = found.term  # type: ignore[attr-defined]
    return found


def current_term() -> Term | None:
    """The term that is being prepared, else the one that runs, else the latest."""
    year = today().year
    terms = list(Term.objects.all())
    coming = [term for term in terms if term.first_year > year]
    running = [term for term in terms if term.first_year <= year <= term.end_year]
    return (coming or running[::-1] or terms[::-1] or [None])[0]


def buttons(flow: Workflow, row: Any, user: Any, pages: Mapping[str, str], *args: Any) -> list[Button]:
    """The moves that this person can make on the row, as links to their pages; `pages`: move → URL name."""
    return [
        Button(move.label, reverse(pages[move.name], args=args))
        for move in flow.offered(row, user)
        if move.name in pages
    ]
