"""How a term is covered, for everyone who works with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goals.coverage import coverage
from goals.views.shared import Years, the_term


def coverage_show(request: HttpRequest, term: Years) -> HttpResponse:
    """Areas, committees, and the goals or proposals against both."""
    of = the_term(request, term)
    return render(request, "goals/coverage.html", {"term": of, "coverage": coverage(of, request.user)})
