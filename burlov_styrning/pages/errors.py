"""Pages for what went wrong: each says what happened and what can be done."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from burlov_styrning.carried import typed_in
from burlov_styrning.middleware import came_from


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be read."""
    return render(request, "400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: refused."""
    return render(request, "403.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not for this person."""
    return render(request, "404.html", status=404)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. Drawn without a request, so that what broke does not break this page too."""
    return HttpResponse(render_to_string("500.html"), status=500)


@login_not_required
def stale_tab(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from an old tab, or after signing in anew: what was typed is shown so that it can be copied."""
    return render(request, "csrf.html", {"typed": typed_in(request), "back": came_from(request)}, status=403)
